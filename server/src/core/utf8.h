// Text as code points.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace madad::core {

// What stands for bytes that are not UTF-8.
inline constexpr char32_t kReplacement = 0xFFFD;

// One decoded character.
struct CodePoint {
  char32_t value = kReplacement;
  // Bytes it took; 1 for a byte that begins no valid sequence.
  size_t size = 1;
  bool valid = false;
};

// Returns the first character of `text`, which must not be empty.
CodePoint FirstCodePoint(std::string_view text);

// Returns where the first byte that is not UTF-8 stands; npos when all are.
size_t FindInvalidUtf8(std::string_view text);

// Returns how many characters `text` has, an invalid byte counting as one.
size_t CountCodePoints(std::string_view text);

// Returns at most `most` characters of `text` as valid UTF-8 on one line:
// control characters become spaces, invalid bytes U+FFFD, and "..." says that
// something was left out.
std::string Clip(std::string_view text, size_t most);

}  // namespace madad::core
