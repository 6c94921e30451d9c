// Trees for tests: comparing them, and making random ones.
#pragma once

#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "core/expr/ast.h"

namespace madad::core {

// True when `a` and `b` say the same; positions may differ.
inline bool SameTree(const Expr& a, const Expr& b) {
  const bool same_node = a.kind == b.kind && a.name == b.name && a.value == b.value &&
                         a.op == b.op && a.negated == b.negated && a.distinct == b.distinct &&
                         a.args.size() == b.args.size() && (!a.filter) == (!b.filter);
  if (!same_node) return false;
  for (size_t i = 0; i < a.args.size(); ++i) {
    if (!SameTree(*a.args[i], *b.args[i])) return false;
  }
  return !a.filter || SameTree(*a.filter, *b.filter);
}

// Makes trees that the grammar allows; types are not minded.
class RandomTrees {
 public:
  explicit RandomTrees(uint32_t seed) : random_(seed) {}

  ExprPtr Next(int depth) {
    if (depth <= 1 || Below(6) == 0) return Leaf();
    Expr node;
    node.kind = static_cast<ExprKind>(Below(static_cast<int>(ExprKind::kAggregate) + 1));
    switch (node.kind) {
      case ExprKind::kLiteral:
      case ExprKind::kColumn:
      case ExprKind::kParameter:
        return Leaf();
      case ExprKind::kNot:
      case ExprKind::kNegate:
        return With(node, 1, depth);
      case ExprKind::kBinary:
        node.op = static_cast<BinaryOp>(Below(static_cast<int>(BinaryOp::kOr) + 1));
        return With(node, 2, depth);
      case ExprKind::kIn:
        node.negated = Below(2) == 0;
        return With(node, 2 + Below(3), depth);
      case ExprKind::kBetween:
        node.negated = Below(2) == 0;
        return With(node, 3, depth);
      case ExprKind::kIsNull:
        node.negated = Below(2) == 0;
        return With(node, 1, depth);
      case ExprKind::kLike:
        node.negated = Below(2) == 0;
        node.args = {Next(depth - 1), Literal(Text())};
        return Share(node);
      case ExprKind::kCase:
        return With(node, 2 + Below(4), depth);
      case ExprKind::kCall:
        node.name = Pick({"coalesce", "nullif", "abs", "weekday"});
        return With(node, node.name == "nullif" ? 2 : 1, depth);
      case ExprKind::kAggregate:
        return Aggregate(depth);
    }
    return Leaf();
  }

  int Below(int bound) { return std::uniform_int_distribution<int>(0, bound - 1)(random_); }

 private:
  static ExprPtr Share(Expr node) { return std::make_shared<const Expr>(std::move(node)); }

  ExprPtr With(Expr node, int count, int depth) {
    for (int i = 0; i < count; ++i) node.args.push_back(Next(depth - 1));
    return Share(std::move(node));
  }

  ExprPtr Aggregate(int depth) {
    Expr node;
    node.kind = ExprKind::kAggregate;
    node.name = Pick({"count", "sum", "percentile"});
    const bool is_count = node.name == "count";
    if (Below(2) == 0) node.filter = Next(depth - 1);
    node.distinct = is_count && Below(2) == 0;
    if (is_count && !node.distinct && Below(2) == 0) return Share(std::move(node));
    return With(node, node.name == "percentile" ? 2 : 1, depth);
  }

  static ExprPtr Literal(Value value) {
    Expr node;
    node.value = std::move(value);
    return Share(std::move(node));
  }

  ExprPtr Leaf() {
    Expr node;
    if (Below(3) == 0) {
      node.kind = ExprKind::kColumn;
      node.name = Name();
      if (Below(2) == 0) node.name += "." + Name();
      return Share(std::move(node));
    }
    if (Below(6) == 0) {
      node.kind = ExprKind::kParameter;
      node.name = Pick({"from", "p1", "_x"});
      return Share(std::move(node));
    }
    return Literal(AnyValue());
  }

  Value AnyValue() {
    const int64_t bits = static_cast<int64_t>(random_());
    switch (Below(8)) {
      case 0:
        return std::monostate();
      case 1:
        return Below(2) == 0;
      case 2:
        return Below(2) == 0 ? bits : bits % 100;
      case 3:
        return static_cast<double>(bits) / (1 + Below(1000));
      case 4:
        return Decimal{Below(2) == 0 ? bits : bits % 100, 1 + Below(18)};
      case 5:
        return Date{Below(40'000) - 20'000};
      case 6:
        return Timestamp{bits % 60'000'000'000'000'000};
      default:
        return Text();
    }
  }

  std::string Name() {
    return Pick({"source", "a1", "_b", "date", "Filter", "end", "Order Id", "מקור", "a\"b", "1st"});
  }
  std::string Text() { return Pick({"", "won", "it's", "שלום 😀", "a\nb", "''", "-- x", "%_"}); }
  std::string Pick(const std::vector<std::string>& texts) {
    return texts[static_cast<size_t>(Below(static_cast<int>(texts.size())))];
  }

  std::mt19937_64 random_;
};

}  // namespace madad::core
