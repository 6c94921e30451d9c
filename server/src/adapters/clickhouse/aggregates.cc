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

std::string ExprPrinter::OrNull(const std::string& argument) const {
  return groups_have_rows_ && IsNeverNull(argument) ? argument : Cat("toNullable(", argument, ")");
}

std::string ExprPrinter::Counted(const Expr& aggregate, const std::string& argument) {
  if (aggregate.filter == nullptr) return OrNull(argument);
  return Cat("multiIf(", Print(*aggregate.filter), ", toNullable(", argument, "), NULL)");
}

std::string ExprPrinter::Apply(std::string_view function, const Expr& aggregate,
                               const std::string& arguments) {
  std::string name(function);
  std::string all = arguments;
  if (aggregate.filter != nullptr) {
    core::Append(&name, "If");
    core::Append(&all, all.empty() ? "" : ", ", Print(*aggregate.filter));
  }
  return histogram_ == nullptr ? Cat(name, "(", all, ")") : histogram_->Merged(name, all);
}

// With -If, a row that is not counted makes the old server's result a number, and a state of
// nulls is one.
std::string ExprPrinter::ApplyOrNull(std::string_view function, const Expr& aggregate,
                                     const std::string& argument) {
  const std::string applied = Apply(function, aggregate, OrNull(argument));
  if (histogram_ == nullptr && aggregate.filter == nullptr) return applied;
  return Cat("multiIf(", Apply("count", aggregate, OrNull(argument)), " = 0, NULL, toNullable(",
             applied, "))");
}

std::string ExprPrinter::Sample(const Expr& percentile) {
  return Counted(percentile, Double(Print(*percentile.args[0])));
}

const ExprPrinter::ReadColumn* ExprPrinter::StoredDecimal(const std::string& sql) const {
  const ReadColumn* read = ReadOf(sql);
  return read != nullptr && read->is_as_stored ? read : nullptr;
}

std::string ExprPrinter::Sum(const Expr& expr, const std::string& argument) {
  if (expr.type == Type::kDouble) return ApplyOrNull("sum", expr, argument);
  if (expr.type != Type::kDecimal) {
    const std::string wide = Cat("toDecimal128(", argument, ", 0)");
    return Cat("toInt64(", ApplyOrNull("sum", expr, wide), ")");
  }
  // The engine widens the sum by itself.
  if (const ReadColumn* stored = StoredDecimal(argument)) {
    return ApplyOrNull("sum", expr, stored->reference);
  }
  const std::string sum = ApplyOrNull("sum", expr, argument);
  if (expr.args[0]->kind == core::ExprKind::kColumn) return sum;
  // Decimals do not wrap when they are multiplied, but when they are summed.
  const std::string size =
      Cat("abs(", ApplyOrNull("sum", expr, Cat("toFloat64(", argument, ")")), ")");
  return Cat("(", sum, " + toDecimal128(throwIf(coalesce(", size, " > 1e", 37 - expr.scale,
             ", 0)), 0))");
}

std::string ExprPrinter::PrintAggregate(const Expr& expr) {
  const bool finds = expr.name == "arg_min" || expr.name == "arg_max";
  if (finds || sql::IsPercentile(expr)) return sql::ExprPrinter::PrintAggregate(expr);
  if (expr.args.empty()) return Cat("toInt64(", Apply("count", expr, ""), ")");
  const std::string argument = Print(*expr.args[0]);
  if (expr.name == "sum") return Sum(expr, argument);
  if (expr.name == "count") {
    const std::string_view function = expr.distinct ? "uniqExact" : "count";
    const std::string counted = expr.distinct ? argument : PrintPresence(*expr.args[0]);
    return Cat("toInt64(coalesce(", Apply(function, expr, OrNull(counted)), ", 0))");
  }
  if (expr.name == "min" || expr.name == "max") return ApplyOrNull(expr.name, expr, argument);
  const ReadColumn* stored = StoredDecimal(argument);
  const std::string number = Double(stored == nullptr ? argument : stored->reference);
  if (expr.name == "avg") return FromDouble(ApplyOrNull("avg", expr, number), expr);
  return Cat("multiIf(", Apply("count", expr, OrNull(number)), " < 2, NULL, ",
             Apply("stddevSamp", expr, OrNull(number)), ")");
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
  const std::string by = OrNull(Print(*expr.args[1]));
  const std::string_view function = greatest ? "argMax" : "argMin";
  const bool is_plain = groups_have_rows_ && expr.filter == nullptr && IsNeverNull(value);
  if (is_plain && IsNeverNull(by)) return Apply(function, expr, Cat(value, ", ", by));
  return Cat(Apply(function, expr, Cat("[toNullable(", value, ")], ", by)), "[1]");
}

}  // namespace madad::adapters::clickhouse
