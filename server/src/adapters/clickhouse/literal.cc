#include "adapters/clickhouse/literal.h"

#include <cmath>
#include <cstdint>

#include "absl/strings/str_format.h"

#include "core/text.h"

namespace madad::adapters::clickhouse {
namespace {

bool IsContinuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

// How many bytes the character at the beginning of `text` takes; 0: it is no UTF-8.
size_t WidthOfCharacter(std::string_view text) {
  const auto first = static_cast<unsigned char>(text.front());
  if (first < 0x80) return 1;
  const size_t width = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < width) return 0;
  for (size_t i = 1; i < width; ++i) {
    if (!IsContinuation(text[i])) return 0;
  }
  return width;
}

// `text` between `quote`s.
std::string Quoted(std::string_view text, char quote) {
  std::string out(1, quote);
  while (!text.empty()) {
    const size_t width = WidthOfCharacter(text);
    const auto first = static_cast<unsigned char>(text.front());
    if (width == 0 || first < 0x20 || first == 0x7F) {
      out += absl::StrFormat("\\x%02X", first);
      text.remove_prefix(1);
      continue;
    }
    if (text.front() == '\\' || text.front() == quote) out += '\\';
    out += text.substr(0, width);
    text.remove_prefix(width);
  }
  return out + quote;
}

struct Printer {
  std::string operator()(std::monostate) const { return "NULL"; }
  std::string operator()(bool value) const { return value ? "toUInt8(1)" : "toUInt8(0)"; }
  std::string operator()(int64_t value) const { return core::Cat("toInt64(", value, ")"); }
  std::string operator()(double value) const {
    if (std::isnan(value)) return "toFloat64('nan')";
    if (std::isinf(value)) return value > 0 ? "toFloat64('inf')" : "toFloat64('-inf')";
    return absl::StrFormat("toFloat64(%.17g)", value);
  }
  std::string operator()(const core::Decimal& value) const {
    return core::Cat("toDecimal128('", value.unscaled, "e-", value.scale, "', ", value.scale, ")");
  }
  std::string operator()(const std::string& value) const { return QuoteText(value); }
  std::string operator()(core::Date value) const { return core::Cat("toInt32(", value.days, ")"); }
  std::string operator()(core::Timestamp value) const {
    return core::Cat("toInt64(", value.micros, ")");
  }
  std::string operator()(const core::Duration& value) const {
    return core::Cat("toInt64(", value.micros, ")");
  }
};

}  // namespace

std::string QuoteText(std::string_view text) { return Quoted(text, '\''); }

std::string QuoteIdentifier(std::string_view name) { return Quoted(name, '`'); }

std::string PrintConstant(const core::Value& value) { return std::visit(Printer(), value); }

}  // namespace madad::adapters::clickhouse
