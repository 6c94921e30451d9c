// Questions about untyped trees.
#include <algorithm>

#include "core/expr/check.h"

namespace madad::core {
namespace {

void CollectColumns(const Expr& expr, std::vector<std::string>& names) {
  if (expr.kind == ExprKind::kColumn &&
      std::find(names.begin(), names.end(), expr.name) == names.end()) {
    names.push_back(expr.name);
  }
  for (const ExprPtr& arg : expr.args) CollectColumns(*arg, names);
  if (expr.filter) CollectColumns(*expr.filter, names);
}

}  // namespace

bool HasAggregate(const Expr& expr) {
  return expr.kind == ExprKind::kAggregate ||
         std::any_of(expr.args.begin(), expr.args.end(),
                     [](const ExprPtr& arg) { return HasAggregate(*arg); });
}

std::vector<std::string> ColumnsOf(const Expr& expr) {
  std::vector<std::string> names;
  CollectColumns(expr, names);
  return names;
}

}  // namespace madad::core
