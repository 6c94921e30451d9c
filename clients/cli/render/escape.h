// Making text from elsewhere safe to print.
#pragma once

#include <string>
#include <string_view>

namespace madad::cli {

// Returns `text` on one line, with what could steer a terminal written out:
// control characters (`\n`, `\x1b`), line separators and the bidirectional
// controls that reach past the text (`\u202e`), bytes that are not UTF-8.
std::string EscapeLine(std::string_view text);

// The same, but line feeds stay: for messages of several lines.
std::string EscapeLines(std::string_view text);

}  // namespace madad::cli
