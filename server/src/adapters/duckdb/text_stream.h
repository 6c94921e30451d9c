// Text of any encoding as UTF-8.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

#include "adapters/duckdb/byte_stream.h"

namespace madad::adapters::duckdb {

// Text as UTF-8, and what it was before.
struct TextStream {
  std::unique_ptr<ByteStream> utf8;
  // What the bytes are: "UTF-8", or the encoding that they are converted from.
  std::string encoding;
  // Converted: a byte that the encoding does not have is 0xFF, which no UTF-8
  // has, and the byte's two hexadecimal digits.
  bool converted = false;
};

// Returns `bytes` as UTF-8 without its byte order mark. `encoding`: any name
// that iconv knows; empty: UTF-8, or UTF-16 where the mark says so.
// Errors: INVALID_ARGUMENT (ENCODING_UNKNOWN), and what reading finds.
absl::StatusOr<TextStream> DecodeText(std::unique_ptr<ByteStream> bytes,
                                      const std::string& encoding);

// Returns what is wrong with the text ("byte 0xD9 is not windows-1255") when it
// holds bytes that its encoding does not have, else nothing.
std::string EncodingProblem(const TextStream& stream, std::string_view text);

}  // namespace madad::adapters::duckdb
