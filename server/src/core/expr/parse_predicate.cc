// Comparisons, IS NULL, IN, BETWEEN and LIKE.
#include <optional>

#include "core/expr/parser_impl.h"
#include "core/status.h"

namespace madad::core {
namespace {

std::optional<BinaryOp> Comparison(const Token& token) {
  if (token.IsSymbol("=")) return BinaryOp::kEqual;
  if (token.IsSymbol("<>") || token.IsSymbol("!=")) return BinaryOp::kNotEqual;
  if (token.IsSymbol("<")) return BinaryOp::kLess;
  if (token.IsSymbol("<=")) return BinaryOp::kLessEqual;
  if (token.IsSymbol(">")) return BinaryOp::kGreater;
  if (token.IsSymbol(">=")) return BinaryOp::kGreaterEqual;
  return std::nullopt;
}

Expr NodeAfter(ExprKind kind, ExprPtr left, bool negated) {
  Expr node;
  node.kind = kind;
  node.position = left->position;
  node.negated = negated;
  node.args.push_back(std::move(left));
  return node;
}

}  // namespace

absl::StatusOr<ExprPtr> Parser::ParsePredicate() {
  MADAD_ASSIGN_OR_RETURN(ExprPtr left, ParseSum());
  if (const std::optional<BinaryOp> op = Comparison(Peek())) {
    Take();
    MADAD_ASSIGN_OR_RETURN(ExprPtr right, ParseSum());
    return Binary(*op, std::move(left), std::move(right));
  }
  if (TakeWord("is")) return ParseIsNull(std::move(left));
  const bool negated = TakeWord("not");
  if (TakeWord("in")) return ParseIn(std::move(left), negated);
  if (TakeWord("between")) return ParseBetween(std::move(left), negated);
  if (TakeWord("like")) return ParseLike(std::move(left), negated);
  if (negated) return Unexpected("IN, BETWEEN or LIKE after NOT");
  return left;
}

absl::StatusOr<ExprPtr> Parser::ParseIsNull(ExprPtr left) {
  const bool negated = TakeWord("not");
  MADAD_RETURN_IF_ERROR(ExpectWord("null", negated ? "NULL" : "NULL or NOT NULL"));
  return Finish(NodeAfter(ExprKind::kIsNull, std::move(left), negated));
}

absl::StatusOr<ExprPtr> Parser::ParseIn(ExprPtr left, bool negated) {
  Expr node = NodeAfter(ExprKind::kIn, std::move(left), negated);
  MADAD_RETURN_IF_ERROR(ExpectSymbol("("));
  do {
    MADAD_ASSIGN_OR_RETURN(ExprPtr item, ParseOr());
    node.args.push_back(std::move(item));
  } while (TakeSymbol(","));
  if (!TakeSymbol(")")) return Unexpected("',' or ')'");
  return Finish(std::move(node));
}

absl::StatusOr<ExprPtr> Parser::ParseBetween(ExprPtr left, bool negated) {
  Expr node = NodeAfter(ExprKind::kBetween, std::move(left), negated);
  MADAD_ASSIGN_OR_RETURN(ExprPtr low, ParseSum());
  MADAD_RETURN_IF_ERROR(ExpectWord("and", "AND and the upper bound of BETWEEN"));
  MADAD_ASSIGN_OR_RETURN(ExprPtr high, ParseSum());
  node.args.push_back(std::move(low));
  node.args.push_back(std::move(high));
  return Finish(std::move(node));
}

absl::StatusOr<ExprPtr> Parser::ParseLike(ExprPtr left, bool negated) {
  if (Peek().kind != TokenKind::kString) return Unexpected("a pattern in 'quotes'");
  const Token pattern = Take();
  Expr node = NodeAfter(ExprKind::kLike, std::move(left), negated);
  MADAD_ASSIGN_OR_RETURN(ExprPtr literal, Literal(pattern.position, pattern.text));
  node.args.push_back(std::move(literal));
  return Finish(std::move(node));
}

}  // namespace madad::core
