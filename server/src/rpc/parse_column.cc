#include "rpc/parse_column.h"

#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include "core/status.h"
#include "core/text.h"
#include "rpc/limits.h"

namespace madad::rpc {
namespace {

using core::Type;

constexpr int32_t kMaxScale = 18;
// 0001-01-01 and 9999-12-31 in days since 1970-01-01.
constexpr int64_t kFirstDay = -719'162;
constexpr int64_t kLastDay = 2'932'896;
constexpr int64_t kDayMicros = 86'400'000'000;

absl::Status Invalid(const v1::Column& column, std::string_view problem,
                     const char* reason = "COLUMN_INVALID") {
  return core::Error(absl::StatusCode::kInvalidArgument,
                     core::Cat("column '", column.name(), "' ", problem),
                     {reason, {{"column", column.name()}}, "columns"});
}

absl::Status InvalidValue(const v1::Column& column, size_t row, std::string_view problem) {
  return Invalid(column, core::Cat("has ", problem, " in row ", row + 1, " of the message"),
                 "VALUE_INVALID");
}

std::optional<Type> FromType(v1::Type type) {
  switch (type) {
    case v1::TYPE_BOOL:
      return Type::kBool;
    case v1::TYPE_INT64:
      return Type::kInt64;
    case v1::TYPE_DOUBLE:
      return Type::kDouble;
    case v1::TYPE_DECIMAL:
      return Type::kDecimal;
    case v1::TYPE_STRING:
      return Type::kString;
    case v1::TYPE_DATE:
      return Type::kDate;
    case v1::TYPE_TIMESTAMP:
      return Type::kTimestamp;
    case v1::TYPE_DURATION:
      return Type::kDuration;
    default:
      return std::nullopt;
  }
}

// What is wrong with a value; "" for nothing.
std::string_view Problem(Type type, int64_t value) {
  if (type == Type::kBool && value != 0 && value != 1) return "a truth that is neither 0 nor 1";
  if (type == Type::kDate && (value < kFirstDay || value > kLastDay)) {
    return "a day outside the years 1 to 9999";
  }
  const bool is_outside = value < kFirstDay * kDayMicros || value >= (kLastDay + 1) * kDayMicros;
  return type == Type::kTimestamp && is_outside ? "an instant outside the years 1 to 9999" : "";
}
std::string_view Problem(Type, double value) {
  return std::isfinite(value) ? "" : "a number that is not finite";
}
std::string_view Problem(Type, const std::string&) { return ""; }

std::vector<uint8_t> ParseValidity(const std::string& bits, size_t rows) {
  std::vector<uint8_t> valid(rows, 1);
  if (bits.empty()) return valid;
  for (size_t row = 0; row < rows; ++row) {
    valid[row] = (static_cast<uint8_t>(bits[row / 8]) >> (row % 8)) & 1;
  }
  return valid;
}

// Fills `out` with `values`; at a null is nothing.
template <typename Values, typename T>
absl::Status Take(const v1::Column& column, Values& values, core::ResultColumn& out,
                  std::vector<T> taken) {
  taken.reserve(out.valid.size());
  for (size_t row = 0; row < out.valid.size(); ++row) {
    T& value = (*values.Mutable(static_cast<int>(row)));
    if (out.valid[row] == 0) {
      taken.emplace_back();
      continue;
    }
    const std::string_view problem = Problem(out.type, value);
    if (!problem.empty()) return InvalidValue(column, row, problem);
    taken.push_back(std::move(value));
  }
  out.values = std::move(taken);
  return absl::OkStatus();
}

int CountOf(const v1::Column& column, Type type) {
  if (type == Type::kDouble) return column.double_values_size();
  return type == Type::kString ? column.string_values_size() : column.int64_values_size();
}

}  // namespace

absl::StatusOr<core::SqlColumn> ParseColumnType(const v1::Column& column) {
  MADAD_RETURN_IF_ERROR(CheckText(column.name(), "columns.name"));
  const std::optional<Type> type = FromType(column.type());
  if (!type) {
    return Invalid(column, core::Cat("has the type ", static_cast<int>(column.type()),
                                     ", which there is not; see madad.v1.Type"));
  }
  if (*type != Type::kDecimal) return core::SqlColumn{column.name(), *type, 0};
  if (column.scale() < 0 || column.scale() > kMaxScale) {
    return Invalid(column,
                   core::Cat("has the scale ", column.scale(), ", expected 0 to ", kMaxScale));
  }
  return core::SqlColumn{column.name(), *type, column.scale()};
}

absl::StatusOr<core::ResultColumn> ParseColumn(v1::Column&& column, int64_t rows) {
  MADAD_ASSIGN_OR_RETURN(const core::SqlColumn declared, ParseColumnType(column));
  if (CountOf(column, declared.type) != rows) {
    return Invalid(
        column, core::Cat("has ", CountOf(column, declared.type), " values for ", rows, " rows"));
  }
  const std::string& bits = column.validity();
  if (!bits.empty() && static_cast<int64_t>(bits.size()) * 8 < rows) {
    return Invalid(column,
                   core::Cat("has ", bits.size(), " bytes of validity for ", rows, " rows"));
  }
  core::ResultColumn parsed;
  parsed.name = declared.name;
  parsed.role = core::ColumnRole::kDimension;
  parsed.type = declared.type;
  parsed.scale = declared.scale;
  parsed.valid = ParseValidity(bits, static_cast<size_t>(rows));
  absl::Status taken;
  if (declared.type == Type::kDouble) {
    taken = Take(column, *column.mutable_double_values(), parsed, std::vector<double>());
  } else if (declared.type == Type::kString) {
    taken = Take(column, *column.mutable_string_values(), parsed, std::vector<std::string>());
  } else {
    taken = Take(column, *column.mutable_int64_values(), parsed, std::vector<int64_t>());
  }
  MADAD_RETURN_IF_ERROR(taken);
  return parsed;
}

}  // namespace madad::rpc
