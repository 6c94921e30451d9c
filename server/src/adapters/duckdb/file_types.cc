#include "adapters/duckdb/file_types.h"

#include <array>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"

#include "adapters/sql/mapping.h"
#include "core/text.h"

namespace madad::adapters::duckdb {
namespace {

using core::Type;

constexpr std::array<std::string_view, 10> kIntegers = {
    "TINYINT",  "SMALLINT",  "INTEGER",  "BIGINT",  "HUGEINT",
    "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT"};

bool IsInteger(std::string_view native) {
  for (const std::string_view name : kIntegers) {
    if (native == name) return true;
  }
  return false;
}

// Declarations of a column that a family can be read as; empty: none.
std::string_view Readable(FileFamily family, std::string_view native) {
  switch (family) {
    case FileFamily::kBool:
      return "bool or string";
    case FileFamily::kInteger:
      return "int64, decimal(scale), double, bool or string";
    case FileFamily::kDecimal:
    case FileFamily::kDouble:
      return "decimal(scale), double or string";
    case FileFamily::kTime:
      return native == "DATE" ? "timestamp or date" : "timestamp";
    case FileFamily::kZonedTime:
      return "timestamp";
    case FileFamily::kText:
      return "string";
    case FileFamily::kOther:
      break;
  }
  return "";
}

bool Fits(FileFamily family, Type type, std::string_view native) {
  switch (family) {
    case FileFamily::kBool:
      return type == Type::kBool || type == Type::kString;
    case FileFamily::kInteger:
      return type == Type::kBool || type == Type::kString || core::IsNumeric(type);
    case FileFamily::kDecimal:
    case FileFamily::kDouble:
      return type == Type::kDecimal || type == Type::kDouble || type == Type::kString;
    // The day of an instant depends on a zone, which a query has.
    case FileFamily::kTime:
      return type == Type::kTimestamp || (type == Type::kDate && native == "DATE");
    case FileFamily::kZonedTime:
      return type == Type::kTimestamp;
    case FileFamily::kText:
      return type == Type::kString;
    case FileFamily::kOther:
      break;
  }
  return false;
}

// The second number of DECIMAL(12,2).
int32_t ScaleOf(std::string_view native) {
  const size_t comma = native.find(',');
  if (comma == std::string_view::npos) return 0;
  const std::string digits(native.substr(comma + 1, native.find(')') - comma - 1));
  int32_t scale = 0;
  return absl::SimpleAtoi(digits, &scale) ? scale : 0;
}

}  // namespace

FileFamily FileFamilyOf(std::string_view native) {
  const auto begins = [&](std::string_view with) {
    return absl::StartsWith(core::Piece(native), core::Piece(with));
  };
  const bool nests = absl::EndsWith(core::Piece(native), "]") || begins("STRUCT") ||
                     begins("MAP") || begins("UNION");
  if (nests) return FileFamily::kOther;
  if (native == "BOOLEAN") return FileFamily::kBool;
  if (IsInteger(native)) return FileFamily::kInteger;
  if (begins("DECIMAL")) return FileFamily::kDecimal;
  if (native == "FLOAT" || native == "DOUBLE") return FileFamily::kDouble;
  if (native == "TIMESTAMP WITH TIME ZONE") return FileFamily::kZonedTime;
  if (native == "DATE" || begins("TIMESTAMP")) return FileFamily::kTime;
  const bool is_text = native == "VARCHAR" || native == "UUID" || native == "JSON" ||
                       begins("ENUM");
  return is_text ? FileFamily::kText : FileFamily::kOther;
}

absl::Status CanReadFromFile(const core::Column& column, const core::NativeColumn& native) {
  const FileFamily family = FileFamilyOf(native.type);
  // Its text is replaced first, and the result read.
  const bool by_text = !column.values.empty() || !column.nulls.empty();
  if (by_text && family == FileFamily::kText) return absl::OkStatus();
  if (!Fits(family, column.type, native.type)) {
    const std::string_view instead = Readable(family, native.type);
    return sql::Unreadable(column, native, instead);
  }
  const int32_t scale = family == FileFamily::kDecimal ? ScaleOf(native.type) : 0;
  if (column.type == Type::kDecimal && scale > column.scale) {
    return sql::MoreDecimals(native, scale);
  }
  return absl::OkStatus();
}

}  // namespace madad::adapters::duckdb
