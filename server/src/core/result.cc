#include "core/result.h"

#include <utility>

namespace madad::core {
namespace {

int64_t AsInteger(const Value& value) {
  if (const auto* flag = std::get_if<bool>(&value)) return *flag ? 1 : 0;
  if (const auto* integer = std::get_if<int64_t>(&value)) return *integer;
  if (const auto* decimal = std::get_if<Decimal>(&value)) return decimal->unscaled;
  if (const auto* date = std::get_if<Date>(&value)) return date->days;
  if (const auto* time = std::get_if<Timestamp>(&value)) return time->micros;
  if (const auto* duration = std::get_if<Duration>(&value)) return duration->micros;
  return 0;
}

Value FromInteger(Type type, int32_t scale, int64_t integer) {
  switch (type) {
    case Type::kBool:
      return integer != 0;
    case Type::kDecimal:
      return Decimal{integer, scale};
    case Type::kDate:
      return Date{static_cast<int32_t>(integer)};
    case Type::kTimestamp:
      return Timestamp{integer};
    case Type::kDuration:
      return Duration{integer, 0};
    default:
      return integer;
  }
}

}  // namespace

Value ResultColumn::At(size_t row) const {
  if (valid[row] == 0) return {};
  if (const auto* doubles = std::get_if<std::vector<double>>(&values)) return (*doubles)[row];
  if (const auto* texts = std::get_if<std::vector<std::string>>(&values)) return (*texts)[row];
  return FromInteger(type, scale, std::get<std::vector<int64_t>>(values)[row]);
}

void ResultColumn::Append(const Value& value) {
  const bool null = std::holds_alternative<std::monostate>(value);
  valid.push_back(null ? 0 : 1);
  if (auto* doubles = std::get_if<std::vector<double>>(&values)) {
    doubles->push_back(null ? 0 : std::get<double>(value));
  } else if (auto* texts = std::get_if<std::vector<std::string>>(&values)) {
    texts->push_back(null ? std::string() : std::get<std::string>(value));
  } else {
    std::get<std::vector<int64_t>>(values).push_back(AsInteger(value));
  }
}

ColumnValues EmptyValues(Type type) {
  if (type == Type::kDouble) return std::vector<double>{};
  if (type == Type::kString) return std::vector<std::string>{};
  return std::vector<int64_t>{};
}

}  // namespace madad::core
