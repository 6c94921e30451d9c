#include "adapters/postgresql/expr_printer.h"

#include <cstdint>
#include <string_view>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"

#include "adapters/postgresql/types.h"
#include "core/text.h"

namespace madad::adapters::postgresql {
namespace {

using core::Expr;
using core::Grain;
using core::Type;
using sql::Cast;

std::string_view Unit(Grain grain) {
  switch (grain) {
    case Grain::kWeek:
      return "week";
    case Grain::kMonth:
      return "month";
    case Grain::kQuarter:
      return "quarter";
    case Grain::kYear:
      return "year";
    default:
      return "day";
  }
}

// Days from a week's first day to the Monday that date_trunc knows.
int WeekShift(const core::Bucket& bucket) {
  if (bucket.grain != Grain::kWeek) return 0;
  if (bucket.week_start == core::WeekStart::kSunday) return 1;
  return bucket.week_start == core::WeekStart::kSaturday ? 2 : 0;
}

std::string Instant(core::Timestamp time) {
  return core::Cat("TIMESTAMP '1970-01-01' + ", time.micros, " * INTERVAL '1 microsecond'");
}

}  // namespace

std::string ExprPrinter::CastTo(const std::string& sql, Type type, int32_t scale) {
  return Cast(sql, SqlType(type, scale));
}

std::string ExprPrinter::Ordered(const std::string& text) {
  return core::Cat("(", text, " COLLATE \"C\")");
}

std::string ExprPrinter::Placeholder(core::Value value, Type type) {
  const int32_t scale =
      std::holds_alternative<core::Decimal>(value) ? std::get<core::Decimal>(value).scale : 0;
  return CastTo(core::Cat("$", ParameterNumber(std::move(value))), type, scale);
}

std::string ExprPrinter::Read(const std::string& reference, const core::SourceColumn& column) {
  const Type type = column.column.type;
  const Family family = FamilyOf(column.native);
  if (family == Family::kTime) {
    const std::string finite =
        core::Cat("(CASE WHEN isfinite(", reference, ") THEN ", reference, " END)");
    const bool is_date = column.native == "date";
    return is_date == (type == Type::kDate) ? finite : CastTo(finite, type, 0);
  }
  if (type == Type::kDecimal && (family == Family::kNumeric || family == Family::kDouble)) {
    // Nothing is cut off where the column has no more decimals than declared.
    if (ScaleOf(column.native) <= column.column.scale) return reference;
    return core::Cat("round(", Cast(reference, "numeric"), ", ", column.column.scale, ")");
  }
  if (type == Type::kBool && family == Family::kInteger) {
    return core::Cat("(", reference, " <> 0)");
  }
  const bool is_same = (type == Type::kString && column.native == "text") ||
                       (type == Type::kInt64 && column.native == "bigint") ||
                       (type == Type::kDouble && column.native == "double precision") ||
                       (type == Type::kBool && family == Family::kBool);
  return is_same ? reference : CastTo(reference, type, column.column.scale);
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
  const std::string micros = shift.empty() ? last : core::Cat("CASE", shift, " ELSE ", last, " END");
  return core::Cat("(", time, " + (", micros, ") * INTERVAL '1 microsecond')");
}

std::string ExprPrinter::Bucket(const std::string& time, Type, const core::Bucket& bucket) {
  const std::string local = Cast(Shift(time, bucket.offsets), "timestamp");
  if (bucket.grain == Grain::kDay) return Cast(local, "date");
  const std::string unit = core::Cat("date_trunc('", Unit(bucket.grain), "', ", local);
  // A fiscal year is a calendar year some months later.
  if (bucket.grain >= Grain::kQuarter && bucket.fiscal_start > 1) {
    const std::string months = core::Cat("INTERVAL '", bucket.fiscal_start - 1, " months'");
    // The first of the month: of the 31st there is no day some months earlier.
    return Cast(core::Cat("date_trunc('", Unit(bucket.grain), "', date_trunc('month', ", local,
                          ") - ", months, ") + ", months),
                "date");
  }
  const int shift = WeekShift(bucket);
  if (shift == 0) return Cast(core::Cat(unit, ")"), "date");
  return core::Cat("(", Cast(core::Cat(unit, " + INTERVAL '", shift, " days')"), "date"), " - ",
                   shift, ")");
}

// A backslash in a pattern is one.
std::string ExprPrinter::Like(const std::string& text, const std::string& pattern, bool negated) {
  return core::Cat("(", text, negated ? " NOT" : "", " LIKE ", pattern, " ESCAPE '')");
}

// round(double) rounds halves to even; round(numeric) away from zero.
std::string ExprPrinter::Nearest(const std::string& number) {
  return Cast(core::Cat("round(", Cast(number, "numeric"), ")"), "bigint");
}

// date_part counts in doubles, several times as fast as extract's decimals: to the microsecond up to
// 136 years, and for whole seconds as far as dates go.
std::string ExprPrinter::Elapsed(const std::string& a, Type, const std::string& b, Type) {
  const std::string from = Cast(b, "timestamp");
  return Cast(core::Cat("round(date_part('epoch', ", Cast(a, "timestamp"), " - ", from,
                        ") * 1000000)"),
              "bigint");
}

std::string ExprPrinter::Move(const std::string& time, Type, Type type, const std::string& micros,
                              int32_t months, bool back) {
  // As one interval: months first, then the rest.
  std::string interval = core::Cat("(", micros, ") * INTERVAL '1 microsecond'");
  if (months != 0) interval = core::Cat("(INTERVAL '", months, " months' + ", interval, ")");
  return CastTo(core::Cat(Cast(time, "timestamp"), back ? " - " : " + ", interval), type, 0);
}

std::string ExprPrinter::Call(const Expr& expr, const std::vector<std::string>& arguments) {
  const std::string& name = expr.name;
  if (name == "lower" || name == "upper") {
    return core::Cat("(", name, "(", arguments[0], " COLLATE \"und-x-icu\") COLLATE \"C\")");
  }
  if (name == "round") {
    if (expr.type == Type::kInt64) return arguments[0];
    const int64_t decimals = expr.args.size() == 2 ? std::get<int64_t>(expr.args[1]->value) : 0;
    return CastTo(core::Cat("round(", Cast(arguments[0], "numeric"), ", ", decimals, ")"), expr.type,
                  expr.scale);
  }
  if (name == "coalesce" || name == "nullif" || name == "abs") {
    return core::Cat(name, "(", absl::StrJoin(arguments, ", "), ")");
  }
  // Parts of a time.
  const std::string_view part = name == "weekday" ? std::string_view("isodow") : name;
  return Cast(core::Cat("extract(", part, " FROM ", arguments[0], ")"), "bigint");
}

std::string ExprPrinter::PrintAggregate(const Expr& expr) {
  // There is no least and greatest bool.
  const bool extreme = expr.name == "min" || expr.name == "max";
  if (!extreme || expr.type != Type::kBool) return sql::ExprPrinter::PrintAggregate(expr);
  const std::string argument = Print(*expr.args[0]);
  return core::Cat(expr.name == "min" ? "bool_and(" : "bool_or(", argument, ")", Filter(expr));
}

std::string ExprPrinter::Percentile(const Expr& expr) {
  const std::string sample = Double(Print(*expr.args[0]));
  return core::Cat("percentile_cont(", absl::StrFormat("%.17g", sql::PercentileOf(expr)),
                   ") WITHIN GROUP (ORDER BY ", sample, ")", Filter(expr));
}

std::string ExprPrinter::ArgExtreme(bool greatest, const Expr& expr) {
  std::string by = Print(*expr.args[1]);
  if (expr.args[1]->type == Type::kString) by = Ordered(by);
  const std::string argument = Print(*expr.args[0]);
  // Rows whose `by` is null come last either way, and alone they have none.
  const std::string filter =
      expr.filter == nullptr ? "" : core::Cat(" AND ", Print(*expr.filter));
  return core::Cat("(array_agg(", argument, " ORDER BY ", by, greatest ? " DESC" : "",
                   " NULLS LAST) FILTER (WHERE ", by, " IS NOT NULL", filter, "))[1]");
}

}  // namespace madad::adapters::postgresql
