#include "cli/render/value.h"

#include <cmath>

#include "absl/strings/str_cat.h"
#include "cli/render/moment.h"
#include "cli/render/number.h"

namespace madad::cli {
namespace {

bool IsMeasured(const v1::Column& column) {
  return column.role() == v1::COLUMN_ROLE_METRIC || column.role() == v1::COLUMN_ROLE_COMPANION;
}

int64_t Int64At(const v1::Column& column, int64_t row) {
  return column.int64_values(static_cast<int>(row));
}

// A number of microseconds that may come as a double, as averages do.
std::string LengthOfTime(double micros) {
  constexpr double kLimit = 9.2e18;
  if (!(std::abs(micros) < kLimit)) return ShortestDouble(std::round(micros)) + "us";
  return DurationText(static_cast<int64_t>(std::round(micros)));
}

int Decimals(v1::Unit unit, double value) {
  if (unit == v1::UNIT_MONEY) return 2;
  if (unit == v1::UNIT_COUNT && value == std::floor(value)) return 0;
  return 4;
}

std::string MeasuredText(const v1::Column& column, int64_t row) {
  if (column.unit() == v1::UNIT_DURATION && column.type() == v1::TYPE_INT64) {
    return DurationText(Int64At(column, row));
  }
  const bool is_exact = column.type() != v1::TYPE_DOUBLE && column.unit() != v1::UNIT_PERCENT &&
                        column.unit() != v1::UNIT_DURATION;
  if (is_exact) return GroupThousands(ExactText(column, row));
  return AmountText(column.unit(), NumberAt(column, row));
}

}  // namespace

bool IsNull(const v1::Column& column, int64_t row) {
  if (column.validity().empty()) return false;
  const auto byte = static_cast<unsigned char>(column.validity()[static_cast<size_t>(row / 8)]);
  return ((byte >> (row % 8)) & 1) == 0;
}

double NumberAt(const v1::Column& column, int64_t row) {
  if (column.type() == v1::TYPE_DOUBLE) return column.double_values(static_cast<int>(row));
  const auto number = static_cast<double>(Int64At(column, row));
  return column.type() == v1::TYPE_DECIMAL ? number / std::pow(10.0, column.scale()) : number;
}

bool IsText(v1::Type type) {
  return type == v1::TYPE_STRING || type == v1::TYPE_DATE || type == v1::TYPE_TIMESTAMP;
}

bool IsNumber(v1::Type type) { return !IsText(type) && type != v1::TYPE_BOOL; }

std::string ExactText(const v1::Column& column, int64_t row) {
  switch (column.type()) {
    case v1::TYPE_BOOL:
      return Int64At(column, row) != 0 ? "true" : "false";
    case v1::TYPE_DOUBLE:
      return ShortestDouble(column.double_values(static_cast<int>(row)));
    case v1::TYPE_DECIMAL:
      return DecimalText(Int64At(column, row), column.scale());
    case v1::TYPE_STRING:
      return column.string_values(static_cast<int>(row));
    case v1::TYPE_DATE:
      return DateText(Int64At(column, row));
    case v1::TYPE_TIMESTAMP:
      return InstantText(absl::FromUnixMicros(Int64At(column, row)));
    default:
      return absl::StrCat(Int64At(column, row));
  }
}

std::string AmountText(v1::Unit unit, double amount) {
  if (unit == v1::UNIT_PERCENT) return PercentText(amount);
  if (unit == v1::UNIT_DURATION) return LengthOfTime(amount);
  return FixedDouble(amount, Decimals(unit, amount));
}

std::string HumanText(const v1::Column& column, int64_t row) {
  if (IsNull(column, row)) return IsMeasured(column) ? "-" : "(none)";
  if (column.type() == v1::TYPE_DURATION) return DurationText(Int64At(column, row));
  if (IsMeasured(column) && IsNumber(column.type())) return MeasuredText(column, row);
  if (column.type() == v1::TYPE_DOUBLE) return ShownDouble(NumberAt(column, row));
  std::string text = ExactText(column, row);
  return text.empty() ? "\"\"" : text;
}

}  // namespace madad::cli
