// A writer of JSON, just large enough for a plugin to describe itself and its models.
#pragma once

#include <charconv>
#include <cstdint>
#include <cstdio>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#pragma GCC visibility push(hidden)
namespace madad::sdk::detail {

// Writes one JSON value, piece by piece; commas and escapes are its own affair. Text is taken to be
// UTF-8 and passes unchanged, quotes, backslashes and control characters apart.
class JsonWriter {
 public:
  void BeginObject() { Begin('{'); }
  void EndObject() { End('}'); }
  void BeginArray() { Begin('['); }
  void EndArray() { End(']'); }

  // Writes a member's name; its value comes next.
  void Key(std::string_view name) {
    Separate();
    Quote(name);
    text_ += ':';
    follows_ = false;
  }

  void String(std::string_view value) {
    Separate();
    Quote(value);
    follows_ = true;
  }

  void Integer(int64_t value) { Raw(std::to_string(value)); }

  void Bool(bool value) { Raw(value ? "true" : "false"); }

  void Null() { Raw("null"); }

  // Writes the shortest text that reads back as `value`, which is finite.
  void Double(double value) {
    char text[32];
    const auto end = std::to_chars(text, text + sizeof(text), value).ptr;
    Raw({text, static_cast<size_t>(end - text)});
  }

  // Writes a member, unless its value is empty.
  void Member(std::string_view name, std::string_view value) {
    if (value.empty()) return;
    Key(name);
    String(value);
  }

  // Writes a member of texts by name, as {"en": "Leads"}.
  void Member(std::string_view name, const std::map<std::string, std::string>& texts) {
    Key(name);
    BeginObject();
    for (const auto& [key, text] : texts) Member(key, text);
    EndObject();
  }

  // Returns what was written; the writer is empty afterwards.
  std::string Take() { return std::exchange(text_, {}); }

 private:
  void Raw(std::string_view value) {
    Separate();
    text_ += value;
    follows_ = true;
  }

  void Begin(char bracket) {
    Separate();
    text_ += bracket;
    follows_ = false;
  }

  void End(char bracket) {
    text_ += bracket;
    follows_ = true;
  }

  void Separate() {
    if (follows_) text_ += ',';
  }

  void Quote(std::string_view value) {
    text_ += '"';
    for (const char c : value) Escape(c);
    text_ += '"';
  }

  void Escape(char c) {
    if (c == '"' || c == '\\') {
      text_ += '\\';
      text_ += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      char escape[8];
      std::snprintf(escape, sizeof(escape), "\\u%04x", static_cast<unsigned>(c));
      text_ += escape;
    } else {
      text_ += c;
    }
  }

  std::string text_;
  bool follows_ = false;  // a value precedes on this level, so the next one needs a comma
};

}  // namespace madad::sdk::detail
#pragma GCC visibility pop
