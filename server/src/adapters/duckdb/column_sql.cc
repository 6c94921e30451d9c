#include "adapters/duckdb/column_sql.h"

#include <string_view>

#include "adapters/duckdb/dialect.h"
#include "core/text.h"

namespace madad::adapters::duckdb {
namespace {

using core::Column;
using core::TextFormat;
using core::Type;

// Whole numbers beneath this are exact as a double.
constexpr std::string_view kExactLimit = "9007199254740992";

// A local time: digits, and nothing that could be an offset.
constexpr std::string_view kLocalTime = R"('\s*\d+[-/ ]\d+[-/ ]\d+([ T][\d:.]+)?\s*')";
constexpr std::string_view kInstant = R"('\s*\d+[-/]\d+[-/]\d+[ T]\d.*')";

bool IsNumber(const Column& column) {
  return core::IsNumeric(column.type) || column.type == Type::kDuration;
}

bool HasSeparators(const TextFormat& format) {
  return !format.thousands_separator.empty() ||
         (!format.decimal_separator.empty() && format.decimal_separator != ".");
}

std::string PrintFound(const Column& column, std::string raw) {
  for (const std::string& null : column.nulls) {
    raw = core::Cat("nullif(", raw, ", ", QuoteText(null), ")");
  }
  if (column.values.empty()) return raw;
  std::string mapped = core::Cat("CASE ", raw);
  for (const auto& [from, to] : column.values) {
    core::Append(&mapped, " WHEN ", QuoteText(from), " THEN ", QuoteText(to));
  }
  return core::Cat(mapped, " ELSE ", raw, " END");
}

// `text` of a number as SQL writes it; null when the separators are not where
// they belong, so that 1,5 is not read as 15.
std::string WithoutSeparators(const TextFormat& format, const std::string& text) {
  const std::string point = format.decimal_separator.empty() ? "." : format.decimal_separator;
  const std::string& thousands = format.thousands_separator;
  const std::string fraction = core::Cat("(\\Q", point, "\\E\\d*)?");
  std::string pattern = core::Cat("\\s*[+-]?(\\d+", fraction);
  std::string digits = text;
  if (!thousands.empty()) {
    core::Append(&pattern, "|\\d{1,3}(\\Q", thousands, "\\E\\d{3})+", fraction);
    digits = core::Cat("replace(", digits, ", ", QuoteText(thousands), ", '')");
  }
  return core::Cat("CASE WHEN regexp_full_match(", text, ", ", QuoteText(pattern + ")\\s*"),
                   ") THEN replace(", digits, ", ", QuoteText(point), ", '.') END");
}

std::string PrintWhole(const std::string& text) {
  const std::string number = core::Cat("TRY_CAST(", text, " AS DOUBLE)");
  return core::Cat("CASE WHEN regexp_full_match(", text, R"(, '\s*[+-]?\d+\s*') THEN TRY_CAST()",
                   text, " AS BIGINT) WHEN abs(", number, ") < ", kExactLimit, " AND floor(",
                   number, ") = ", number, " THEN CAST(", number, " AS BIGINT) END");
}

std::string PrintFinite(const std::string& number) {
  return core::Cat("CASE WHEN isfinite(", number, ") THEN ", number, " END");
}

std::string PrintNumber(const Column& column, const std::string& text) {
  if (column.type == Type::kDecimal) {
    return core::Cat("TRY_CAST(", text, " AS ", StoredType(column), ")");
  }
  if (column.type != Type::kDouble) return PrintWhole(text);
  return PrintFinite(core::Cat("TRY_CAST(", text, " AS DOUBLE)"));
}

std::string PrintInstant(const std::string& zoned) {
  return core::Cat("make_timestamp(epoch_us(", zoned, "))");
}

bool FormatHasZone(const Column& column) {
  return column.format.find("%z") != std::string::npos ||
         column.format.find("%Z") != std::string::npos;
}

void SetTime(const Column& column, ColumnSql& sql, const std::string& text) {
  const std::string parsed = core::Cat("try_strptime(", text, ", ", QuoteText(column.format), ")");
  if (!column.format.empty() && FormatHasZone(column)) {
    sql.value = "CAST(NULL AS TIMESTAMP)";
    sql.instant = PrintInstant(parsed);
    return;
  }
  if (!column.format.empty()) {
    sql.value = parsed;
    return;
  }
  // DuckDB drops an offset when it reads a TIMESTAMP, so the form is looked at.
  // The first one is that of nearly every export, and cheap.
  const std::string local = core::Cat("TRY_CAST(", text, " AS TIMESTAMP)");
  sql.value =
      core::Cat("CASE WHEN ", text, " LIKE '____-__-_____:__:__' THEN ", local,
                " WHEN regexp_full_match(", text, ", ", kLocalTime, ") THEN ", local, " END");
  sql.instant = core::Cat("CASE WHEN regexp_full_match(", text, ", ", kInstant, ") THEN ",
                          PrintInstant(core::Cat("TRY_CAST(", text, " AS TIMESTAMPTZ)")), " END");
}

std::string PrintDate(const Column& column, const std::string& text) {
  // A text is read as a time because DuckDB lets anything follow a date.
  const std::string time =
      column.format.empty() ? core::Cat("TRY_CAST(", text, " AS TIMESTAMP)")
                            : core::Cat("try_strptime(", text, ", ", QuoteText(column.format), ")");
  return core::Cat("CASE WHEN isfinite(", time, ") THEN CAST(", time, " AS DATE) END");
}

bool IsInteger(std::string_view type) { return type.ends_with("INT") || type.ends_with("INTEGER"); }

}  // namespace

std::string StoredType(const Column& column) { return SqlType(column.type, 18, column.scale); }

bool NeedsText(const Column& column, const TextFormat& format) {
  return !column.format.empty() || !column.nulls.empty() || !column.values.empty() ||
         (IsNumber(column) && HasSeparators(format));
}

ColumnSql FromText(const Column& column, const TextFormat& format, const std::string& raw,
                   const std::string& name) {
  ColumnSql sql;
  sql.found = PrintFound(column, raw);
  if (IsNumber(column) && HasSeparators(format)) {
    sql.value = PrintNumber(column, core::Cat("(", WithoutSeparators(format, name), ")"));
  } else if (IsNumber(column)) {
    sql.value = PrintNumber(column, name);
  } else if (column.type == Type::kBool) {
    sql.value = core::Cat("TRY_CAST(", name, " AS BOOLEAN)");
  } else if (column.type == Type::kDate) {
    sql.value = PrintDate(column, name);
  } else if (column.type == Type::kTimestamp) {
    SetTime(column, sql, name);
  } else {
    sql.value = name;
  }
  return sql;
}

ColumnSql FromTyped(const Column& column, const std::string& raw, const std::string& type,
                    const std::string& name) {
  ColumnSql sql{raw, "", ""};
  const std::string cast = core::Cat("TRY_CAST(", name, " AS ", StoredType(column), ")");
  const bool is_fixed = IsInteger(type) || type.starts_with("DECIMAL");
  const bool is_float = type == "DOUBLE" || type == "FLOAT";
  const bool is_time = type == "DATE" || type.starts_with("TIMESTAMP");
  if (!column.values.empty() || !column.nulls.empty()) {
    return FromText(column, {}, core::Cat("CAST(", raw, " AS VARCHAR)"), name);
  }
  if (column.type == Type::kTimestamp && type == "TIMESTAMP WITH TIME ZONE") {
    sql.value = "CAST(NULL AS TIMESTAMP)";
    sql.instant = PrintInstant(name);
  } else if (column.type == Type::kDouble && (is_fixed || is_float)) {
    sql.value = PrintFinite(cast);
  } else if ((column.type == Type::kDecimal && (is_fixed || is_float)) ||
             (IsNumber(column) && IsInteger(type)) ||
             (column.type == Type::kBool && type == "BOOLEAN") ||
             (column.type == Type::kDate && is_time) ||
             (column.type == Type::kTimestamp && is_time)) {
    sql.value = cast;
  } else {
    return FromText(column, {}, core::Cat("CAST(", raw, " AS VARCHAR)"), name);
  }
  return sql;
}

std::string Expectation(const Column& column) {
  const std::string as =
      column.format.empty() ? std::string() : core::Cat(" written as ", column.format);
  switch (column.type) {
    case Type::kBool:
      return "true or false";
    case Type::kInt64:
    case Type::kDuration:
      return "a whole number (int64)";
    case Type::kDouble:
      return "a finite number (double)";
    case Type::kDecimal:
      return core::Cat("a number with at most ", 18 - column.scale,
                       " digits before the point (decimal(", column.scale, "))");
    case Type::kDate:
      return core::Cat("a date", as.empty() ? " written as YYYY-MM-DD" : as);
    case Type::kTimestamp:
      return core::Cat("a time", as.empty() ? " written as YYYY-MM-DD HH:MM:SS" : as);
    default:
      return "text";
  }
}

}  // namespace madad::adapters::duckdb
