#include "cli/render/json.h"

#include <cmath>

#include "absl/strings/str_format.h"
#include "cli/render/number.h"
#include "cli/render/utf8.h"

namespace madad::cli {
namespace {

constexpr size_t kLevelsOnLines = 2;

void AppendEscaped(const CodePoint& point, std::string* out) {
  if (!point.valid) {
    out->append("\xEF\xBF\xBD");
  } else if (point.value == '"' || point.value == '\\') {
    out->push_back('\\');
    out->append(point.bytes);
  } else if (point.value == '\n') {
    out->append("\\n");
  } else if (point.value < 0x20 || (point.value >= 0x7F && point.value <= 0x9F)) {
    absl::StrAppendFormat(out, "\\u%04x", point.value);
  } else {
    out->append(point.bytes);
  }
}

}  // namespace

std::string JsonString(std::string_view text) {
  std::string out = "\"";
  while (!text.empty()) AppendEscaped(TakeCodePoint(&text), &out);
  out.push_back('"');
  return out;
}

void JsonWriter::Key(std::string_view key) {
  Separate();
  out_ << JsonString(key) << ": ";
  after_key_ = true;
}

void JsonWriter::StringOrNull(std::string_view text) {
  if (text.empty()) {
    Null();
  } else {
    String(text);
  }
}

void JsonWriter::Double(double value) {
  if (std::isfinite(value)) {
    Raw(ShortestDouble(value));
  } else {
    Null();
  }
}

void JsonWriter::Raw(std::string_view token) {
  Separate();
  out_ << token;
  if (filled_.empty()) out_ << '\n';
}

void JsonWriter::Begin(char bracket) {
  Separate();
  out_ << bracket;
  filled_.push_back(false);
}

void JsonWriter::End(char bracket) {
  const bool on_lines = filled_.back() && filled_.size() <= kLevelsOnLines;
  filled_.pop_back();
  if (on_lines) NewLine();
  out_ << bracket;
  if (filled_.empty()) out_ << '\n';
}

// Writes what goes between the last element and the next.
void JsonWriter::Separate() {
  if (after_key_) {
    after_key_ = false;
    return;
  }
  if (filled_.empty()) return;
  const bool on_lines = filled_.size() <= kLevelsOnLines;
  if (filled_.back()) out_ << (on_lines ? "," : ", ");
  filled_.back() = true;
  if (on_lines) NewLine();
}

void JsonWriter::NewLine() { out_ << '\n' << std::string(2 * filled_.size(), ' '); }

}  // namespace madad::cli
