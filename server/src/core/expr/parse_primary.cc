// Literals, parameters, columns, CASE and what stands in parentheses.
#include "absl/strings/str_cat.h"

#include "core/expr/errors.h"
#include "core/expr/number.h"
#include "core/expr/parser_impl.h"
#include "core/status.h"

namespace madad::core {

absl::StatusOr<ExprPtr> Parser::ParsePrimary() {
  const Token& token = Peek();
  switch (token.kind) {
    case TokenKind::kNumber:
      return ParseNumberToken(/*negative=*/false);
    case TokenKind::kString:
      ++next_;
      return Literal(token.position, token.text);
    case TokenKind::kParameter: {
      ++next_;
      Expr node;
      node.kind = ExprKind::kParameter;
      node.position = token.position;
      node.name = token.text;
      return Finish(std::move(node));
    }
    case TokenKind::kWord:
      return ParseWord();
    case TokenKind::kQuoted:
      return ParseColumn();
    case TokenKind::kSymbol:
    case TokenKind::kEnd:
      break;
  }
  if (!TakeSymbol("(")) return Unexpected("a value");
  MADAD_ASSIGN_OR_RETURN(ExprPtr inner, ParseOr());
  if (!TakeSymbol(")")) return Unexpected("an operator or ')'");
  return inner;
}

absl::StatusOr<ExprPtr> Parser::ParseWord() {
  const uint32_t position = Peek().position;
  if (TakeWord("true")) return Literal(position, true);
  if (TakeWord("false")) return Literal(position, false);
  if (TakeWord("null")) return Literal(position, std::monostate());
  if (Peek().IsWord("case")) return ParseCase();
  if (IsReserved(Peek().text)) return Unexpected("a value");
  if (Peek(1).IsSymbol("(")) return ParseCall();
  const bool dated = Peek().IsWord("date") || Peek().IsWord("timestamp");
  if (dated && Peek(1).kind == TokenKind::kString) return ParseDated();
  return ParseColumn();
}

absl::StatusOr<ExprPtr> Parser::ParseNumberToken(bool negative) {
  const uint32_t position = Peek().position;
  if (negative) Take();
  const std::string text = Take().text;
  std::optional<Value> value = ParseNumber(negative ? absl::StrCat("-", text) : text);
  if (!value) {
    const bool whole = text.find_first_of(".eE") == std::string::npos;
    return ExpressionInvalid(text_, position,
                             whole ? "number does not fit int64; write it with an exponent (1e20) "
                                     "for a double"
                                   : "number is beyond what a double can hold");
  }
  return Literal(position, *std::move(value));
}

// DATE '...' or TIMESTAMP '...'.
absl::StatusOr<ExprPtr> Parser::ParseDated() {
  const uint32_t position = Peek().position;
  const bool is_date = Take().IsWord("date");
  const Token text = Take();
  absl::StatusOr<Value> value =
      is_date ? absl::StatusOr<Value>(ParseDate(text.text)) : ParseTimestamp(text.text);
  if (!value.ok()) {
    return ExpressionInvalid(text_, text.position, std::string(value.status().message()));
  }
  return Literal(position, *std::move(value));
}

absl::StatusOr<ExprPtr> Parser::ParseColumn() {
  Expr node;
  node.kind = ExprKind::kColumn;
  node.position = Peek().position;
  MADAD_ASSIGN_OR_RETURN(node.name, ParseColumnPart());
  if (TakeSymbol(".")) {
    MADAD_ASSIGN_OR_RETURN(const std::string column, ParseColumnPart());
    absl::StrAppend(&node.name, ".", column);
  }
  if (Peek().IsSymbol(".")) {
    return ExpressionInvalid(text_, Peek().position, "a column is written column or join.column");
  }
  return Finish(std::move(node));
}

absl::StatusOr<std::string> Parser::ParseColumnPart() {
  const Token& token = Peek();
  if (token.kind == TokenKind::kQuoted) {
    // The tree joins both parts with a dot.
    if (token.text.empty() || token.text.find('.') != std::string::npos) {
      return ExpressionInvalid(text_, token.position,
                               "a quoted column is not empty and has no dot; each side of a dot "
                               "has quotes of its own");
    }
    return Take().text;
  }
  if (token.kind == TokenKind::kWord && !IsReserved(token.text)) return Take().text;
  return Unexpected("a column");
}

absl::StatusOr<ExprPtr> Parser::ParseCase() {
  Expr node;
  node.kind = ExprKind::kCase;
  node.position = Take().position;
  MADAD_RETURN_IF_ERROR(ExpectWord("when", "WHEN"));
  do {
    MADAD_ASSIGN_OR_RETURN(ExprPtr condition, ParseOr());
    MADAD_RETURN_IF_ERROR(ExpectWord("then", "an operator or THEN"));
    MADAD_ASSIGN_OR_RETURN(ExprPtr result, ParseOr());
    node.args.push_back(std::move(condition));
    node.args.push_back(std::move(result));
  } while (TakeWord("when"));
  if (TakeWord("else")) {
    MADAD_ASSIGN_OR_RETURN(ExprPtr otherwise, ParseOr());
    node.args.push_back(std::move(otherwise));
  }
  MADAD_RETURN_IF_ERROR(ExpectWord("end", "an operator or END"));
  return Finish(std::move(node));
}

}  // namespace madad::core
