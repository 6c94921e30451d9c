#include "adapters/mysql/expr_printer.h"

#include <cstdint>
#include <utility>

#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/time/time.h"

#include "adapters/mysql/hints.h"
#include "adapters/mysql/types.h"
#include "core/text.h"

namespace madad::adapters::mysql {
namespace {

using core::Expr;
using core::Grain;
using core::Type;
using sql::Cast;

// What a text that cannot be read becomes: two rows where one is expected, which
// is the error 1242.
constexpr char kUnreadable[] = "(SELECT 1 UNION ALL SELECT 2)";

std::string Instant(core::Timestamp time) {
  return core::Cat("TIMESTAMP'",
                   absl::FormatTime("%E4Y-%m-%d %H:%M:%E6S", absl::FromUnixMicros(time.micros),
                                    absl::UTCTimeZone()),
                   "'");
}

// Days from a week's first day to Monday, which is day 2 of the count that TO_DAYS makes.
int WeekShift(core::WeekStart start) {
  if (start == core::WeekStart::kSunday) return 6;
  return start == core::WeekStart::kSaturday ? 0 : 5;
}

int MonthsOf(Grain grain) {
  if (grain == Grain::kYear) return 12;
  return grain == Grain::kQuarter ? 3 : 1;
}

// A double, whatever else the digits could be.
std::string Number(double value) {
  std::string digits = absl::StrFormat("%.17g", value);
  return digits.find('e') == std::string::npos ? core::Cat(digits, "e0") : digits;
}

}  // namespace

const Flavor& FlavorOf(bool is_mariadb) {
  static const auto& mariadb = *new Flavor{"utf8mb4_nopad_bin", "utf8mb4_unicode_520_ci"};
  static const auto& mysql = *new Flavor{"utf8mb4_0900_bin", "utf8mb4_0900_ai_ci"};
  return is_mariadb ? mariadb : mysql;
}

std::string ExprPrinter::Quote(std::string_view identifier) const {
  return core::Cat("`", absl::StrReplaceAll(WithoutPlaces(identifier), {{"`", "``"}}), "`");
}

// Whole numbers and bools stay what they are, for a cast to them saturates.
std::string ExprPrinter::CastTo(const std::string& sql, Type type, int32_t scale) {
  switch (type) {
    case Type::kDouble:
      return Cast(sql, "DOUBLE");
    case Type::kDecimal:
      return Cast(sql, core::Cat("DECIMAL(65,", scale, ")"));
    case Type::kDate:
      return core::Cat("DATE(", sql, ")");
    case Type::kTimestamp:
      return Cast(sql, "DATETIME(6)");
    case Type::kString:
      return core::Cat("(CONVERT(", sql, " USING utf8mb4) COLLATE ", flavor_.by_code_point, ")");
    default:
      return sql;
  }
}

std::string ExprPrinter::Placeholder(core::Value value, Type) {
  return PlaceOf(ParameterNumber(std::move(value)));
}

std::string ExprPrinter::ReadNumber(const std::string& reference,
                                    const core::SourceColumn& column) {
  const Type type = column.column.type;
  const Family family = FamilyOf(column.native);
  if (type == Type::kBool) return core::Cat("(", reference, " <> 0)");
  std::string number = reference;
  // Its arithmetic is not to be that of unsigned numbers.
  if (family == Family::kUnsigned) number = Cast(reference, "DECIMAL(20,0)");
  if (family == Family::kInteger && column.native != "bigint") number = Cast(reference, "SIGNED");
  if (family == Family::kBits) number = Cast(core::Cat(reference, " + 0"), "DECIMAL(20,0)");
  if (type == Type::kString) return CastTo(Cast(number, "CHAR"), type, 0);
  if (type == Type::kDouble && column.native != "double") return CastTo(number, type, 0);
  if (type == Type::kDecimal && ScaleOf(column.native) > column.column.scale) {
    return core::Cat("ROUND(", Cast(number, "DECIMAL(65,30)"), ", ", column.column.scale, ")");
  }
  if (type == Type::kDecimal && family != Family::kDecimal) {
    return CastTo(number, type, column.column.scale);
  }
  return number;
}

std::string ExprPrinter::Read(const std::string& reference, const core::SourceColumn& column) {
  const Type type = column.column.type;
  const Family family = FamilyOf(column.native);
  if (column.native == kBare) return reference;
  if (family == Family::kDate || family == Family::kInstant) {
    const std::string time = core::Cat("(CASE WHEN MONTH(", reference, ") > 0 AND DAYOFMONTH(",
                                       reference, ") > 0 THEN ", reference, " END)");
    if (type == Type::kString) return CastTo(Cast(time, "CHAR"), type, 0);
    return family == Family::kDate && type == Type::kTimestamp ? CastTo(time, type, 0) : time;
  }
  if (family != Family::kText) return ReadNumber(reference, column);
  // Some types have a text but no character set.
  const bool has_set = column.native.find("char(") == 0 || column.native.find("varchar(") == 0 ||
                       column.native.find("text") == 0 || column.native.find("enum") == 0 ||
                       column.native.find("set") == 0;
  return CastTo(has_set ? reference : Cast(reference, "CHAR"), Type::kString, 0);
}

std::string ExprPrinter::Parsed(const std::string& text, Type type, int32_t scale) {
  std::string form;
  std::string value = CastTo(text, type, scale);
  switch (type) {
    case Type::kString:
      return text;
    case Type::kBool:
      return core::Cat("(CASE WHEN ", text, " IS NULL THEN NULL WHEN LOWER(", text,
                       ") IN ('true', 't', 'yes', 'y', 'on', '1') THEN 1 WHEN LOWER(", text,
                       ") IN ('false', 'f', 'no', 'n', 'off', '0') THEN 0 ELSE ", kUnreadable,
                       " END)");
    case Type::kDate:
      form = "^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}$";
      break;
    case Type::kTimestamp:
      form =
          "^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([ T][0-9]{1,2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,6})?)?)?$";
      break;
    case Type::kDouble:
      form = "^[-+]?([0-9]+([.][0-9]*)?|[.][0-9]+)([eE][-+]?[0-9]+)?$";
      break;
    case Type::kDecimal:
      form = "^[-+]?([0-9]{1,35}([.][0-9]*)?|[.][0-9]+)$";
      break;
    default:
      form = "^[-+]?[0-9]{1,65}$";
      value = Cast(text, "DECIMAL(65,0)");
  }
  const std::string read =
      core::Cat("(CASE WHEN ", text, " IS NULL THEN NULL WHEN ", text, " REGEXP '", form, "' AND ",
                value, " IS NOT NULL THEN ", value, " ELSE ", kUnreadable, " END)");
  // A time beside a number is a text.
  return sql::IsTime(type) ? CastTo(read, type, 0) : read;
}

std::string ExprPrinter::Shift(const std::string& time,
                               const std::vector<core::OffsetSpan>& offsets) {
  if (offsets.empty()) return time;
  std::string shift;
  for (size_t i = 0; i + 1 < offsets.size(); ++i) {
    core::Append(&shift, " WHEN ", time, " < ", Instant(offsets[i].until), " THEN ",
                 offsets[i].offset_micros);
  }
  const std::string last = core::Cat(offsets.back().offset_micros);
  const std::string micros =
      shift.empty() ? last : core::Cat("CASE", shift, " ELSE ", last, " END");
  return core::Cat("(", time, " + INTERVAL (", micros, ") MICROSECOND)");
}

// Each form has the time once: it may be long.
std::string ExprPrinter::Bucket(const std::string& time, Type, const core::Bucket& bucket) {
  const std::string local = Shift(time, bucket.offsets);
  if (bucket.grain == Grain::kDay) return core::Cat("DATE(", local, ")");
  if (bucket.grain == Grain::kWeek) {
    const int shift = WeekShift(bucket.week_start);
    return core::Cat("FROM_DAYS((TO_DAYS(", local, ") + ", shift, ") DIV 7 * 7 - ", shift, ")");
  }
  const int months = MonthsOf(bucket.grain);
  // A fiscal year is a calendar year some months later.
  const int first = (bucket.fiscal_start - 1) % months;
  return core::Cat("(DATE'0001-01-01' + INTERVAL ((TIMESTAMPDIFF(MONTH, DATE'0001-01-01', ", local,
                   ") - ", first, ") DIV ", months, " * ", months, " + ", first, ") MONTH)");
}

// round(double) rounds halves to even; round(decimal) away from zero.
std::string ExprPrinter::Nearest(const std::string& number) {
  return core::Cat("ROUND(", Cast(number, "DECIMAL(50,20)"), ")");
}

// The escape is written, for the session's own would be the backslash.
std::string ExprPrinter::Like(const std::string& text, const std::string& pattern, bool negated) {
  return core::Cat("(", text, negated ? " NOT" : "", " LIKE REPLACE(", pattern,
                   ", '|', '||') ESCAPE '|')");
}

std::string ExprPrinter::Elapsed(const std::string& a, Type, const std::string& b, Type) {
  return core::Cat("TIMESTAMPDIFF(MICROSECOND, ", b, ", ", a, ")");
}

std::string ExprPrinter::Move(const std::string& time, Type, Type type, const std::string& micros,
                              int32_t months, bool back) {
  const char* sign = back ? " - " : " + ";
  std::string moved = Cast(time, "DATETIME(6)");
  if (months != 0) moved = core::Cat("(", moved, sign, "INTERVAL ", months, " MONTH)");
  moved = core::Cat("(", moved, sign, "INTERVAL (", micros, ") MICROSECOND)");
  return type == Type::kDate ? CastTo(moved, type, 0) : moved;
}

// least() of a null is null: each value that is null is one of the others instead.
std::string ExprPrinter::Extreme(bool greatest, const std::vector<std::string>& values) {
  if (values.size() == 1) return values.front();
  std::vector<std::string> filled;
  for (size_t i = 0; i < values.size(); ++i) {
    std::vector<std::string> turned(values.begin() + static_cast<std::ptrdiff_t>(i), values.end());
    turned.insert(turned.end(), values.begin(), values.begin() + static_cast<std::ptrdiff_t>(i));
    filled.push_back(core::Cat("coalesce(", absl::StrJoin(turned, ", "), ")"));
  }
  return core::Cat(greatest ? "greatest(" : "least(", absl::StrJoin(filled, ", "), ")");
}

std::string ExprPrinter::Round(const Expr& expr, const std::string& number) {
  const Expr& argument = *expr.args[0];
  if (argument.type == Type::kInt64) return number;
  const int64_t decimals = expr.args.size() == 2 ? std::get<int64_t>(expr.args[1]->value) : 0;
  if (argument.type == Type::kDecimal) return core::Cat("ROUND(", number, ", ", decimals, ")");
  const std::string rounded =
      core::Cat("ROUND(", Cast(number, "DECIMAL(50,20)"), ", ", decimals, ")");
  if (expr.type != Type::kDouble) return rounded;
  // Doubles this large have no decimals.
  return core::Cat("(CASE WHEN ABS(", number, ") < 1e15 THEN ", Double(rounded), " ELSE ", number,
                   " END)");
}

std::string ExprPrinter::Call(const Expr& expr, const std::vector<std::string>& arguments) {
  const std::string& name = expr.name;
  if (name == "lower" || name == "upper") {
    return core::Cat("(", name, "(", arguments[0], " COLLATE ", flavor_.with_case, ") COLLATE ",
                     flavor_.by_code_point, ")");
  }
  if (name == "round") return Round(expr, arguments[0]);
  if (name == "weekday") return core::Cat("(WEEKDAY(", arguments[0], ") + 1)");
  if (name == "day") return core::Cat("DAYOFMONTH(", arguments[0], ")");
  // coalesce, nullif, abs, and the other parts of a time.
  return core::Cat(name, "(", absl::StrJoin(arguments, ", "), ")");
}

std::string ExprPrinter::Filtered(const Expr& aggregate, const std::string& argument) {
  if (aggregate.filter == nullptr) return argument;
  return core::Cat("(CASE WHEN ", Print(*aggregate.filter), " THEN ", argument, " END)");
}

std::string ExprPrinter::Input(const std::string& argument) {
  return ranked_ == nullptr ? argument : ranked_->Value(argument);
}

std::string ExprPrinter::PrintAggregate(const Expr& expr) {
  if (sql::IsPercentile(expr)) return FromDouble(Percentile(expr), expr);
  if (expr.name == "arg_min" || expr.name == "arg_max") {
    return ArgExtreme(expr.name == "arg_max", expr);
  }
  if (expr.args.empty() && expr.filter == nullptr) return "count(*)";
  const bool in_doubles = expr.name == "avg" || expr.name == "stddev";
  std::string argument = expr.args.empty() ? "1" : Print(*expr.args[0]);
  if (in_doubles) argument = Double(argument);
  const std::string sql =
      core::Cat(expr.name == "stddev" ? "stddev_samp" : expr.name, "(",
                expr.distinct ? "DISTINCT " : "", Input(Filtered(expr, argument)), ")");
  return expr.name == "avg" ? FromDouble(sql, expr) : sql;
}

// The values next to the place (count - 1) * p, counted from 0.
std::string ExprPrinter::Percentile(const Expr& expr) {
  const std::string value = ranked_->Value(Filtered(expr, Print(*expr.args[0])));
  const std::string rank = ranked_->Rank(value, false);
  const std::string place =
      core::Cat("(", Number(sql::PercentileOf(expr)), " * (count(", value, ") - 1))");
  const std::string all = ranked_->Count(value);
  const auto at = [&](const char* side) {
    return Double(core::Cat("max(CASE WHEN ", rank, " = ", side, "(",
                            Number(sql::PercentileOf(expr)), " * (", all, " - 1)) + 1 THEN ", value,
                            " END)"));
  };
  const std::string low = at("FLOOR");
  return core::Cat("(", low, " + (", at("CEILING"), " - ", low, ") * (", place, " - FLOOR(", place,
                   ")))");
}

std::string ExprPrinter::ArgExtreme(bool greatest, const Expr& expr) {
  const std::string by = ranked_->Value(Filtered(expr, Print(*expr.args[1])));
  const std::string rank = ranked_->Rank(by, greatest);
  const std::string argument = ranked_->Value(Print(*expr.args[0]));
  return core::Cat("max(CASE WHEN ", rank, " = 1 AND ", by, " IS NOT NULL THEN ", argument,
                   " END)");
}

}  // namespace madad::adapters::mysql
