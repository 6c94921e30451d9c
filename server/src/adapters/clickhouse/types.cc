#include "adapters/clickhouse/types.h"

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"

#include "adapters/sql/mapping.h"
#include "core/text.h"

namespace madad::adapters::clickhouse {
namespace {

using core::Type;

constexpr int32_t kNoLimit = 1000;

bool Begins(std::string_view text, std::string_view with) {
  return text.substr(0, with.size()) == with;
}

// `text` without `with` and the bracket at its end.
std::string_view Unwrapped(std::string_view text, std::string_view with) {
  if (!Begins(text, with) || text.back() != ')') return text;
  return text.substr(with.size(), text.size() - with.size() - 1);
}

// Declarations of a column that a family can be read as; empty: none.
std::string_view Readable(Family family) {
  switch (family) {
    case Family::kBool:
      return "bool or string";
    case Family::kInteger:
      return "int64, decimal(scale), double, bool or string";
    case Family::kDecimal:
    case Family::kDouble:
      return "decimal(scale), double or string";
    case Family::kDate:
      return "date or timestamp";
    case Family::kDateTime:
    case Family::kDateTime64:
      return "timestamp";
    case Family::kText:
      return "string";
    case Family::kOther:
      break;
  }
  return "";
}

bool IsIntegerTime(std::string_view inner, Type type) {
  return (inner == "Int32" && type == Type::kDate) ||
         (inner == "Int64" && type == Type::kTimestamp);
}

bool Fits(Family family, Type type, std::string_view inner) {
  switch (family) {
    case Family::kBool:
      return type == Type::kBool || type == Type::kString;
    case Family::kInteger:
      return type == Type::kBool || type == Type::kString || core::IsNumeric(type) ||
             IsIntegerTime(inner, type);
    case Family::kDecimal:
    case Family::kDouble:
      return type == Type::kDecimal || type == Type::kDouble || type == Type::kString;
    case Family::kDate:
      return type == Type::kDate || type == Type::kTimestamp;
    // The day of an instant depends on a zone, which a query has.
    case Family::kDateTime:
    case Family::kDateTime64:
      return type == Type::kTimestamp;
    case Family::kText:
      return type == Type::kString;
    case Family::kOther:
      break;
  }
  return false;
}

}  // namespace

std::string_view Inner(std::string_view native) {
  return Unwrapped(Unwrapped(native, "LowCardinality("), "Nullable(");
}

bool IsNullable(std::string_view native) {
  return Begins(Unwrapped(native, "LowCardinality("), "Nullable(");
}

Family FamilyOf(std::string_view native) {
  const std::string_view type = Inner(native);
  if (type == "Bool") return Family::kBool;
  for (const std::string_view integer :
       {"Int8", "Int16", "Int32", "Int64", "UInt8", "UInt16", "UInt32", "UInt64", "Int128",
        "Int256", "UInt128", "UInt256"}) {
    if (type == integer) return Family::kInteger;
  }
  if (Begins(type, "Decimal")) return Family::kDecimal;
  if (Begins(type, "Float")) return Family::kDouble;
  if (Begins(type, "DateTime64")) return Family::kDateTime64;
  if (Begins(type, "DateTime")) return Family::kDateTime;
  if (type == "Date" || type == "Date32") return Family::kDate;
  const bool is_text = type == "String" || type == "UUID" || type == "IPv4" || type == "IPv6" ||
                       Begins(type, "FixedString(") || Begins(type, "Enum");
  return is_text ? Family::kText : Family::kOther;
}

int32_t ScaleOf(std::string_view native) {
  const std::string_view type = Inner(native);
  const Family family = FamilyOf(native);
  if (family == Family::kInteger || family == Family::kDateTime) return 0;
  if (family != Family::kDecimal && family != Family::kDateTime64) return kNoLimit;
  // Decimal(precision, scale), DateTime64(scale, zone).
  const size_t from = type.find(family == Family::kDecimal ? ',' : '(');
  if (from == std::string_view::npos) return kNoLimit;
  const size_t to = type.find_first_of(",)", from + 1);
  const std::string digits(type.substr(from + 1, to - from - 1));
  int32_t scale = 0;
  return absl::SimpleAtoi(digits, &scale) ? scale : kNoLimit;
}

std::string SqlType(Type type, int32_t scale) {
  switch (type) {
    case Type::kBool:
      return "UInt8";
    case Type::kDouble:
      return "Float64";
    case Type::kDecimal:
      return core::Cat("Decimal(38, ", scale, ")");
    case Type::kDate:
      return "Int32";
    case Type::kInt64:
    case Type::kDuration:
    case Type::kTimestamp:
      return "Int64";
    default:
      return "String";
  }
}

absl::Status CanRead(const core::Column& column, const core::NativeColumn& native) {
  const Family family = FamilyOf(native.type);
  // Its text is replaced first, and the result read.
  const bool by_text = !column.values.empty() || !column.nulls.empty();
  if (family == Family::kText && by_text) return absl::OkStatus();
  if (!Fits(family, column.type, Inner(native.type))) {
    const std::string_view instead = Readable(family);
    return sql::Unreadable(column, native, instead);
  }
  const int32_t scale = ScaleOf(native.type);
  if (family == Family::kDecimal && column.type == Type::kDecimal && scale > column.scale) {
    return sql::MoreDecimals(native, scale);
  }
  return absl::OkStatus();
}

}  // namespace madad::adapters::clickhouse
