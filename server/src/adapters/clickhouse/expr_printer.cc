#include "adapters/clickhouse/expr_printer.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"

#include "adapters/clickhouse/calendar.h"
#include "adapters/clickhouse/literal.h"
#include "adapters/clickhouse/lower.h"
#include "adapters/clickhouse/types.h"
#include "core/text.h"

namespace madad::adapters::clickhouse {
namespace {

using core::Cat;
using core::Expr;
using core::Type;

std::string Decimal(const std::string& sql, int32_t scale) {
  return Cat("toDecimal128(", sql, ", ", scale, ")");
}

// Fails in the engine when `condition` is true; else 0.
std::string Refuse(const std::string& condition) {
  return Cat("throwIf(coalesce(", condition, ", 0))");
}

// A double as an integer; one that does not fit is an error, not another number.
std::string Whole(const std::string& number) {
  return Let("x", number, Cat("toInt64(x + ", Refuse("NOT (abs(x) < 9223372036854775807.)"), ")"));
}

// A double with so many decimals, halves away from zero; round() has its own
// ideas of halves on some versions.
std::string Rounded(const std::string& number, int64_t decimals) {
  const std::string power = Cat("1e", decimals);
  const std::string scaled = Cat("(abs(y) * ", power, ")");
  return Let("y", number,
             Cat("((floor(", scaled, ") + (", scaled, " - floor(", scaled, ") >= 0.5)) / ", power,
                 " * (1 - 2 * (y < 0)))"));
}

// `text` through what `parse` says of "%": of a null the old server would parse
// nothing at all, which is an error.
std::string ParsedOr(const std::string& text, const std::string& parse, std::string_view instead) {
  const std::string whole = Cat("coalesce(s, '", instead, "')");
  return Let("s", text,
             Cat("multiIf(isNull(s), NULL, ", absl::StrReplaceAll(parse, {{"%", whole}}), ")"));
}

// By its text: a double that does not fit would become another number.
std::string DecimalOfDouble(const std::string& number, int32_t scale) {
  const std::string rounded = Rounded(Cat("toFloat64(", number, ")"), scale);
  return ParsedOr(Cat("toString(", rounded, ")"), Decimal("%", scale), "0");
}

}  // namespace

std::string ExprPrinter::Quote(std::string_view identifier) const {
  return QuoteIdentifier(identifier);
}

std::string ExprPrinter::CastTo(const std::string& sql, Type type, int32_t scale) {
  // The only choice that is printed so is that of a column's replaced texts.
  if (absl::StartsWith(sql, "(CASE WHEN ")) return FromText(sql, type, scale);
  switch (type) {
    case Type::kDouble:
      return Cat("toFloat64(", sql, ")");
    case Type::kDecimal:
      return Decimal(sql, scale);
    case Type::kString:
      return Cat("toString(", sql, ")");
    default:
      return Cat("to", SqlType(type, scale), "(", sql, ")");
  }
}

std::string ExprPrinter::FromText(const std::string& text, Type type, int32_t scale) const {
  constexpr std::string_view kMidnight = "1970-01-01 00:00:00";
  switch (type) {
    case Type::kBool:
      return Cat("(lower(", text, ") IN ('true', 't', '1', 'yes', 'y'))");
    case Type::kDate:
      return ParsedOr(text, "toInt32(toDate(%))", "1970-01-01");
    case Type::kTimestamp:
      return ParsedOr(text,
                      version_.IsModern() ? "toUnixTimestamp64Micro(toDateTime64(%, 6, 'UTC'))"
                                          : "toInt64(toDateTime(%, 'UTC')) * 1000000",
                      kMidnight);
    case Type::kDecimal:
      return ParsedOr(text, Decimal("%", scale), "0");
    default:
      return ParsedOr(text, Cat("to", SqlType(type, scale), "(%)"), "0");
  }
}

std::string ExprPrinter::Sent(const std::string& sql, Type from, Type type, int32_t scale) {
  const std::string native = SqlType(type, scale);
  if (sql == "NULL") return sql::Cast(sql, Cat("Nullable(", native, ")"));
  const std::string value = from == type ? sql : Convert(sql, from, type, scale);
  return Cat("toNullable(", type == Type::kString ? value : CastTo(value, type, scale), ")");
}

std::string ExprPrinter::Placeholder(core::Value value, Type type) {
  const Type own = core::TypeOf(value);
  std::string sql;
  if (version_.IsModern() && own == Type::kString) {
    sql = Cat("{p", ParameterNumber(std::move(value)) - 1, ":String}");
    return sql;
  }
  sql = PrintConstant(value);
  if (const auto* date = std::get_if<core::Date>(&value)) constants_[sql] = date->days;
  if (const auto* time = std::get_if<core::Timestamp>(&value)) constants_[sql] = time->micros;
  return type == own || type == Type::kNull ? sql : Convert(sql, own, type, 0);
}

std::string ExprPrinter::ReadDecimal(const std::string& reference,
                                     const core::SourceColumn& column) const {
  const int32_t scale = column.column.scale;
  return FamilyOf(column.native) == Family::kDouble ? DecimalOfDouble(reference, scale)
                                                    : Decimal(reference, scale);
}

std::string ExprPrinter::Read(const std::string& reference, const core::SourceColumn& column) {
  const std::string sql = ReadAs(reference, column);
  // Rows of the other relations can be missing.
  const bool is_first = absl::StartsWith(reference, "r0.");
  const bool is_nullable = absl::StrContains(core::Piece(column.native), "Nullable(");
  const bool is_decimal =
      column.column.type == Type::kDecimal && FamilyOf(column.native) == Family::kDecimal;
  const bool is_never_null = is_first && !is_nullable;
  read_[reference] = {reference, is_never_null, false};
  read_[sql] = {reference, is_never_null,
                is_decimal && ScaleOf(column.native) == column.column.scale};
  return sql;
}

const ExprPrinter::ReadColumn* ExprPrinter::ReadOf(const std::string& sql) const {
  const auto found = read_.find(sql);
  return found == read_.end() ? nullptr : &found->second;
}

bool ExprPrinter::IsNeverNull(const std::string& sql) const {
  const ReadColumn* read = ReadOf(sql);
  return read != nullptr && read->is_never_null;
}

std::string ExprPrinter::PrintPresence(const Expr& expr) {
  const std::string sql = sql::ExprPrinter::PrintPresence(expr);
  const ReadColumn* read = ReadOf(sql);
  return read == nullptr ? sql : read->reference;
}

std::string ExprPrinter::ReadAs(const std::string& reference, const core::SourceColumn& column) {
  const Type type = column.column.type;
  const std::string_view inner = Inner(column.native);
  const Family family = FamilyOf(column.native);
  if (type == Type::kString) {
    if (family == Family::kDateTime) return Cat("toString(", reference, ", 'UTC')");
    return column.native == "String" || column.native == "Nullable(String)"
               ? reference
               : Cat("toString(", reference, ")");
  }
  if (sql::IsTime(type)) return ReadTime(reference, column);
  if (type == Type::kDecimal) return ReadDecimal(reference, column);
  if (type == Type::kBool) {
    return family == Family::kInteger ? Cat("(", reference, " <> 0)")
                                      : Cat("toUInt8(", reference, ")");
  }
  if (type == Type::kInt64 && (inner == "UInt64" || absl::EndsWith(core::Piece(inner), "128") ||
                               absl::EndsWith(core::Piece(inner), "256"))) {
    return Cat("toInt64(", Decimal(reference, 0), ")");
  }
  if (type == Type::kInt64 && inner == "Int64") return reference;
  return type == Type::kDouble && inner == "Float64" ? reference
                                                     : CastTo(reference, type, column.column.scale);
}

// From a value of `from` as it is printed.
std::string ExprPrinter::Convert(const std::string& sql, Type from, Type to, int32_t scale) {
  if (from == to && to != Type::kDecimal) return sql;
  if (from == Type::kDate && to == Type::kTimestamp) {
    return Cat("(toInt64(", sql, ") * ", kMicrosOfDay, ")");
  }
  if (from == Type::kDouble && to == Type::kDecimal) {
    return DecimalOfDouble(sql, scale);
  }
  return CastTo(sql, to, scale);
}

std::string ExprPrinter::Divide(const std::string& dividend, const std::string& divisor) {
  return Cat("(", dividend, " / nullIf(", divisor, ", 0))");
}

std::string ExprPrinter::Nearest(const std::string& number) {
  return Let("y", number,
             Whole("((floor(abs(y)) + (abs(y) - floor(abs(y)) >= 0.5)) * (1 - 2 * (y < 0)))"));
}

// Halves, so that a value is not written once more for each of the others.
std::string ExprPrinter::Extreme(bool greatest, const std::vector<std::string>& values) {
  if (values.size() == 1) return values[0];
  const auto middle = values.begin() + static_cast<ptrdiff_t>(values.size() / 2);
  const std::string a = Extreme(greatest, {values.begin(), middle});
  const std::string b = Extreme(greatest, {middle, values.end()});
  return Cat("multiIf(isNull(", a, "), ", b, ", isNull(", b, "), ", a, ", ", a,
             greatest ? " < " : " > ", b, ", ", b, ", ", a, ")");
}

std::string ExprPrinter::Arithmetic(const Expr& expr, const std::vector<std::string>& arguments) {
  const std::string_view sign = expr.name == kAdd ? " + " : expr.name == kSubtract ? " - " : " * ";
  const Expr& a = *expr.args[0];
  const Expr& b = *expr.args[1];
  const bool is_double = a.type == Type::kDouble || b.type == Type::kDouble;
  const bool is_decimal = a.type == Type::kDecimal || b.type == Type::kDecimal;
  if (is_double) {
    const std::string sql = Cat("(", Double(arguments[0]), sign, Double(arguments[1]), ")");
    return expr.type == Type::kDuration ? Nearest(sql) : sql;
  }
  // ClickHouse's integers wrap and its decimals do not.
  const std::string sql =
      Cat("(", Decimal(arguments[0], a.scale), sign, Decimal(arguments[1], b.scale), ")");
  if (expr.type == Type::kDecimal) return sql;
  return Cat("toInt64(", is_decimal ? Cat("round(", sql, ")") : sql, ")");
}

// To the old server, false AND null is null and false OR null is false.
std::string ExprPrinter::Logic(bool is_and, const std::vector<std::string>& arguments) const {
  const std::string plain = Cat("(", absl::StrJoin(arguments, is_and ? " AND " : " OR "), ")");
  if (version_.IsModern()) return plain;
  // Each stands there twice: by a name where they are long.
  constexpr size_t kLong = 1000;
  std::vector<std::string> parts = arguments;
  std::vector<std::string> values;
  for (size_t i = 0; plain.size() > kLong && i < parts.size(); ++i) {
    values.push_back(Cat("[", parts[i], "]"));
    parts[i] = Cat("b", i);
  }
  std::string sql = "multiIf(";
  for (const std::string& part : parts) core::Append(&sql, part, is_and ? " = 0, 0, " : ", 1, ");
  for (const std::string& part : parts) core::Append(&sql, "isNull(", part, "), NULL, ");
  core::Append(&sql, is_and ? "1)" : "0)");
  if (values.empty()) return sql;
  return Cat("arrayMap((", absl::StrJoin(parts, ", "), ") -> ", sql, ", ",
             absl::StrJoin(values, ", "), ")[1]");
}

std::string ExprPrinter::Round(const Expr& expr, const std::string& argument) {
  if (expr.type == Type::kInt64) return argument;
  const int64_t decimals =
      expr.args.size() == 2 ? std::get<int64_t>(expr.args[1]->value) : int64_t{0};
  if (expr.type == Type::kDecimal) {
    return Decimal(Cat("round(", argument, ", ", decimals, ")"), expr.scale);
  }
  return Rounded(argument, decimals);
}

std::string ExprPrinter::Call(const Expr& expr, const std::vector<std::string>& arguments) {
  const std::string& name = expr.name;
  const std::string& first = arguments[0];
  if (name == kCast) return Convert(first, expr.args[0]->type, expr.type, expr.scale);
  if (name == kAdd || name == kSubtract || name == kMultiply) return Arithmetic(expr, arguments);
  if (name == kAnd || name == kOr) return Logic(name == kAnd, arguments);
  if (name == kFound) {
    return Cat("(", first, " IN (", absl::StrJoin(arguments.begin() + 1, arguments.end(), ", "),
               "))");
  }
  if (name == kChoose) return Cat("multiIf(", absl::StrJoin(arguments, ", "), ")");
  if (name == kNegate || name == "abs") {
    const std::string_view function = name == "abs" ? "abs" : "negate";
    const bool is_whole = expr.type == Type::kInt64 || expr.type == Type::kDuration;
    if (is_whole) return Cat("toInt64(", function, "(", Decimal(first, 0), "))");
    return Cat(function, "(", first, ")");
  }
  if (name == "round") return Round(expr, first);
  if (name == "lower" || name == "upper") return Cat(name, "UTF8(", first, ")");
  if (name == "coalesce") return Cat("coalesce(", absl::StrJoin(arguments, ", "), ")");
  // Parts of a time.
  const Type type = expr.args[0]->type;
  if (name == "hour") return Cat("intDiv(", TimeOfDay(first), ", 3600000000)");
  const std::string day = Day(first, type);
  if (name == "weekday") return DayOfWeek(day);
  if (name == "day") {
    return days_in_range_.contains(day) ? Cat("toDayOfMonth(toDate(toUInt16(", day, ")))")
                                        : DayOfMonth(day);
  }
  const std::string month = Month(day);
  if (name == "year") return Cat("(intDiv(", month, " + 120000, 12) - 10000)");
  const std::string of_year = Cat("modulo(", month, " + 120000, 12)");
  return name == "month" ? Cat("(", of_year, " + 1)") : Cat("(intDiv(", of_year, ", 3) + 1)");
}

std::string ExprPrinter::PrintIn(const Expr& expr) {
  const std::string subject = Print(*expr.args[0]);
  std::vector<std::string> items;
  for (size_t i = 1; i < expr.args.size(); ++i) items.push_back(Print(*expr.args[i]));
  // A null is neither in a list nor not in it.
  return Cat("multiIf(isNull(", subject, "), NULL, ", subject, expr.negated ? " NOT" : "", " IN (",
             absl::StrJoin(items, ", "), "))");
}

}  // namespace madad::adapters::clickhouse
