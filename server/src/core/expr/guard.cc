#include "core/expr/guard.h"

#include <algorithm>
#include <memory>
#include <utility>

namespace madad::core {
namespace {

bool IsInstant(const Expr& expr) {
  return expr.type == Type::kDate || expr.type == Type::kTimestamp;
}

// Doubles become infinite instead, and a quotient is a double. Two times of
// this age of the world are never too far apart.
bool CanFail(const Expr& expr) {
  const bool is_arithmetic = expr.kind == ExprKind::kNegate ||
                             (expr.kind == ExprKind::kBinary && expr.op <= BinaryOp::kMultiply);
  const bool is_distance = is_arithmetic && expr.type == Type::kDuration && expr.args.size() == 2 &&
                           IsInstant(*expr.args[0]);
  if (is_arithmetic && !is_distance && expr.type != Type::kDouble) return true;
  if (expr.kind == ExprKind::kCall && (expr.name == "abs" || expr.name == "round")) return true;
  return std::any_of(expr.args.begin(), expr.args.end(),
                     [](const ExprPtr& arg) { return CanFail(*arg); });
}

ExprPtr Where(const ExprPtr& condition, const ExprPtr& value) {
  auto choice = std::make_shared<Expr>();
  choice->kind = ExprKind::kCase;
  choice->type = value->type;
  choice->scale = value->scale;
  choice->args = {condition, value};
  return choice;
}

}  // namespace

ExprPtr GuardArguments(const ExprPtr& aggregate) {
  if (aggregate->filter == nullptr || aggregate->args.empty()) return aggregate;
  if (!CanFail(*aggregate->args[0])) return aggregate;
  auto guarded = std::make_shared<Expr>(*aggregate);
  guarded->args[0] = Where(aggregate->filter, aggregate->args[0]);
  return guarded;
}

}  // namespace madad::core
