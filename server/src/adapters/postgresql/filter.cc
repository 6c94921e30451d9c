// Conditions on times that PostgreSQL's planner understands: the column itself against a value.
#include <string>

#include "absl/strings/str_join.h"

#include "adapters/postgresql/expr_printer.h"
#include "adapters/postgresql/types.h"
#include "core/text.h"

namespace madad::adapters::postgresql {
namespace {

using core::BinaryOp;
using core::Expr;
using core::ExprKind;

bool IsUpper(BinaryOp op) { return op == BinaryOp::kLess || op == BinaryOp::kLessEqual; }
bool IsLower(BinaryOp op) { return op == BinaryOp::kGreater || op == BinaryOp::kGreaterEqual; }

}  // namespace

const core::SourceColumn* ExprPrinter::TimeColumn(const Expr& expr) const {
  const core::ScanRelation* relation = expr.kind == ExprKind::kColumn ? RelationOf(expr) : nullptr;
  if (relation == nullptr || relation->in_place == nullptr) return nullptr;
  const core::SourceColumn& column = relation->in_place->columns.at(expr.name);
  const bool replaces = !column.column.values.empty() || !column.column.nulls.empty();
  const bool is_date = column.native == "date";
  const bool is_as_declared = FamilyOf(column.native) == Family::kTime &&
                              is_date == (column.column.type == core::Type::kDate);
  return is_as_declared && !replaces ? &column : nullptr;
}

std::string ExprPrinter::PrintFilter(const Expr& condition) {
  if (condition.kind == ExprKind::kBinary && condition.op == BinaryOp::kAnd) {
    std::vector<std::string> parts;
    for (const core::ExprPtr& arg : condition.args) parts.push_back(PrintFilter(*arg));
    return core::Cat("(", absl::StrJoin(parts, " AND "), ")");
  }
  const bool has_column = !condition.args.empty();
  const core::SourceColumn* column = has_column ? TimeColumn(*condition.args[0]) : nullptr;
  if (column == nullptr) return Print(condition);
  if (condition.kind == ExprKind::kIsNull && condition.negated) {
    return core::Cat("isfinite(", Reference(*condition.args[0], *column), ")");
  }
  const bool compares = condition.kind == ExprKind::kBinary &&
                        (IsLower(condition.op) || IsUpper(condition.op)) &&
                        condition.args[1]->kind == ExprKind::kLiteral;
  return compares ? TimeFilter(condition, *column) : Print(condition);
}

std::string ExprPrinter::TimeFilter(const Expr& comparison, const core::SourceColumn& column) {
  const std::string reference = Reference(*comparison.args[0], column);
  const std::string_view op = sql::Operator(comparison.op);
  const std::string value = Print(*comparison.args[1]);
  const bool upper = IsUpper(comparison.op);
  // Where there is an offset the bare column is only near: no zone is further from UTC.
  if (!column.offsets.empty()) {
    return core::Cat("(", reference, op, value, upper ? " + " : " - ", "INTERVAL '26 hours' AND ",
                     Print(comparison), ")");
  }
  // What is infinite is not known, and so on neither side.
  return core::Cat("(", reference, op, value, " AND ", reference,
                   upper ? " > '-infinity')" : " < 'infinity')");
}

}  // namespace madad::adapters::postgresql
