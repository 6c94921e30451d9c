#include "adapters/sql/expr_printer.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <utility>

#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"

#include "core/evaluate.h"
#include "core/text.h"

namespace madad::adapters::sql {
namespace {

using core::BinaryOp;
using core::Expr;
using core::ExprKind;
using core::Type;

// Whether the two are one parameter: -0.0 is not 0.0.
bool IsSame(const core::Value& a, const core::Value& b) {
  const auto* left = std::get_if<double>(&a);
  const auto* right = std::get_if<double>(&b);
  if (left == nullptr || right == nullptr) return a == b;
  return std::bit_cast<uint64_t>(*left) == std::bit_cast<uint64_t>(*right);
}

bool IsComparison(BinaryOp op) { return op >= BinaryOp::kEqual && op <= BinaryOp::kGreaterEqual; }

}  // namespace

bool IsTime(Type type) { return type == Type::kDate || type == Type::kTimestamp; }

bool IsPercentile(const Expr& aggregate) {
  return aggregate.name == "median" || aggregate.name == "percentile";
}

double PercentileOf(const Expr& aggregate) {
  return aggregate.name == "median" ? 0.5 : core::AsDouble(aggregate.args[1]->value);
}

std::string QuoteAnsi(std::string_view identifier) {
  return core::Cat("\"", absl::StrReplaceAll(core::Piece(identifier), {{"\"", "\"\""}}), "\"");
}

std::string Cast(std::string_view sql, std::string_view type) {
  return core::Cat("CAST(", sql, " AS ", type, ")");
}

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

std::string ExprPrinter::Print(const Expr& expr) {
  switch (expr.kind) {
    case ExprKind::kLiteral:
      return PrintLiteral(expr.value, expr.type);
    case ExprKind::kColumn:
      return PrintColumn(expr);
    case ExprKind::kNot:
      return core::Cat("(NOT ", Print(*expr.args[0]), ")");
    case ExprKind::kNegate:
      return core::Cat("(- ", Print(*expr.args[0]), ")");
    case ExprKind::kBinary:
      return PrintBinary(expr);
    case ExprKind::kIn:
      return PrintIn(expr);
    case ExprKind::kBetween:
      return PrintBetween(expr);
    case ExprKind::kIsNull:
      return core::Cat("(", PrintPresence(*expr.args[0]), " IS ", expr.negated ? "NOT " : "",
                       "NULL)");
    case ExprKind::kLike:
      return Like(Print(*expr.args[0]), Print(*expr.args[1]), expr.negated);
    case ExprKind::kCase:
      return PrintCase(expr);
    case ExprKind::kAggregate:
      return PrintAggregate(expr);
    // A parameter is a literal by the time an expression is typed.
    case ExprKind::kCall:
    case ExprKind::kParameter:
      break;
  }
  // How many decimals decides a type, so it is no parameter.
  if (expr.name == "round") return Call(expr, {Print(*expr.args[0])});
  const std::vector<std::string> arguments = PrintArguments(expr);
  if (expr.name == "least" || expr.name == "greatest") {
    return Extreme(expr.name == "greatest", arguments);
  }
  return Call(expr, arguments);
}

std::string ExprPrinter::Quote(std::string_view identifier) const { return QuoteAnsi(identifier); }

const core::ScanRelation* ExprPrinter::RelationOf(const Expr& column) const {
  if (relations_ == nullptr || column.relation < 0) return nullptr;
  return &(*relations_)[static_cast<size_t>(column.relation)];
}

std::string ExprPrinter::Reference(const Expr& expr, const core::SourceColumn& column) const {
  return core::Cat("r", expr.relation, ".", Quote(column.column.from));
}

// What is null where `expr` is: a column without the offset of its zone.
std::string ExprPrinter::PrintPresence(const Expr& expr) {
  const core::ScanRelation* relation = expr.kind == ExprKind::kColumn ? RelationOf(expr) : nullptr;
  if (relation == nullptr || relation->in_place == nullptr) return Print(expr);
  const core::SourceColumn& column = relation->in_place->columns.at(expr.name);
  const bool replaces = !column.column.values.empty() || !column.column.nulls.empty();
  if (column.offsets.empty() || replaces) return Print(expr);
  return Read(Reference(expr, column), column);
}

std::string ExprPrinter::PrintColumn(const Expr& expr) {
  const core::ScanRelation* relation = RelationOf(expr);
  if (relation == nullptr || relation->in_place == nullptr) {
    return core::Cat("r", expr.relation, ".", Quote(expr.name));
  }
  const core::SourceColumn& column = relation->in_place->columns.at(expr.name);
  const std::string reference = Reference(expr, column);
  const bool replaces = !column.column.values.empty() || !column.column.nulls.empty();
  return Shift(replaces ? Replaced(reference, column) : Read(reference, column), column.offsets);
}

std::string ExprPrinter::Read(const std::string& reference, const core::SourceColumn&) {
  return reference;
}

// The column's text with some values replaced, then read as declared.
std::string ExprPrinter::Replaced(const std::string& reference, const core::SourceColumn& column) {
  core::SourceColumn as_text = column;
  as_text.column.type = Type::kString;
  const std::string text = Read(reference, as_text);
  std::string sql = "(CASE";
  for (const std::string& null : column.column.nulls) {
    const std::string from = PrintLiteral(null, Type::kString);
    core::Append(&sql, " WHEN ", Compare(BinaryOp::kEqual, text, from, Type::kString),
                 " THEN NULL");
  }
  for (const auto& [from, to] : column.column.values) {
    const std::string found = PrintLiteral(from, Type::kString);
    core::Append(&sql, " WHEN ", Compare(BinaryOp::kEqual, text, found, Type::kString));
    core::Append(&sql, " THEN ", PrintLiteral(to, Type::kString));
  }
  core::Append(&sql, " ELSE ", text, " END)");
  if (column.column.type == Type::kString) return sql;
  return Parsed(sql, column.column.type, column.column.scale);
}

std::string ExprPrinter::Parsed(const std::string& text, Type type, int32_t scale) {
  return CastTo(text, type, scale);
}

std::string ExprPrinter::PrintLiteral(const core::Value& value, Type type) {
  if (std::holds_alternative<std::monostate>(value)) return "NULL";
  if (const auto* duration = std::get_if<core::Duration>(&value)) {
    return Placeholder(duration->micros, Type::kInt64);
  }
  return Placeholder(value, type == Type::kNull ? core::TypeOf(value) : type);
}

size_t ExprPrinter::ParameterNumber(core::Value value) {
  auto found = std::find_if(parameters_.begin(), parameters_.end(),
                            [&](const core::Value& known) { return IsSame(known, value); });
  if (found == parameters_.end()) found = parameters_.insert(found, std::move(value));
  return static_cast<size_t>(found - parameters_.begin()) + 1;
}

std::string ExprPrinter::Compare(BinaryOp op, const std::string& a, const std::string& b,
                                 Type type) {
  const bool ordered = type == Type::kString && op != BinaryOp::kEqual && op != BinaryOp::kNotEqual;
  return core::Cat("(", ordered ? Ordered(a) : a, Operator(op), ordered ? Ordered(b) : b, ")");
}

std::string ExprPrinter::PrintBinary(const Expr& expr) {
  const Expr& a = *expr.args[0];
  const Expr& b = *expr.args[1];
  if (expr.op == BinaryOp::kDivide) {
    const std::string dividend = Double(Print(a));
    return FromDouble(Divide(dividend, Double(Print(b))), expr);
  }
  const bool sums = expr.op == BinaryOp::kAdd || expr.op == BinaryOp::kSubtract;
  if (sums && (IsTime(a.type) || IsTime(b.type))) return PrintTimeArithmetic(expr);
  if (IsComparison(expr.op)) {
    const std::string left = Print(a);
    return Compare(expr.op, left, Print(b), a.type == Type::kNull ? b.type : a.type);
  }
  // AND and OR may be chains of more than two.
  const std::string sql =
      core::Cat("(", absl::StrJoin(PrintArguments(expr), core::Piece(Operator(expr.op))), ")");
  const bool scaled = expr.op == BinaryOp::kMultiply && expr.type == Type::kDuration;
  return scaled ? Nearest(sql) : sql;
}

std::string ExprPrinter::PrintTimeArithmetic(const Expr& expr) {
  const Expr& a = *expr.args[0];
  const Expr& b = *expr.args[1];
  if (IsTime(a.type) && IsTime(b.type)) {
    const std::string left = Print(a);
    return Elapsed(left, a.type, Print(b), b.type);
  }
  const bool time_first = IsTime(a.type);
  const Expr& time = time_first ? a : b;
  const Expr& duration = time_first ? b : a;
  const auto* literal = std::get_if<core::Duration>(&duration.value);
  const int32_t months =
      duration.kind == ExprKind::kLiteral && literal != nullptr ? literal->months : 0;
  const std::string moved = Print(time);
  const std::string micros = Print(duration);
  return Move(moved, time.type, expr.type, micros, months, expr.op == BinaryOp::kSubtract);
}

std::string ExprPrinter::Divide(const std::string& dividend, const std::string& divisor) {
  return core::Cat("(", dividend, " / nullif(", divisor, ", 0))");
}

std::string ExprPrinter::Nearest(const std::string& number) {
  return CastTo(core::Cat("round(", number, ")"), Type::kInt64, 0);
}

std::string ExprPrinter::FromDouble(const std::string& sql, const Expr& expr) {
  return expr.type == Type::kDuration ? Nearest(sql) : sql;
}

std::string ExprPrinter::Like(const std::string& text, const std::string& pattern, bool negated) {
  return core::Cat("(", text, negated ? " NOT" : "", " LIKE ", pattern, ")");
}

std::string ExprPrinter::PrintBetween(const Expr& expr) {
  const Type type = expr.args[0]->type == Type::kNull ? expr.args[1]->type : expr.args[0]->type;
  const auto text = [&](size_t i) {
    const std::string sql = Print(*expr.args[i]);
    return type == Type::kString ? Ordered(sql) : sql;
  };
  std::string sql = core::Cat("(", text(0), expr.negated ? " NOT" : "", " BETWEEN ");
  core::Append(&sql, text(1), " AND ");
  return core::Cat(sql, text(2), ")");
}

std::string ExprPrinter::PrintIn(const Expr& expr) {
  const std::string subject = Print(*expr.args[0]);
  std::vector<std::string> items;
  for (size_t i = 1; i < expr.args.size(); ++i) items.push_back(Print(*expr.args[i]));
  return core::Cat("(", subject, expr.negated ? " NOT" : "", " IN (", absl::StrJoin(items, ", "),
                   "))");
}

std::string ExprPrinter::PrintCase(const Expr& expr) {
  std::string sql = "CASE";
  size_t i = 0;
  for (; i + 1 < expr.args.size(); i += 2) {
    core::Append(&sql, " WHEN ", Print(*expr.args[i]));
    core::Append(&sql, " THEN ", Print(*expr.args[i + 1]));
  }
  if (i < expr.args.size()) core::Append(&sql, " ELSE ", Print(*expr.args[i]));
  return core::Cat("(", sql, " END)");
}

std::string ExprPrinter::Extreme(bool greatest, const std::vector<std::string>& values) {
  return core::Cat(greatest ? "greatest(" : "least(", absl::StrJoin(values, ", "), ")");
}

std::vector<std::string> ExprPrinter::PrintArguments(const Expr& expr) {
  std::vector<std::string> arguments;
  for (const core::ExprPtr& arg : expr.args) arguments.push_back(Print(*arg));
  return arguments;
}

std::string ExprPrinter::Filter(const Expr& aggregate) {
  if (aggregate.filter == nullptr) return "";
  return core::Cat(" FILTER (WHERE ", Print(*aggregate.filter), ")");
}

std::string ExprPrinter::StdDev(const std::string& number, const std::string& filter) {
  return core::Cat("stddev_samp(", number, ")", filter);
}

std::string ExprPrinter::PrintAggregate(const Expr& expr) {
  if (IsPercentile(expr)) return FromDouble(Percentile(expr), expr);
  if (expr.name == "arg_min" || expr.name == "arg_max") {
    return ArgExtreme(expr.name == "arg_max", expr);
  }
  if (expr.args.empty()) return core::Cat("count(*)", Filter(expr));
  std::string argument = Print(*expr.args[0]);
  const std::string filter = Filter(expr);
  if (expr.name == "stddev") return StdDev(Double(argument), filter);
  if (expr.name == "avg") {
    return FromDouble(core::Cat("avg(", Double(argument), ")", filter), expr);
  }
  const bool extreme = expr.name == "min" || expr.name == "max";
  if (extreme && expr.type == Type::kString) argument = Ordered(argument);
  const std::string sql =
      core::Cat(expr.name, "(", expr.distinct ? "DISTINCT " : "", argument, ")", filter);
  return expr.name == "sum" ? CastTo(sql, expr.type, expr.scale) : sql;
}

}  // namespace madad::adapters::sql
