#include "adapters/duckdb/expr_printer.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <string_view>
#include <utility>

#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"

#include "adapters/duckdb/dialect.h"
#include "core/evaluate.h"
#include "core/text.h"

namespace madad::adapters::duckdb {
namespace {

using core::BinaryOp;
using core::Expr;
using core::ExprKind;
using core::Type;

std::string_view Operator(BinaryOp op) {
  switch (op) {
    case BinaryOp::kAdd:
      return " + ";
    case BinaryOp::kSubtract:
      return " - ";
    case BinaryOp::kMultiply:
      return " * ";
    case BinaryOp::kDivide:
      return " / ";
    case BinaryOp::kEqual:
      return " = ";
    case BinaryOp::kNotEqual:
      return " <> ";
    case BinaryOp::kLess:
      return " < ";
    case BinaryOp::kLessEqual:
      return " <= ";
    case BinaryOp::kGreater:
      return " > ";
    case BinaryOp::kGreaterEqual:
      return " >= ";
    case BinaryOp::kAnd:
      return " AND ";
    case BinaryOp::kOr:
      return " OR ";
  }
  return " ";
}

bool IsTime(Type type) { return type == Type::kDate || type == Type::kTimestamp; }

std::string Cast(std::string_view sql, std::string_view type) {
  return core::Cat("CAST(", sql, " AS ", type, ")");
}

// The DuckDB type of an expression's values.
std::string TypeOf(const Expr& expr) { return SqlType(expr.type, 38, expr.scale); }

// Whether the two are one parameter: -0.0 is not 0.0.
bool IsSame(const core::Value& a, const core::Value& b) {
  const auto* left = std::get_if<double>(&a);
  const auto* right = std::get_if<double>(&b);
  if (left == nullptr || right == nullptr) return a == b;
  return std::bit_cast<uint64_t>(*left) == std::bit_cast<uint64_t>(*right);
}

bool IsPercentile(const Expr& aggregate) {
  return aggregate.name == "median" || aggregate.name == "percentile";
}

double PercentileOf(const Expr& aggregate) {
  return aggregate.name == "median" ? 0.5 : core::AsDouble(aggregate.args[1]->value);
}

// A figure computed in doubles, back in the expression's own type.
std::string FromDouble(std::string_view sql, const Expr& expr) {
  if (expr.type != Type::kDuration) return std::string(sql);
  return core::Cat("CAST(round(", sql, ") AS BIGINT)");
}

}  // namespace

std::string ExprPrinter::Print(const Expr& expr) {
  switch (expr.kind) {
    case ExprKind::kLiteral:
      return PrintLiteral(expr.value);
    case ExprKind::kColumn:
      return core::Cat("r", expr.relation, ".", QuoteIdentifier(expr.name));
    case ExprKind::kNot:
      return core::Cat("(NOT ", Print(*expr.args[0]), ")");
    case ExprKind::kNegate:
      return core::Cat("(- ", Print(*expr.args[0]), ")");
    case ExprKind::kBinary:
      return PrintBinary(expr);
    case ExprKind::kIn:
      return PrintIn(expr);
    case ExprKind::kBetween: {
      std::string sql =
          core::Cat("(", Print(*expr.args[0]), expr.negated ? " NOT" : "", " BETWEEN ");
      core::Append(&sql, Print(*expr.args[1]), " AND ");
      return core::Cat(sql, Print(*expr.args[2]), ")");
    }
    case ExprKind::kIsNull:
      return core::Cat("(", Print(*expr.args[0]), " IS ", expr.negated ? "NOT " : "", "NULL)");
    case ExprKind::kLike: {
      std::string sql = core::Cat("(", Print(*expr.args[0]), expr.negated ? " NOT" : "", " LIKE ");
      return core::Cat(sql, Print(*expr.args[1]), ")");
    }
    case ExprKind::kCase:
      return PrintCase(expr);
    case ExprKind::kAggregate:
      return PrintAggregate(expr);
    // A parameter is a literal by the time an expression is typed.
    case ExprKind::kCall:
    case ExprKind::kParameter:
      return PrintCall(expr);
  }
  return "NULL";
}

std::string ExprPrinter::PrintLiteral(const core::Value& value) {
  if (std::holds_alternative<std::monostate>(value)) return "NULL";
  const auto* duration = std::get_if<core::Duration>(&value);
  const std::string sql = PrintParameter(duration != nullptr ? duration->micros : value);
  return std::holds_alternative<std::string>(value) ? Cast(sql, "VARCHAR") : sql;
}

std::string ExprPrinter::PrintParameter(core::Value value) {
  auto found = std::find_if(parameters_.begin(), parameters_.end(),
                            [&](const core::Value& known) { return IsSame(known, value); });
  if (found == parameters_.end()) found = parameters_.insert(found, std::move(value));
  return core::Cat("$", found - parameters_.begin() + 1);
}

std::string ExprPrinter::PrintBinary(const Expr& expr) {
  const Expr& a = *expr.args[0];
  const Expr& b = *expr.args[1];
  if (expr.op == BinaryOp::kDivide) return PrintDivision(expr);
  const bool arithmetic = expr.op == BinaryOp::kAdd || expr.op == BinaryOp::kSubtract;
  if (arithmetic && (IsTime(a.type) || IsTime(b.type))) return PrintTimeArithmetic(expr);
  // AND and OR may be chains of more than two.
  std::vector<std::string> operands;
  for (const core::ExprPtr& arg : expr.args) operands.push_back(Print(*arg));
  const std::string sql =
      core::Cat("(", absl::StrJoin(operands, core::Piece(Operator(expr.op))), ")");
  const bool scaled = expr.op == BinaryOp::kMultiply && expr.type == Type::kDuration;
  return scaled ? FromDouble(sql, expr) : sql;
}

std::string ExprPrinter::PrintTimeArithmetic(const Expr& expr) {
  const Expr& a = *expr.args[0];
  const Expr& b = *expr.args[1];
  if (IsTime(a.type) && IsTime(b.type)) {
    const std::string left = Print(a);
    return core::Cat("(epoch_us(", Cast(left, "TIMESTAMP"), ") - epoch_us(",
                     Cast(Print(b), "TIMESTAMP"), "))");
  }
  const bool time_first = IsTime(a.type);
  const Expr& duration = time_first ? b : a;
  std::string interval;
  const auto* literal = std::get_if<core::Duration>(&duration.value);
  if (duration.kind == ExprKind::kLiteral && literal != nullptr && literal->months != 0) {
    const std::string months = Cast(PrintParameter(int64_t{literal->months}), "INTEGER");
    interval = core::Cat("(to_months(", months, ") + to_microseconds(",
                         PrintParameter(literal->micros), "))");
  } else {
    interval = core::Cat("to_microseconds(", Print(duration), ")");
  }
  const std::string sum = time_first ? core::Cat(Print(a), Operator(expr.op), interval)
                                     : core::Cat(interval, Operator(expr.op), Print(b));
  return Cast(sum, TypeOf(expr));
}

std::string ExprPrinter::PrintDivision(const Expr& expr) {
  const std::string dividend = Cast(Print(*expr.args[0]), "DOUBLE");
  const std::string divisor = Cast(Print(*expr.args[1]), "DOUBLE");
  return FromDouble(core::Cat("(", dividend, " / nullif(", divisor, ", 0))"), expr);
}

std::string ExprPrinter::PrintIn(const Expr& expr) {
  const std::string subject = Print(*expr.args[0]);
  return core::Cat("(", subject, expr.negated ? " NOT" : "", " IN (", PrintList(expr, 1), "))");
}

std::string ExprPrinter::PrintCase(const Expr& expr) {
  std::string sql = "CASE";
  size_t i = 0;
  for (; i + 1 < expr.args.size(); i += 2) {
    core::Append(&sql, " WHEN ", Print(*expr.args[i]));
    core::Append(&sql, " THEN ", Print(*expr.args[i + 1]));
  }
  if (i < expr.args.size()) core::Append(&sql, " ELSE ", Print(*expr.args[i]));
  return core::Cat(sql, " END");
}

std::string ExprPrinter::PrintCall(const Expr& expr) {
  std::string_view function = expr.name;
  if (function == "weekday") function = "isodow";
  if (function == "business_time") function = "madad_business_time";
  if (function == "round" && expr.args.size() == 2) {
    if (expr.type == core::Type::kInt64) return Print(*expr.args[0]);
    // How many decimals decides the result's type, so it is no parameter.
    const std::string rounded = core::Cat("round(", Print(*expr.args[0]), ", ",
                                          std::get<int64_t>(expr.args[1]->value), ")");
    return Cast(rounded, TypeOf(expr));
  }
  const std::string sql = core::Cat(function, "(", PrintList(expr, 0), ")");
  return expr.type == Type::kInt64 ? Cast(sql, "BIGINT") : sql;
}

std::string ExprPrinter::PrintArguments(const Expr& expr) {
  if (expr.args.empty()) return "count(*)";
  const std::string distinct = expr.distinct ? "DISTINCT " : "";
  const std::string& name = expr.name;
  std::string argument = Print(*expr.args[0]);
  if (name == "avg" || name == "stddev") argument = Cast(argument, "DOUBLE");
  std::string_view function = name;
  if (name == "stddev") function = "stddev_samp";
  // The plain ones pass over rows whose value is null.
  if (name == "arg_min") function = "arg_min_null";
  if (name == "arg_max") function = "arg_max_null";
  if (expr.args.size() > 1)
    return core::Cat(function, "(", argument, ", ", PrintList(expr, 1), ")");
  return core::Cat(function, "(", distinct, argument, ")");
}

std::string ExprPrinter::PrintFilter(const Expr& aggregate) {
  if (aggregate.filter == nullptr) return "";
  return core::Cat(" FILTER (WHERE ", Print(*aggregate.filter), ")");
}

void ExprPrinter::SharePercentiles(const std::vector<core::ExprPtr>& aggregates) {
  for (const core::ExprPtr& aggregate : aggregates) {
    if (aggregate->kind != ExprKind::kAggregate || !IsPercentile(*aggregate)) continue;
    const std::string argument = core::Cat(PrintSample(*aggregate), PrintFilter(*aggregate));
    std::vector<double>& wanted = percentiles_[argument];
    const double p = PercentileOf(*aggregate);
    if (std::find(wanted.begin(), wanted.end(), p) == wanted.end()) wanted.push_back(p);
  }
}

// The values that a percentile is of. Integers are ordered as they are: twice
// as fast as doubles, and the result is a double all the same.
std::string ExprPrinter::PrintSample(const Expr& percentile) {
  const Expr& sample = *percentile.args[0];
  const bool whole = sample.type == Type::kInt64 || sample.type == Type::kDuration;
  return whole ? Print(sample) : Cast(Print(sample), "DOUBLE");
}

std::string ExprPrinter::PrintPercentile(const Expr& expr) {
  const std::string sample = PrintSample(expr);
  const std::string filter = PrintFilter(expr);
  const double p = PercentileOf(expr);
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

std::string ExprPrinter::PrintAggregate(const Expr& expr) {
  if (IsPercentile(expr)) return FromDouble(PrintPercentile(expr), expr);
  const std::string sql = PrintArguments(expr) + PrintFilter(expr);
  if (expr.name == "avg") return FromDouble(sql, expr);
  return expr.name == "sum" ? Cast(sql, TypeOf(expr)) : sql;
}

std::string ExprPrinter::PrintList(const Expr& expr, size_t from) {
  std::vector<std::string> items;
  for (size_t i = from; i < expr.args.size(); ++i) items.push_back(Print(*expr.args[i]));
  return absl::StrJoin(items, ", ");
}

}  // namespace madad::adapters::duckdb
