#include "adapters/mysql/types.h"

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"

#include "adapters/sql/mapping.h"
#include "core/text.h"

namespace madad::adapters::mysql {
namespace {

using core::Type;

constexpr int32_t kNoLimit = 1000;

// Declarations of a column that a family can be read as; empty: none.
std::string_view Readable(Family family) {
  switch (family) {
    case Family::kInteger:
    case Family::kUnsigned:
    case Family::kBits:
      return "int64, decimal(scale), double, bool or string";
    case Family::kDecimal:
    case Family::kDouble:
      return "decimal(scale), double or string";
    case Family::kDate:
      return "date or timestamp";
    case Family::kInstant:
      return "timestamp";
    case Family::kText:
      return "string";
    case Family::kOther:
      break;
  }
  return "";
}

bool Fits(Family family, Type type) {
  switch (family) {
    case Family::kInteger:
    case Family::kUnsigned:
    case Family::kBits:
      return type == Type::kBool || type == Type::kString || core::IsNumeric(type);
    case Family::kDecimal:
    case Family::kDouble:
      return type == Type::kDecimal || type == Type::kDouble || type == Type::kString;
    case Family::kDate:
      return type == Type::kDate || type == Type::kTimestamp;
    case Family::kInstant:
      // The day of an instant depends on a zone, which a query has.
      return type == Type::kTimestamp;
    case Family::kText:
      return type == Type::kString;
    case Family::kOther:
      break;
  }
  return false;
}

}  // namespace

Family FamilyOf(std::string_view native) {
  const auto begins = [&](std::string_view with) {
    return absl::StartsWith(core::Piece(native), core::Piece(with));
  };
  if (native == "bigint unsigned") return Family::kUnsigned;
  if (begins("tinyint") || begins("smallint") || begins("mediumint") || begins("int") ||
      begins("bigint") || native == "year") {
    return Family::kInteger;
  }
  if (begins("bit(")) return Family::kBits;
  if (begins("decimal")) return Family::kDecimal;
  if (native == "float" || native == "double") return Family::kDouble;
  if (native == "date") return Family::kDate;
  if (native == "datetime" || native == "timestamp") return Family::kInstant;
  const bool opaque = begins("binary") || begins("varbinary") || begins("blob") ||
                      native == "time" || native == "null" || native == "geometry" ||
                      native == "point" || absl::EndsWith(core::Piece(native), "polygon") ||
                      absl::EndsWith(core::Piece(native), "linestring");
  // Text, and what has a text of its own: enum, set, uuid, json, inet6.
  return opaque ? Family::kOther : Family::kText;
}

int32_t ScaleOf(std::string_view native) {
  if (FamilyOf(native) != Family::kDecimal)
    return FamilyOf(native) == Family::kDouble ? kNoLimit : 0;
  const size_t comma = native.find(',');
  const size_t end = native.find(')');
  if (comma == std::string_view::npos || end == std::string_view::npos) return kNoLimit;
  int32_t scale = 0;
  const std::string digits(native.substr(comma + 1, end - comma - 1));
  return absl::SimpleAtoi(digits, &scale) ? scale : kNoLimit;
}

absl::Status CanRead(const core::Column& column, const core::NativeColumn& native) {
  const Family family = FamilyOf(native.type);
  // Its text is replaced first, and the result read.
  const bool by_text = !column.values.empty() || !column.nulls.empty();
  if (family != Family::kOther && by_text) return absl::OkStatus();
  if (!Fits(family, column.type)) {
    const std::string_view instead = Readable(family);
    return sql::Unreadable(column, native, instead);
  }
  const int32_t scale = ScaleOf(native.type);
  if (column.type == Type::kDecimal && scale > column.scale && scale != kNoLimit) {
    return sql::MoreDecimals(native, scale);
  }
  return absl::OkStatus();
}

}  // namespace madad::adapters::mysql
