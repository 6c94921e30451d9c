#include "cli/render/escape.h"

#include <cstdint>

#include "absl/strings/str_format.h"
#include "cli/render/utf8.h"

namespace madad::cli {
namespace {

bool IsControl(int32_t value) { return value < 0x20 || (value >= 0x7F && value <= 0x9F); }

// Line and paragraph separators; embeddings, overrides and isolates. The
// marks U+200E, U+200F and U+061C act on their neighbours only and stay.
bool ReachesFurther(int32_t value) {
  return (value >= 0x2028 && value <= 0x202E) || (value >= 0x2066 && value <= 0x2069);
}

void AppendEscaped(const CodePoint& point, std::string* out) {
  if (!point.valid) {
    absl::StrAppendFormat(out, "\\x%02x", static_cast<unsigned char>(point.bytes[0]));
  } else if (point.value == '\n') {
    out->append("\\n");
  } else if (point.value == '\r') {
    out->append("\\r");
  } else if (point.value == '\t') {
    out->append("\\t");
  } else if (point.value < 0x80) {
    absl::StrAppendFormat(out, "\\x%02x", point.value);
  } else {
    absl::StrAppendFormat(out, "\\u%04x", point.value);
  }
}

std::string Escape(std::string_view text, bool keep_line_feeds) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const CodePoint point = TakeCodePoint(&text);
    const bool harmless = point.valid && !IsControl(point.value) && !ReachesFurther(point.value);
    if (harmless || (keep_line_feeds && point.value == '\n')) {
      out.append(point.bytes);
    } else {
      AppendEscaped(point, &out);
    }
  }
  return out;
}

}  // namespace

std::string EscapeLine(std::string_view text) { return Escape(text, false); }

std::string EscapeLines(std::string_view text) { return Escape(text, true); }

}  // namespace madad::cli
