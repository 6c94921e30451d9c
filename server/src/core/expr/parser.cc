#include "core/expr/parser.h"

#include <algorithm>
#include <limits>
#include <memory>

#include "absl/strings/str_cat.h"

#include "core/expr/errors.h"
#include "core/expr/parser_impl.h"
#include "core/status.h"

namespace madad::core {

const Token& Parser::Peek(size_t ahead) const {
  return tokens_[std::min(next_ + ahead, tokens_.size() - 1)];
}

Token Parser::Take() {
  const Token& token = Peek();
  if (token.kind != TokenKind::kEnd) ++next_;
  return token;
}

bool Parser::TakeSymbol(std::string_view symbol) {
  if (!Peek().IsSymbol(symbol)) return false;
  ++next_;
  return true;
}

bool Parser::TakeWord(std::string_view word) {
  if (!Peek().IsWord(word)) return false;
  ++next_;
  return true;
}

absl::Status Parser::ExpectSymbol(std::string_view symbol) {
  if (TakeSymbol(symbol)) return absl::OkStatus();
  return Unexpected(absl::StrCat("'", std::string(symbol), "'"));
}

absl::Status Parser::ExpectWord(std::string_view word, const std::string& shown) {
  if (TakeWord(word)) return absl::OkStatus();
  return Unexpected(shown);
}

absl::Status Parser::Unexpected(const std::string& expected) const {
  const Token& token = Peek();
  std::string problem = absl::StrCat("expected ", expected, ", found ", Describe(token));
  if (token.kind == TokenKind::kWord && IsReserved(token.text)) {
    absl::StrAppend(&problem, "; a column of this name needs \"double quotes\"");
  }
  return ExpressionInvalid(text_, token.position, problem);
}

absl::StatusOr<ExprPtr> Parser::Finish(Expr node) {
  int depth = 0;
  for (const ExprPtr& arg : node.args) depth = std::max(depth, depths_[arg.get()]);
  if (node.filter) depth = std::max(depth, depths_[node.filter.get()]);
  if (depth >= limits_.max_depth) {
    return ExpressionTooComplex(
        text_, node.position,
        absl::StrCat("more than ", limits_.max_depth,
                     " levels of operators; IN (...) replaces a long chain of OR"));
  }
  if (++nodes_ > limits_.max_nodes) {
    return ExpressionTooComplex(text_, node.position,
                                absl::StrCat("more than ", limits_.max_nodes, " operands"));
  }
  auto finished = std::make_shared<const Expr>(std::move(node));
  depths_[finished.get()] = depth + 1;
  return finished;
}

absl::StatusOr<ExprPtr> Parser::Literal(uint32_t position, Value value) {
  Expr node;
  node.position = position;
  node.value = std::move(value);
  return Finish(std::move(node));
}

absl::StatusOr<ExprPtr> Parser::Binary(BinaryOp op, ExprPtr left, ExprPtr right) {
  Expr node;
  node.kind = ExprKind::kBinary;
  node.position = left->position;
  node.op = op;
  node.args = {std::move(left), std::move(right)};
  return Finish(std::move(node));
}

absl::StatusOr<ExprPtr> Parser::ParseAll() {
  MADAD_ASSIGN_OR_RETURN(ExprPtr expr, ParseOr());
  if (Peek().kind != TokenKind::kEnd) return Unexpected("an operator or the end");
  return expr;
}

// Everything that nests passes here, so this bounds the stack.
absl::StatusOr<ExprPtr> Parser::ParseOr() {
  if (nesting_ >= limits_.max_depth) {
    return ExpressionTooComplex(text_, Peek().position,
                                absl::StrCat("nested more than ", limits_.max_depth, " deep"));
  }
  ++nesting_;
  absl::StatusOr<ExprPtr> expr = ParseOrUncounted();
  --nesting_;
  return expr;
}

absl::StatusOr<ExprPtr> Parser::ParseOrUncounted() {
  MADAD_ASSIGN_OR_RETURN(ExprPtr left, ParseAnd());
  while (TakeWord("or")) {
    MADAD_ASSIGN_OR_RETURN(ExprPtr right, ParseAnd());
    MADAD_ASSIGN_OR_RETURN(left, Binary(BinaryOp::kOr, std::move(left), std::move(right)));
  }
  return left;
}

absl::StatusOr<ExprPtr> Parser::ParseAnd() {
  MADAD_ASSIGN_OR_RETURN(ExprPtr left, ParseNot());
  while (TakeWord("and")) {
    MADAD_ASSIGN_OR_RETURN(ExprPtr right, ParseNot());
    MADAD_ASSIGN_OR_RETURN(left, Binary(BinaryOp::kAnd, std::move(left), std::move(right)));
  }
  return left;
}

absl::StatusOr<ExprPtr> Parser::ParseNot() {
  Expr node;
  node.position = Peek().position;
  if (!TakeWord("not")) return ParsePredicate();
  node.kind = ExprKind::kNot;
  MADAD_ASSIGN_OR_RETURN(ExprPtr operand, ParsePredicate());
  node.args.push_back(std::move(operand));
  return Finish(std::move(node));
}

absl::StatusOr<ExprPtr> Parser::ParseSum() {
  MADAD_ASSIGN_OR_RETURN(ExprPtr left, ParseProduct());
  while (Peek().IsSymbol("+") || Peek().IsSymbol("-")) {
    const BinaryOp op = Take().IsSymbol("+") ? BinaryOp::kAdd : BinaryOp::kSubtract;
    MADAD_ASSIGN_OR_RETURN(ExprPtr right, ParseProduct());
    MADAD_ASSIGN_OR_RETURN(left, Binary(op, std::move(left), std::move(right)));
  }
  return left;
}

absl::StatusOr<ExprPtr> Parser::ParseProduct() {
  MADAD_ASSIGN_OR_RETURN(ExprPtr left, ParseUnary());
  while (Peek().IsSymbol("*") || Peek().IsSymbol("/")) {
    const BinaryOp op = Take().IsSymbol("*") ? BinaryOp::kMultiply : BinaryOp::kDivide;
    MADAD_ASSIGN_OR_RETURN(ExprPtr right, ParseUnary());
    MADAD_ASSIGN_OR_RETURN(left, Binary(op, std::move(left), std::move(right)));
  }
  return left;
}

absl::StatusOr<ExprPtr> Parser::ParseUnary() {
  Expr node;
  node.position = Peek().position;
  if (!Peek().IsSymbol("-")) return ParsePrimary();
  // The least int64 has no positive, so a number is read with its minus.
  if (Peek(1).kind == TokenKind::kNumber) return ParseNumberToken(/*negative=*/true);
  Take();
  node.kind = ExprKind::kNegate;
  MADAD_ASSIGN_OR_RETURN(ExprPtr operand, ParsePrimary());
  node.args.push_back(std::move(operand));
  return Finish(std::move(node));
}

absl::StatusOr<ExprPtr> ParseExpression(std::string_view text, const ParseLimits& limits) {
  const size_t most = std::min<size_t>(limits.max_bytes, std::numeric_limits<uint32_t>::max());
  if (text.size() > most) {
    return ExpressionTooComplex(text, most,
                                absl::StrCat(text.size(), " bytes; at most ", most, " are read"));
  }
  MADAD_ASSIGN_OR_RETURN(std::vector<Token> tokens, Tokenize(text));
  return Parser(text, std::move(tokens), limits).ParseAll();
}

}  // namespace madad::core
