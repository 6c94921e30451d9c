// A strict reader of JSON.
#pragma once

#include <charconv>
#include <cmath>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "madad/sdk/error.h"
#include "madad/sdk/json_value.h"
#include "madad/sdk/utf8.h"

#pragma GCC visibility push(hidden)
namespace madad::sdk {
namespace detail {

// Reads one JSON text from its begin to its end. Recursion is bounded by kMaxDepth.
class JsonReader {
 public:
  explicit JsonReader(std::string_view text) : text_(text) {}

  Json Read() {
    Json value = ReadValue(0);
    SkipSpace();
    if (at_ != text_.size()) Fail("more after the value's end");
    return value;
  }

 private:
  static constexpr int kMaxDepth = 64;

  [[noreturn]] void Fail(std::string_view problem) const {
    throw Error(MADAD_INVALID_ARGUMENT,
                "no JSON at byte " + std::to_string(at_) + ": " + std::string(problem),
                MADAD_SOURCE_CONFIG);
  }

  char Peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  void SkipSpace() {
    while (Peek() == ' ' || Peek() == '\t' || Peek() == '\n' || Peek() == '\r') ++at_;
  }

  // Passes `word` when it comes next.
  bool Take(std::string_view word) {
    if (!text_.substr(at_).starts_with(word)) return false;
    at_ += word.size();
    return true;
  }

  Json ReadValue(int depth) {
    if (depth > kMaxDepth) Fail("nested more than 64 deep");
    SkipSpace();
    switch (Peek()) {
      case '{':
        return ReadObject(depth);
      case '[':
        return ReadArray(depth);
      case '"':
        return Json(ReadText());
      default:
        break;
    }
    if (Take("true")) return Json(true);
    if (Take("false")) return Json(false);
    if (Take("null")) return Json();
    return ReadNumber();
  }

  // Reads what is between the brackets: `read_one`, separated by commas.
  template <typename ReadOne>
  void ReadList(char end, ReadOne&& read_one) {
    ++at_;
    SkipSpace();
    if (Peek() == end) {
      ++at_;
      return;
    }
    while (true) {
      read_one();
      SkipSpace();
      if (Peek() == end) break;
      if (Peek() != ',') Fail("expected a comma or the end of the list");
      ++at_;
    }
    ++at_;
  }

  Json ReadArray(int depth) {
    Json::Array items;
    ReadList(']', [&] { items.push_back(ReadValue(depth + 1)); });
    return Json(std::move(items));
  }

  Json ReadObject(int depth) {
    Json::Object members;
    std::set<std::string, std::less<>> names;
    ReadList('}', [&] {
      SkipSpace();
      if (Peek() != '"') Fail("expected a member's name");
      std::string name = ReadText();
      if (!names.insert(name).second) Fail("the member '" + name + "' a second time");
      SkipSpace();
      if (Peek() != ':') Fail("expected a colon");
      ++at_;
      members.emplace_back(std::move(name), ReadValue(depth + 1));
    });
    return Json(std::move(members));
  }

  std::string ReadText() {
    std::string text;
    ++at_;
    while (Peek() != '"') {
      if (at_ >= text_.size()) Fail("a text without end");
      if (static_cast<unsigned char>(Peek()) < 0x20) Fail("a control character in a text");
      if (Peek() == '\\') {
        ReadEscape(text);
        continue;
      }
      const size_t length = Utf8CharacterAt(text_, at_);
      if (length == 0) Fail("bytes that are not UTF-8");
      text.append(text_.substr(at_, length));
      at_ += length;
    }
    ++at_;
    return text;
  }

  void ReadEscape(std::string& text) {
    static constexpr std::string_view kNames = "\"\\/bfnrt";
    static constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
    ++at_;
    if (Peek() == 'u') return ReadUnicode(text);
    const size_t which = at_ < text_.size() ? kNames.find(Peek()) : kNames.npos;
    if (which == kNames.npos) Fail("an unknown escape");
    text += kMeanings[which];
    ++at_;
  }

  // Reads uXXXX, and the second half of a surrogate pair.
  void ReadUnicode(std::string& text) {
    uint32_t code = ReadHex();
    if (code >= 0xDC00 && code <= 0xDFFF) Fail("half a surrogate pair");
    if (code >= 0xD800 && code <= 0xDBFF) {
      if (!Take("\\") || Peek() != 'u') Fail("half a surrogate pair");
      const uint32_t low = ReadHex();
      if (low < 0xDC00 || low > 0xDFFF) Fail("half a surrogate pair");
      code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
    }
    AppendUtf8(code, text);
  }

  uint32_t ReadHex() {
    ++at_;  // the u
    if (text_.size() - at_ < 4) Fail("an escape of fewer than four digits");
    uint32_t code = 0;
    const char* const begin = text_.data() + at_;
    if (std::from_chars(begin, begin + 4, code, 16).ptr != begin + 4) {
      Fail("an escape of fewer than four digits");
    }
    at_ += 4;
    return code;
  }

  size_t TakeDigits() {
    const size_t begin = at_;
    while (Peek() >= '0' && Peek() <= '9') ++at_;
    return at_ - begin;
  }

  Json ReadNumber() {
    const size_t begin = at_;
    Take("-");
    const bool zero = Peek() == '0';
    const size_t digits = TakeDigits();
    if (digits == 0 || (zero && digits > 1)) Fail("expected a value");
    bool whole = true;
    if (Take(".")) {
      whole = false;
      if (TakeDigits() == 0) Fail("a number without digits after the point");
    }
    if (Take("e") || Take("E")) {
      whole = false;
      if (!Take("+")) Take("-");
      if (TakeDigits() == 0) Fail("a number without exponent");
    }
    return NumberOf(text_.substr(begin, at_ - begin), whole);
  }

  Json NumberOf(std::string_view number, bool whole) const {
    const char* const end = number.data() + number.size();
    int64_t integer = 0;
    if (whole && std::from_chars(number.data(), end, integer).ec == std::errc()) {
      return Json(integer);
    }
    double value = 0;
    if (std::from_chars(number.data(), end, value).ec != std::errc() || !std::isfinite(value)) {
      Fail("a number that is too large or too small");
    }
    // As JSON Schema has it, 5.0 is the whole number 5.
    const bool exact = value == std::trunc(value) && std::abs(value) < 9007199254740992.0;
    return exact ? Json(static_cast<int64_t>(value)) : Json(value);
  }

  std::string_view text_;
  size_t at_ = 0;
};

}  // namespace detail

inline Json Json::Parse(std::string_view text) { return detail::JsonReader(text).Read(); }

}  // namespace madad::sdk
#pragma GCC visibility pop
