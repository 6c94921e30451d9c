#include "core/leaves.h"

#include <memory>
#include <utility>

#include "absl/strings/numbers.h"

#include "core/expr/parser.h"
#include "core/text.h"

namespace madad::core {
namespace {

ExprPtr Binary(BinaryOp op, const ExprPtr& a, const ExprPtr& b) {
  auto expr = std::make_shared<Expr>();
  expr->kind = ExprKind::kBinary;
  expr->op = op;
  expr->args = {a, b};
  return expr;
}

}  // namespace

ExprPtr Conjunction(const ExprPtr& a, const ExprPtr& b) {
  if (a == nullptr) return b;
  if (b == nullptr) return a;
  return Binary(BinaryOp::kAnd, a, b);
}

ExprPtr Quotient(const ExprPtr& a, const ExprPtr& b) { return Binary(BinaryOp::kDivide, a, b); }

ExprPtr Leaves::Extract(const ExprPtr& expr, const ExprPtr& filter) {
  if (expr->kind == ExprKind::kAggregate) {
    auto aggregate = std::make_shared<Expr>(*expr);
    aggregate->filter = Conjunction(filter, expr->filter);
    return Add(std::move(aggregate));
  }
  auto copy = std::make_shared<Expr>(*expr);
  for (ExprPtr& arg : copy->args) arg = Extract(arg, filter);
  return copy;
}

ExprPtr Leaves::Add(ExprPtr aggregate) {
  const std::string text = ToText(*aggregate);
  size_t index = 0;
  while (index < texts_.size() && texts_[index] != text) ++index;
  if (index == texts_.size()) {
    texts_.push_back(text);
    aggregates_.push_back(std::move(aggregate));
  }
  auto name = std::make_shared<Expr>();
  name->kind = ExprKind::kColumn;
  name->name = Cat("#", index);
  return name;
}

size_t Leaves::IndexOf(std::string_view name) {
  size_t index = 0;
  return name.size() > 1 && absl::SimpleAtoi(Piece(name.substr(1)), &index) ? index : 0;
}

}  // namespace madad::core
