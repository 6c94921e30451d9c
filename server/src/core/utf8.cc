#include "core/utf8.h"

namespace madad::core {
namespace {

// Length of the sequence that `lead` begins and the smallest value it may hold.
struct Lead {
  size_t size = 0;
  char32_t bits = 0;
  char32_t least = 0;
};

Lead LeadOf(unsigned char byte) {
  if (byte < 0x80) return {1, byte, 0};
  if ((byte & 0xE0) == 0xC0) return {2, byte & 0x1Fu, 0x80};
  if ((byte & 0xF0) == 0xE0) return {3, byte & 0x0Fu, 0x800};
  if ((byte & 0xF8) == 0xF0) return {4, byte & 0x07u, 0x10000};
  return {};
}

bool IsScalar(char32_t value) { return value <= 0x10FFFF && (value < 0xD800 || value > 0xDFFF); }

bool IsControl(char32_t value) { return value < 0x20 || (value >= 0x7F && value < 0xA0); }

}  // namespace

CodePoint FirstCodePoint(std::string_view text) {
  const Lead lead = LeadOf(static_cast<unsigned char>(text[0]));
  if (lead.size == 0 || lead.size > text.size()) return {};
  char32_t value = lead.bits;
  for (size_t i = 1; i < lead.size; ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if ((byte & 0xC0) != 0x80) return {};
    value = (value << 6) | (byte & 0x3Fu);
  }
  if (value < lead.least || !IsScalar(value)) return {};
  return {value, lead.size, true};
}

size_t FindInvalidUtf8(std::string_view text) {
  for (size_t at = 0; at < text.size();) {
    const CodePoint point = FirstCodePoint(text.substr(at));
    if (!point.valid) return at;
    at += point.size;
  }
  return std::string_view::npos;
}

size_t CountCodePoints(std::string_view text) {
  size_t count = 0;
  for (size_t at = 0; at < text.size(); at += FirstCodePoint(text.substr(at)).size) ++count;
  return count;
}

std::string Clip(std::string_view text, size_t most) {
  std::string clipped;
  size_t count = 0;
  for (size_t at = 0; at < text.size(); ++count) {
    if (count == most) return clipped + "...";
    const CodePoint point = FirstCodePoint(text.substr(at));
    if (!point.valid) {
      clipped += "\xEF\xBF\xBD";
    } else if (IsControl(point.value)) {
      clipped += ' ';
    } else {
      clipped += text.substr(at, point.size);
    }
    at += point.size;
  }
  return clipped;
}

}  // namespace madad::core
