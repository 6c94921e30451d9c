#include "core/value.h"

#include <charconv>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "absl/time/civil_time.h"

namespace madad::core {
namespace {

constexpr int64_t kMicrosPerSecond = 1'000'000;

std::string DateText(absl::CivilDay day) {
  return absl::StrFormat("%04d-%02d-%02d", day.year(), day.month(), day.day());
}

std::string Text(std::monostate) { return "null"; }
std::string Text(bool value) { return value ? "true" : "false"; }
std::string Text(int64_t value) { return absl::StrCat(value); }

// The shortest text that reads back as the same number.
std::string Text(double value) {
  char buffer[32];
  const auto [end, error] = std::to_chars(buffer, buffer + sizeof(buffer), value);
  return std::string(buffer, end);
}

std::string Text(const Decimal& value) {
  constexpr int32_t kMostDigits = 38;
  if (value.scale == 0) return absl::StrCat(value.unscaled);
  if (value.scale < 0 || value.scale > kMostDigits) {
    return absl::StrCat(value.unscaled, "e", -int64_t{value.scale});
  }
  const bool negative = value.unscaled < 0;
  const auto bits = static_cast<uint64_t>(value.unscaled);
  std::string digits = absl::StrCat(negative ? 0 - bits : bits);
  const auto scale = static_cast<size_t>(value.scale);
  if (digits.size() <= scale) digits.insert(0, scale + 1 - digits.size(), '0');
  digits.insert(digits.size() - scale, ".");
  return negative ? "-" + digits : digits;
}

std::string Text(const std::string& value) {
  return absl::StrCat("'", absl::StrReplaceAll(value, {{"'", "''"}}), "'");
}

std::string Text(Date value) { return DateText(absl::CivilDay(1970) + value.days); }

std::string Text(Timestamp value) {
  int64_t seconds = value.micros / kMicrosPerSecond;
  int64_t micros = value.micros % kMicrosPerSecond;
  if (micros < 0) {
    micros += kMicrosPerSecond;
    --seconds;
  }
  const absl::CivilSecond time = absl::CivilSecond(1970) + seconds;
  std::string text = absl::StrFormat("%sT%02d:%02d:%02d", DateText(absl::CivilDay(time)),
                                     time.hour(), time.minute(), time.second());
  if (micros != 0) {
    absl::StrAppendFormat(&text, ".%06d", micros);
    text.erase(text.find_last_not_of('0') + 1);
  }
  return text + "Z";
}

std::string Text(const Duration& value) {
  struct Unit {
    int64_t micros;
    const char* name;
  };
  constexpr Unit kUnits[] = {{86'400 * kMicrosPerSecond, "d"},
                             {3'600 * kMicrosPerSecond, "h"},
                             {60 * kMicrosPerSecond, "min"},
                             {kMicrosPerSecond, "s"},
                             {1'000, "ms"},
                             {1, "us"}};
  std::string text;
  if (value.months != 0) {
    text = value.months % 12 == 0 ? absl::StrCat(value.months / 12, "y")
                                  : absl::StrCat(value.months, "mo");
    if (value.micros == 0) return text;
    text += " ";
  }
  if (value.micros == 0) return "0s";
  for (const Unit& unit : kUnits) {
    if (value.micros % unit.micros == 0)
      return absl::StrCat(text, value.micros / unit.micros, unit.name);
  }
  return text;
}

}  // namespace

std::string_view TypeName(Type type) {
  switch (type) {
    case Type::kNull:
      return "null";
    case Type::kBool:
      return "bool";
    case Type::kInt64:
      return "int64";
    case Type::kDouble:
      return "double";
    case Type::kDecimal:
      return "decimal";
    case Type::kString:
      return "string";
    case Type::kDate:
      return "date";
    case Type::kTimestamp:
      return "timestamp";
    case Type::kDuration:
      return "duration";
  }
  return "unknown";
}

bool IsNumeric(Type type) {
  return type == Type::kInt64 || type == Type::kDouble || type == Type::kDecimal;
}

Type TypeOf(const Value& value) {
  // Value lists its alternatives in the order of Type.
  static_assert(std::variant_size_v<Value> == static_cast<size_t>(Type::kDuration) + 1);
  return static_cast<Type>(value.index());
}

std::string ToText(const Value& value) {
  return std::visit([](const auto& held) { return Text(held); }, value);
}

}  // namespace madad::core
