// Texts from pieces.
//
// Debian's abseil has a string_view of its own, so absl::StrCat does not take
// std::string_view; these do.
#pragma once

#include <string>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace madad::core {

inline absl::string_view Piece(std::string_view text) { return {text.data(), text.size()}; }
inline absl::string_view Piece(const std::string& text) { return text; }
inline absl::string_view Piece(const char* text) { return text; }
template <typename T>
const T& Piece(const T& value) {
  return value;
}

// Returns the pieces (texts and numbers) one after another.
template <typename... Pieces>
std::string Cat(const Pieces&... pieces) {
  return absl::StrCat(Piece(pieces)...);
}

// Appends the pieces to `out`.
template <typename... Pieces>
void Append(std::string* out, const Pieces&... pieces) {
  absl::StrAppend(out, Piece(pieces)...);
}

}  // namespace madad::core
