// Reading UTF-8 that may be broken.
#pragma once

#include <cstdint>
#include <string_view>

namespace madad::cli {

// One character, or one byte that is not part of any.
struct CodePoint {
  // U+FFFD when the byte is not valid UTF-8.
  int32_t value = 0;
  bool valid = false;
  // The bytes it was read from.
  std::string_view bytes;
};

// Removes the first code point of `text`, which must not be empty, and returns it.
CodePoint TakeCodePoint(std::string_view* text);

}  // namespace madad::cli
