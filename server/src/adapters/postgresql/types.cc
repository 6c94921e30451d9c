#include "adapters/postgresql/types.h"

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"

#include "adapters/sql/mapping.h"
#include "core/text.h"

namespace madad::adapters::postgresql {
namespace {

using core::Type;

constexpr int32_t kNoLimit = 1000;

// Declarations of a column that a family can be read as; empty: none.
std::string_view Readable(Family family) {
  switch (family) {
    case Family::kBool:
      return "bool or string";
    case Family::kInteger:
      return "int64, decimal(scale), double, bool or string";
    case Family::kNumeric:
    case Family::kDouble:
      return "decimal(scale), double or string";
    case Family::kTime:
      return "timestamp or date";
    case Family::kText:
      return "string";
    case Family::kOther:
      break;
  }
  return "";
}

bool Fits(Family family, const core::Column& column, std::string_view native) {
  const Type type = column.type;
  switch (family) {
    case Family::kBool:
      return type == Type::kBool || type == Type::kString;
    case Family::kInteger:
      return type == Type::kBool || type == Type::kString || core::IsNumeric(type);
    case Family::kNumeric:
    case Family::kDouble:
      return type == Type::kDecimal || type == Type::kDouble || type == Type::kString;
    case Family::kTime:
      // The day of an instant depends on a zone, which a query has.
      return type == Type::kTimestamp || (type == Type::kDate && native == "date");
    case Family::kText:
      return type == Type::kString;
    case Family::kOther:
      break;
  }
  return false;
}

}  // namespace

Family FamilyOf(std::string_view native) {
  const auto begins = [&](std::string_view with) { return absl::StartsWith(core::Piece(native), core::Piece(with)); };
  if (native == "boolean") return Family::kBool;
  if (native == "smallint" || native == "integer" || native == "bigint" || native == "oid") {
    return Family::kInteger;
  }
  if (begins("numeric") || native == "money") return Family::kNumeric;
  if (native == "real" || native == "double precision") return Family::kDouble;
  if (native == "date" || begins("timestamp")) return Family::kTime;
  const bool opaque = begins("bytea") || begins("time ") || begins("interval") || native == "record" ||
                      native == "xml" || absl::EndsWith(core::Piece(native), "[]");
  // Text, and what has a text of its own: uuid, enums, citext, json, inet.
  return opaque ? Family::kOther : Family::kText;
}

int32_t ScaleOf(std::string_view native) {
  if (native == "smallint" || native == "integer" || native == "bigint") return 0;
  if (native == "money") return 2;
  const size_t comma = native.find(',');
  const size_t end = native.find(')');
  int32_t scale = 0;
  if (comma == std::string_view::npos || end == std::string_view::npos) return kNoLimit;
  const std::string digits(native.substr(comma + 1, end - comma - 1));
  return absl::SimpleAtoi(digits, &scale) ? scale : kNoLimit;
}

std::string SqlType(Type type, int32_t scale) {
  switch (type) {
    case Type::kBool:
      return "boolean";
    case Type::kInt64:
    case Type::kDuration:
      return "bigint";
    case Type::kDouble:
      return "double precision";
    case Type::kDecimal:
      return core::Cat("numeric(38,", scale, ")");
    case Type::kDate:
      return "date";
    case Type::kTimestamp:
      return "timestamp";
    default:
      return "text";
  }
}

absl::Status CanRead(const core::Column& column, const core::NativeColumn& native) {
  const Family family = FamilyOf(native.type);
  // Its text is replaced first, and the result read.
  const bool by_text = !column.values.empty() || !column.nulls.empty();
  if (family == Family::kText && by_text) return absl::OkStatus();
  if (!Fits(family, column, native.type)) {
    const std::string_view instead =
        family == Family::kTime && native.type != "date" ? "timestamp" : Readable(family);
    return sql::Unreadable(column, native, instead);
  }
  const int32_t scale = ScaleOf(native.type);
  if (column.type == Type::kDecimal && scale > column.scale && scale != kNoLimit) {
    return sql::MoreDecimals(native, scale);
  }
  return absl::OkStatus();
}

}  // namespace madad::adapters::postgresql
