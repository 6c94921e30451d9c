// Aggregates in ClickHouse's SQL.
#include "absl/strings/str_format.h"

#include "adapters/clickhouse/calendar.h"
#include "adapters/clickhouse/expr_printer.h"
#include "core/text.h"

namespace madad::adapters::clickhouse {
namespace {

using core::Cat;
using core::Expr;
using core::Type;

// Type 7 of `sorted` values: between the two nearest.
std::string Interpolated(double p) {
  const std::string rank = absl::StrFormat("((length(v) - 1) * %.17g)", p);
  const std::string low = Cat("toInt64(floor(", rank, "))");
  const std::string at = Cat("v[", low, " + 1]");
  const std::string next = Cat("v[least(", low, " + 2, toInt64(length(v)))]");
  return Cat("multiIf(length(v) = 0, NULL, ", at, " + (", next, " - ", at, ") * (", rank,
             " - floor(", rank, ")))");
}

}  // namespace

std::string ExprPrinter::Counted(const Expr& aggregate, const std::string& argument) {
  // An aggregate of what can be null is null of no rows.
  if (aggregate.filter == nullptr) {
    return groups_have_rows_ && IsNeverNull(argument) ? argument
                                                      : Cat("toNullable(", argument, ")");
  }
  return Cat("multiIf(", Print(*aggregate.filter), ", toNullable(", argument, "), NULL)");
}

std::string ExprPrinter::Aggregate(std::string_view function, const std::string& argument) {
  if (histogram_ == nullptr) return Cat(function, "(", argument, ")");
  const std::string merged = histogram_->Merged(function, argument);
  if (function != "sum" && function != "min" && function != "max" && function != "avg") {
    return merged;
  }
  return Cat("multiIf(", histogram_->Merged("count", argument), " = 0, NULL, toNullable(", merged,
             "))");
}

std::string ExprPrinter::Sample(const Expr& percentile) {
  return Counted(percentile, Double(Print(*percentile.args[0])));
}

std::string ExprPrinter::Sum(const Expr& expr, const std::string& argument) {
  if (expr.type == Type::kDouble) return Aggregate("sum", Counted(expr, argument));
  if (expr.type != Type::kDecimal) {
    const std::string wide = Cat("toDecimal128(", argument, ", 0)");
    return Cat("toInt64(", Aggregate("sum", Counted(expr, wide)), ")");
  }
  const auto read = read_.find(argument);
  if (read != read_.end() && read->second.is_as_stored) {
    // The engine widens the sum by itself.
    return Aggregate("sum", Counted(expr, read->second.reference));
  }
  const std::string sum = Aggregate("sum", Counted(expr, argument));
  if (expr.args[0]->kind == core::ExprKind::kColumn) return sum;
  // Decimals do not wrap when they are multiplied, but when they are summed.
  const std::string size =
      Cat("abs(", Aggregate("sum", Cat("toFloat64(", Counted(expr, argument), ")")), ")");
  return Cat("(", sum, " + toDecimal128(throwIf(coalesce(", size, " > 1e", 37 - expr.scale,
             ", 0)), 0))");
}

std::string ExprPrinter::PrintAggregate(const Expr& expr) {
  const bool finds = expr.name == "arg_min" || expr.name == "arg_max";
  if (finds || sql::IsPercentile(expr)) return sql::ExprPrinter::PrintAggregate(expr);
  if (expr.args.empty()) {
    return Cat("toInt64(", expr.filter == nullptr ? Aggregate("count", "")
                                                  : Aggregate("countIf", Print(*expr.filter)),
               ")");
  }
  const std::string argument = Print(*expr.args[0]);
  if (expr.name == "sum") return Sum(expr, argument);
  if (expr.name == "count") {
    const std::string_view function = expr.distinct ? "uniqExact" : "count";
    const std::string counted = expr.distinct ? argument : PrintPresence(*expr.args[0]);
    return Cat("toInt64(coalesce(", Aggregate(function, Counted(expr, counted)), ", 0))");
  }
  if (expr.name == "min" || expr.name == "max") {
    return Aggregate(expr.name, Counted(expr, argument));
  }
  const std::string number = Counted(expr, Double(argument));
  if (expr.name == "avg") return FromDouble(Aggregate("avg", number), expr);
  return Cat("multiIf(", Aggregate("count", number), " < 2, NULL, ",
             Aggregate("stddevSamp", number), ")");
}

std::string ExprPrinter::Percentile(const Expr& expr) {
  const double p = sql::PercentileOf(expr);
  if (histogram_ != nullptr) return Histogram::Percentile(p);
  const std::string sample = Sample(expr);
  if (version_.IsModern()) {
    return Cat("multiIf(count(", sample, ") = 0, NULL, quantileExactInclusive(",
               absl::StrFormat("%.17g", p), ")(", sample, "))");
  }
  return Let("v", Cat("arraySort(groupArray(", sample, "))"), Interpolated(p));
}

// The value goes in an array: alone, a null would make its row count for nothing.
std::string ExprPrinter::ArgExtreme(bool greatest, const Expr& expr) {
  const std::string value = Print(*expr.args[0]);
  const std::string by = Counted(expr, Print(*expr.args[1]));
  const std::string_view function = greatest ? "argMax" : "argMin";
  const bool is_plain = groups_have_rows_ && expr.filter == nullptr && IsNeverNull(value) &&
                        IsNeverNull(by);
  if (is_plain) return Aggregate(function, Cat(value, ", ", by));
  return Cat(Aggregate(function, Cat("[toNullable(", value, ")], ", by)), "[1]");
}

}  // namespace madad::adapters::clickhouse
