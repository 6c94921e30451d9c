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

using core::BinaryOp;
using core::Cat;
using core::Expr;
using core::ExprKind;
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
             Cat("((floor(", scaled, ") + (", scaled, " - floor(", scaled,
                 ") >= 0.5)) / ", power, " * (1 - 2 * (y < 0)))"));
}

// `text` through what `parse` says of "%": of a null the old server would parse
// nothing at all, which is an error.
std::string Parsed(const std::string& text, const std::string& parse, std::string_view instead) {
  const std::string whole = Cat("coalesce(s, '", instead, "')");
  return Let("s", text, Cat("multiIf(isNull(s), NULL, ",
                            absl::StrReplaceAll(parse, {{"%", whole}}), ")"));
}

// By its text: a double that does not fit would become another number.
std::string DecimalOfDouble(const std::string& number, int32_t scale) {
  const std::string rounded = Rounded(Cat("toFloat64(", number, ")"), scale);
  return Parsed(Cat("toString(", rounded, ")"), Decimal("%", scale), "0");
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
      return Parsed(text, "toInt32(toDate(%))", "1970-01-01");
    case Type::kTimestamp:
      return Parsed(text,
                    version_.IsModern() ? "toUnixTimestamp64Micro(toDateTime64(%, 6, 'UTC'))"
                                        : "toInt64(toDateTime(%, 'UTC')) * 1000000",
                    kMidnight);
    case Type::kDecimal:
      return Parsed(text, Decimal("%", scale), "0");
    default:
      return Parsed(text, Cat("to", SqlType(type, scale), "(%)"), "0");
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

std::string ExprPrinter::Remembered(const std::string& sql, Native native) {
  natives_[sql] = std::move(native);
  return sql;
}

const ExprPrinter::Native* ExprPrinter::NativeOf(const std::string& sql) const {
  const auto found = natives_.find(sql);
  return found == natives_.end() ? nullptr : &found->second;
}

std::string ExprPrinter::ReadDecimal(const std::string& reference,
                                     const core::SourceColumn& column) const {
  const int32_t scale = column.column.scale;
  return FamilyOf(column.native) == Family::kDouble ? DecimalOfDouble(reference, scale)
                                                    : Decimal(reference, scale);
}

std::string ExprPrinter::ReadTime(const std::string& reference, const core::SourceColumn& column) {
  const Family family = FamilyOf(column.native);
  const bool wants_date = column.column.type == Type::kDate;
  if (family == Family::kDateTime) {
    const std::string seconds = Cat("toInt64(", reference, ")");
    return Remembered(Cat("(", seconds, " * 1000000)"), {seconds, reference});
  }
  if (family == Family::kDateTime64) {
    return ScaleOf(column.native) == 6
               ? Cat("toUnixTimestamp64Micro(", reference, ")")
               : Cat("toUnixTimestamp64Micro(toDateTime64(", reference, ", 6))");
  }
  if (family != Family::kDate) return wants_date ? Cat("toInt32(", reference, ")") : reference;
  const std::string days = Cat("toInt32(", reference, ")");
  if (!wants_date) return Cat("(toInt64(", reference, ") * ", kMicrosOfDay, ")");
  if (Inner(column.native) == "Date") days_in_range_.insert(days);
  return Remembered(days, {days, reference, true});
}

std::string ExprPrinter::Read(const std::string& reference, const core::SourceColumn& column) {
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
    return family == Family::kInteger ? Cat("(", reference, " <> 0)") : Cat("toUInt8(", reference, ")");
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

std::string ExprPrinter::Compare(BinaryOp op, const std::string& a, const std::string& b,
                                 Type type) {
  const std::string plain = Cat("(", a, sql::Operator(op), b, ")");
  if (!sql::IsTime(type)) return plain;
  const auto mirrored = [](BinaryOp each) {
    if (each == BinaryOp::kLess) return BinaryOp::kGreater;
    if (each == BinaryOp::kLessEqual) return BinaryOp::kGreaterEqual;
    if (each == BinaryOp::kGreater) return BinaryOp::kLess;
    return each == BinaryOp::kGreaterEqual ? BinaryOp::kLessEqual : each;
  };
  for (const bool swapped : {false, true}) {
    const Native* native = NativeOf(swapped ? b : a);
    const auto constant = constants_.find(swapped ? a : b);
    if (native == nullptr || native->reference.empty() || constant == constants_.end()) continue;
    return CompareNative(swapped ? mirrored(op) : op, *native, constant->second, plain);
  }
  return plain;
}

// With a constant that is no whole second, or that the type does not hold,
// the comparison is as exact, only slower.
std::string ExprPrinter::CompareNative(BinaryOp op, const Native& native, int64_t constant,
                                       const std::string& otherwise) const {
  const int64_t unit = native.is_day ? 1 : 1'000'000;
  const int64_t most = native.is_day ? 65'535 : 4'294'967'295;
  if (constant < 0 || constant / unit > most) return otherwise;
  if (constant % unit != 0) {
    // Between two seconds: after the first of them.
    if (op == BinaryOp::kLess) op = BinaryOp::kLessEqual;
    if (op == BinaryOp::kGreaterEqual) op = BinaryOp::kGreater;
    if (op == BinaryOp::kEqual || op == BinaryOp::kNotEqual) return otherwise;
  }
  return Cat("(", native.reference, sql::Operator(op), native.is_day ? "toDate(" : "toDateTime(",
             constant / unit, "))");
}

std::string ExprPrinter::ShiftNative(const Native& native,
                                     const std::vector<core::OffsetSpan>& offsets) {
  Native shifted;
  std::string spans;
  for (size_t i = 0; i + 1 < offsets.size(); ++i) {
    if (offsets[i].until.micros <= 0) continue;  // before the first DateTime
    core::Append(&spans, native.reference, " < toDateTime(", offsets[i].until.micros / 1'000'000,
                 "), ", offsets[i].offset_micros / 1'000'000, ", ");
    shifted.may_be_before_1970 |= offsets[i].offset_micros < 0;
  }
  shifted.may_be_before_1970 |= offsets.back().offset_micros < 0;
  const std::string last = Cat(offsets.back().offset_micros / 1'000'000);
  shifted.seconds = Cat("(", native.seconds, " + ",
                        spans.empty() ? last : Cat("multiIf(", spans, last, ")"), ")");
  const std::string sql = Cat("(", shifted.seconds, " * 1000000)");
  return Remembered(sql, std::move(shifted));
}

std::string ExprPrinter::Shift(const std::string& time,
                               const std::vector<core::OffsetSpan>& offsets) {
  if (offsets.empty()) return time;
  const Native* native = NativeOf(time);
  const auto fits = [](const core::OffsetSpan& span) {
    return span.offset_micros % 1'000'000 == 0 && span.until.micros % 1'000'000 == 0 &&
           span.until.micros / 1'000'000 < 4'294'967'296;
  };
  bool all_fit = native != nullptr && !native->reference.empty() && !native->is_day &&
                 offsets.back().offset_micros % 1'000'000 == 0;
  for (size_t i = 0; i + 1 < offsets.size(); ++i) all_fit = all_fit && fits(offsets[i]);
  if (all_fit) return ShiftNative(*native, offsets);
  std::string spans;
  for (size_t i = 0; i + 1 < offsets.size(); ++i) {
    core::Append(&spans, time, " < ", offsets[i].until.micros, ", ", offsets[i].offset_micros, ", ");
  }
  const std::string last = Cat(offsets.back().offset_micros);
  return Cat("(", time, " + ", spans.empty() ? last : Cat("multiIf(", spans, last, ")"), ")");
}

std::string ExprPrinter::Day(const std::string& time, Type type) {
  if (type == Type::kDate) return time;
  const Native* native = NativeOf(time);
  if (native == nullptr || native->is_day) return DayOfInstant(time);
  if (!native->may_be_before_1970) {
    std::string day = Cat("intDiv(", native->seconds, ", 86400)");
    days_in_range_.insert(day);
    return day;
  }
  return Cat("(intDiv(", native->seconds, " + 86400, 86400) - 1)");
}

std::string ExprPrinter::Month(const std::string& day) {
  if (!days_in_range_.contains(day)) return MonthOfDay(day);
  return Cat("(toInt32(toRelativeMonthNum(toDate(toUInt16(", day, ")))) - 1)");
}

std::string ExprPrinter::Bucket(const std::string& time, Type type, const core::Bucket& bucket) {
  const std::string day = Day(Shift(time, bucket.offsets), type);
  if (bucket.grain == core::Grain::kDay || bucket.grain == core::Grain::kNone) return day;
  if (bucket.grain == core::Grain::kWeek) {
    const int first = bucket.week_start == core::WeekStart::kSunday     ? 7
                      : bucket.week_start == core::WeekStart::kSaturday ? 6
                                                                        : 1;
    return FirstOfWeek(day, first);
  }
  if (bucket.grain == core::Grain::kMonth) {
    return days_in_range_.contains(day) ? Cat("toInt32(toStartOfMonth(toDate(toUInt16(", day, "))))")
                                        : FirstOfMonth(MonthOfDay(day));
  }
  const int months = bucket.grain == core::Grain::kQuarter ? 3 : 12;
  const int shift = months - (bucket.fiscal_start - 1) % months;
  // The years before the year 0 are counted too.
  return Let("n", Month(day),
             FirstOfMonth(Cat("(n - modulo(n + 120000 + ", shift, ", ", months, "))")));
}

std::string ExprPrinter::Divide(const std::string& dividend, const std::string& divisor) {
  return Cat("(", dividend, " / nullIf(", divisor, ", 0))");
}

std::string ExprPrinter::Nearest(const std::string& number) {
  return Let("y", number, Whole("((floor(abs(y)) + (abs(y) - floor(abs(y)) >= 0.5)) * (1 - 2 * (y < 0)))"));
}

std::string ExprPrinter::Elapsed(const std::string& a, Type a_type, const std::string& b,
                                 Type b_type) {
  return Cat("(", Convert(a, a_type, Type::kTimestamp, 0), " - ",
             Convert(b, b_type, Type::kTimestamp, 0), ")");
}

std::string ExprPrinter::Move(const std::string& time, Type from, Type type,
                              const std::string& micros, int32_t months, bool back) {
  std::string moved = time;
  if (months != 0) {
    const int64_t by = back ? -int64_t{months} : months;
    moved = from == Type::kDate
                ? MovedByMonths(time, by)
                : Let("t", time,
                      Cat("(", MovedByMonths(DayOfInstant("t"), by), " * ", kMicrosOfDay, " + ",
                          TimeOfDay("t"), ")"));
  }
  const std::string sign = back ? " - " : " + ";
  // Of a date, whole days only leave a date.
  if (type == Type::kDate) {
    return Cat("toInt32(", moved, sign, "intDiv(", micros, ", toInt64(", kMicrosOfDay, ")))");
  }
  return Cat("(", Convert(moved, from, Type::kTimestamp, 0), sign, micros, ")");
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
  const std::string sql = Cat("(", Decimal(arguments[0], a.scale), sign,
                              Decimal(arguments[1], b.scale), ")");
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
    return Cat("(", first, " IN (",
               absl::StrJoin(arguments.begin() + 1, arguments.end(), ", "), "))");
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
