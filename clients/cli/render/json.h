// Writing JSON piece by piece.
#pragma once

#include <cstdint>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace madad::cli {

// Returns `text` as a JSON string with its quotes. Control characters,
// U+007F to U+009F included, are escaped; bytes that are not UTF-8 become U+FFFD.
std::string JsonString(std::string_view text);

// Writes one JSON value as it comes, so nothing large is held, and numbers
// keep their exact digits. The outermost two levels take a line an element,
// deeper ones stay on one line.
//
// The caller pairs Begin and End and gives a Key before each value in an object.
class JsonWriter {
 public:
  // Lifetime: `out` must outlive the writer.
  explicit JsonWriter(std::ostream& out) : out_(out) {}

  void BeginObject() { Begin('{'); }
  void EndObject() { End('}'); }
  void BeginArray() { Begin('['); }
  void EndArray() { End(']'); }

  void Key(std::string_view key);
  void String(std::string_view text) { Raw(JsonString(text)); }
  // Writes null for "".
  void StringOrNull(std::string_view text);
  void Int(int64_t value) { Raw(std::to_string(value)); }
  // Nulls: JSON has no word for infinities and not a number; they are null.
  void Double(double value);
  void Bool(bool value) { Raw(value ? "true" : "false"); }
  void Null() { Raw("null"); }
  // Writes `token`, which must be a JSON value.
  void Raw(std::string_view token);

  template <typename Texts>
  void Strings(const Texts& texts) {
    BeginArray();
    for (const auto& text : texts) String(text);
    EndArray();
  }

 private:
  void Begin(char bracket);
  void End(char bracket);
  void Separate();
  void NewLine();

  std::ostream& out_;
  // For every open bracket, whether something was written in it.
  std::vector<bool> filled_;
  bool after_key_ = false;
};

}  // namespace madad::cli
