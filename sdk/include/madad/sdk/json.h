// A writer of JSON, just large enough for a plugin to describe itself.
#pragma once

#include <cstdio>
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

  void Integer(int value) {
    Separate();
    text_ += std::to_string(value);
    follows_ = true;
  }

  // Writes a member, unless its value is empty.
  void Member(std::string_view name, std::string_view value) {
    if (value.empty()) return;
    Key(name);
    String(value);
  }

  // Returns what was written; the writer is empty afterwards.
  std::string Take() { return std::exchange(text_, {}); }

 private:
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
