// Emphasis on a terminal.
#pragma once

#include <string>
#include <string_view>

namespace madad::cli {

// Return `text` emphasised; `text` itself without colour.
std::string Bold(std::string_view text, bool color);
std::string Dim(std::string_view text, bool color);
std::string Yellow(std::string_view text, bool color);
std::string Red(std::string_view text, bool color);
std::string Green(std::string_view text, bool color);
std::string Cyan(std::string_view text, bool color);

}  // namespace madad::cli
