#include "adapters/duckdb/expr_printer.h"

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <utility>

#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"

#include "adapters/duckdb/dialect.h"
#include "adapters/duckdb/hidden_column.h"
#include "core/text.h"

namespace madad::adapters::duckdb {

using core::Expr;
using core::Type;
using sql::Cast;

namespace {

// Microseconds, to be multiplied with 32 bits.
constexpr char kSecond[] = "CAST(1000000 AS BIGINT)";

bool IsSeconds(const Expr& expr) {
  return expr.kind == core::ExprKind::kColumn && IsInSeconds(expr.name);
}

}  // namespace

std::string ExprPrinter::CastTo(const std::string& sql, Type type, int32_t scale) {
  return Cast(sql, SqlType(type, 38, scale));
}

std::string ExprPrinter::Bucket(const std::string& time, Type, const core::Bucket& bucket) {
  return PrintBucket(time, bucket);
}

std::string ExprPrinter::Shift(const std::string& time,
                               const std::vector<core::OffsetSpan>& offsets) {
  return PrintShifted(time, offsets);
}

std::string ExprPrinter::Placeholder(core::Value value, Type) {
  const bool is_text = std::holds_alternative<std::string>(value);
  const std::string sql = core::Cat("$", ParameterNumber(std::move(value)));
  return is_text ? Cast(sql, "VARCHAR") : sql;
}

std::string ExprPrinter::Elapsed(const std::string& a, Type, const std::string& b, Type) {
  return core::Cat("(epoch_us(", Cast(a, "TIMESTAMP"), ") - epoch_us(", Cast(b, "TIMESTAMP"), "))");
}

std::string ExprPrinter::Move(const std::string& time, Type, Type type, const std::string& micros,
                              int32_t months, bool back) {
  std::string interval = core::Cat("to_microseconds(", micros, ")");
  if (months != 0) {
    const std::string count = core::Cat("$", ParameterNumber(int64_t{months}));
    interval = core::Cat("(to_months(", Cast(count, "INTEGER"), ") + ", interval, ")");
  }
  return CastTo(core::Cat(time, back ? " - " : " + ", interval), type, 0);
}

std::string ExprPrinter::Call(const Expr& expr, const std::vector<std::string>& arguments) {
  std::string_view function = expr.name;
  if (function == "weekday") function = "isodow";
  if (function == "business_time") function = "madad_business_time";
  if (function == "round" && expr.args.size() == 2) {
    if (expr.type == Type::kInt64) return arguments[0];
    const std::string rounded =
        core::Cat("round(", arguments[0], ", ", std::get<int64_t>(expr.args[1]->value), ")");
    return CastTo(rounded, expr.type, expr.scale);
  }
  const std::string sql = core::Cat(function, "(", absl::StrJoin(arguments, ", "), ")");
  return expr.type == Type::kInt64 ? Cast(sql, "BIGINT") : sql;
}

// The plain functions pass over rows whose value is null.
std::string ExprPrinter::ArgExtreme(bool greatest, const Expr& expr) {
  return core::Cat(greatest ? "arg_max_null(" : "arg_min_null(",
                   absl::StrJoin(PrintArguments(expr), ", "), ")", Filter(expr));
}

void ExprPrinter::SharePercentiles(const std::vector<core::ExprPtr>& aggregates) {
  for (const core::ExprPtr& aggregate : aggregates) {
    if (aggregate->kind != core::ExprKind::kAggregate || !sql::IsPercentile(*aggregate)) continue;
    const std::string argument = core::Cat(PrintSample(*aggregate), Filter(*aggregate));
    std::vector<double>& wanted = percentiles_[argument];
    const double p = sql::PercentileOf(*aggregate);
    if (std::find(wanted.begin(), wanted.end(), p) == wanted.end()) wanted.push_back(p);
  }
}

// A hidden column is a duration in seconds or what its expression is.
std::string ExprPrinter::PrintColumn(const Expr& expr) {
  const std::string column = sql::ExprPrinter::PrintColumn(expr);
  return IsInSeconds(expr.name) ? core::Cat("(", column, " * ", kSecond, ")") : column;
}

// The values that a percentile is of. Integers are ordered as they are: twice
// as fast as doubles, and the result is a double all the same.
std::string ExprPrinter::PrintSample(const Expr& percentile) {
  const Expr& sample = *percentile.args[0];
  if (IsSeconds(sample)) return sql::ExprPrinter::PrintColumn(sample);
  const bool whole = sample.type == Type::kInt64 || sample.type == Type::kDuration;
  return whole ? Print(sample) : Double(Print(sample));
}

std::string ExprPrinter::Percentile(const Expr& expr) {
  const std::string quantile = PrintQuantile(expr);
  return IsSeconds(*expr.args[0]) ? core::Cat("(", quantile, " * ", kSecond, ")") : quantile;
}

std::string ExprPrinter::PrintQuantile(const Expr& expr) {
  const std::string sample = PrintSample(expr);
  const std::string filter = Filter(expr);
  const double p = sql::PercentileOf(expr);
  const std::vector<double>& shared = percentiles_[sample + filter];
  if (shared.size() < 2) {
    return core::Cat("quantile_cont(", sample, ", ", absl::StrFormat("%.17g", p), ")", filter);
  }
  const std::string list = absl::StrJoin(shared, ", ", [](std::string* out, double each) {
    absl::StrAppendFormat(out, "%.17g", each);
  });
  const auto position = std::find(shared.begin(), shared.end(), p) - shared.begin() + 1;
  return core::Cat("list_extract(quantile_cont(", sample, ", [", list, "])", filter, ", ", position,
                   ")");
}

}  // namespace madad::adapters::duckdb
