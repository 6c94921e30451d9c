#include "registry/names.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace madad::registry {
namespace {

bool IsWordCharacter(char c) {
  return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '_';
}

bool IsVersionCharacter(char c) {
  return absl::ascii_isalnum(c) || c == '.' || c == '-' || c == '+';
}

// Returns the length of the UTF-8 character that `text` begins with, by its lead and continuation
// bytes; 0 when there is none.
size_t CharacterLength(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text.front());
  const size_t length = lead < 0x80   ? 1
                        : lead < 0xC2 ? 0
                        : lead < 0xE0 ? 2
                        : lead < 0xF0 ? 3
                        : lead < 0xF5 ? 4
                                      : 0;
  if (length > text.size()) return 0;
  const auto continues = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; };
  return std::all_of(text.begin() + 1, text.begin() + length, continues) ? length : 0;
}

}  // namespace

bool IsPluginId(std::string_view text) {
  return !text.empty() && text.size() <= 63 && absl::ascii_islower(text.front()) &&
         std::all_of(text.begin(), text.end(), IsWordCharacter);
}

bool IsVersion(std::string_view text) {
  return !text.empty() && text.size() <= 31 &&
         std::all_of(text.begin(), text.end(), IsVersionCharacter);
}

bool IsLanguageTag(std::string_view text) {
  const size_t primary = std::min(text.find('-'), text.size());
  return primary >= 2 && primary <= 3 && text.size() <= 35 && text.back() != '-' &&
         std::all_of(text.begin(), text.begin() + primary, absl::ascii_isalpha) &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return absl::ascii_isalnum(c) || c == '-'; });
}

bool IsDisplayable(std::string_view text, bool multiline) {
  return std::none_of(text.begin(), text.end(), [multiline](char c) {
    if (c == '\n' || c == '\t') return !multiline;
    return absl::ascii_iscntrl(c) != 0;
  });
}

std::string Printable(std::string_view text) {
  constexpr size_t kLongest = 120;
  const std::string_view start = text.substr(0, kLongest);
  const std::string escaped = absl::CHexEscape(absl::string_view(start.data(), start.size()));
  return text.size() > kLongest ? absl::StrCat(escaped, "...") : escaped;
}

std::string ReadableText(std::string_view text) {
  std::string readable;
  while (!text.empty()) {
    const size_t length = CharacterLength(text);
    if (length > 1) {
      readable += text.substr(0, length);
    } else {
      readable += absl::ascii_iscntrl(text[0]) ? ' ' : length == 1 ? text[0] : '?';
    }
    text.remove_prefix(std::max<size_t>(length, 1));
  }
  return readable;
}

}  // namespace madad::registry
