// Words of a description that stand for values.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "registry/json_fields.h"
#include "registry/names.h"

namespace madad::registry {

inline constexpr size_t kMaxWord = 128;

template <typename Enum>
using Word = std::pair<std::string_view, Enum>;

// Returns the value that `text`, given as the field `name`, stands for; tells
// `fields` when it stands for none.
template <typename Enum, size_t kSize>
Enum ValueOf(const std::string& text, const char* name, const std::array<Word<Enum>, kSize>& words,
             JsonFields& fields) {
  for (const auto& [word, value] : words) {
    if (word == text) return value;
  }
  fields.Fail(absl::StrCat("has the ", name, " '", Printable(text), "', expected one of ",
                           absl::StrJoin(words, ", ", [](std::string* out, const auto& word) {
                             out->append(word.first);
                           })));
  return Enum{};
}

// Returns the value of the required field `name`.
template <typename Enum, size_t kSize>
Enum OneOf(JsonFields& fields, const char* name, const std::array<Word<Enum>, kSize>& words) {
  return ValueOf(fields.Text(name, kMaxWord), name, words, fields);
}

// The same of a field that may be missing, which gives `fallback`.
template <typename Enum, size_t kSize>
Enum OptionalOneOf(JsonFields& fields, const char* name, const std::array<Word<Enum>, kSize>& words,
                   Enum fallback) {
  const std::string text = fields.OptionalText(name, kMaxWord);
  return text.empty() ? fallback : ValueOf(text, name, words, fields);
}

}  // namespace madad::registry
