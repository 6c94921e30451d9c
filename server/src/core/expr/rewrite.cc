#include "core/expr/rewrite.h"

#include <memory>
#include <utility>

namespace madad::core {

ExprPtr Rewrite(const ExprPtr& expr, const Replacement& replace) {
  if (expr == nullptr) return nullptr;
  if (ExprPtr replaced = replace(*expr); replaced != nullptr) return replaced;
  if (expr->args.empty() && expr->filter == nullptr) return expr;
  auto copy = std::make_shared<Expr>(*expr);
  for (ExprPtr& arg : copy->args) arg = Rewrite(arg, replace);
  copy->filter = Rewrite(expr->filter, replace);
  return copy;
}

ExprPtr MakeColumn(std::string name) {
  auto node = std::make_shared<Expr>();
  node->kind = ExprKind::kColumn;
  node->name = std::move(name);
  return node;
}

ExprPtr MakeLiteral(Value value) {
  auto node = std::make_shared<Expr>();
  node->value = std::move(value);
  return node;
}

ExprPtr MakeBinary(BinaryOp op, ExprPtr a, ExprPtr b) {
  auto node = std::make_shared<Expr>();
  node->kind = ExprKind::kBinary;
  node->op = op;
  node->args = {std::move(a), std::move(b)};
  return node;
}

ExprPtr MakeCall(std::string function, std::vector<ExprPtr> args) {
  auto node = std::make_shared<Expr>();
  node->kind = ExprKind::kCall;
  node->name = std::move(function);
  node->args = std::move(args);
  return node;
}

ExprPtr MakeNot(ExprPtr a) {
  auto node = std::make_shared<Expr>();
  node->kind = ExprKind::kNot;
  node->args = {std::move(a)};
  return node;
}

ExprPtr Conjunction(const ExprPtr& a, const ExprPtr& b) {
  if (a == nullptr) return b;
  if (b == nullptr) return a;
  return MakeBinary(BinaryOp::kAnd, a, b);
}

}  // namespace madad::core
