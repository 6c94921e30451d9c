// The recursive-descent parser; parser.h says what it accepts.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"

#include "core/expr/ast.h"
#include "core/expr/functions.h"
#include "core/expr/lexer.h"
#include "core/expr/parser.h"

namespace madad::core {

// One rule of the grammar a method. Every method begins at the first token of
// its rule and leaves the first token after it.
class Parser {
 public:
  Parser(std::string_view text, std::vector<Token> tokens, const ParseLimits& limits)
      : text_(text), tokens_(std::move(tokens)), limits_(limits) {}

  // The whole text.
  absl::StatusOr<ExprPtr> ParseAll();

 private:
  // Operators (parser.cc), loosest first.
  absl::StatusOr<ExprPtr> ParseOr();
  absl::StatusOr<ExprPtr> ParseOrUncounted();
  absl::StatusOr<ExprPtr> ParseAnd();
  absl::StatusOr<ExprPtr> ParseNot();
  absl::StatusOr<ExprPtr> ParseSum();
  absl::StatusOr<ExprPtr> ParseProduct();
  absl::StatusOr<ExprPtr> ParseUnary();

  // Predicates (parse_predicate.cc).
  absl::StatusOr<ExprPtr> ParsePredicate();
  absl::StatusOr<ExprPtr> ParseIsNull(ExprPtr left);
  absl::StatusOr<ExprPtr> ParseIn(ExprPtr left, bool negated);
  absl::StatusOr<ExprPtr> ParseBetween(ExprPtr left, bool negated);
  absl::StatusOr<ExprPtr> ParseLike(ExprPtr left, bool negated);

  // Values (parse_primary.cc).
  absl::StatusOr<ExprPtr> ParsePrimary();
  absl::StatusOr<ExprPtr> ParseWord();
  absl::StatusOr<ExprPtr> ParseNumberToken(bool negative);
  absl::StatusOr<ExprPtr> ParseDated();
  absl::StatusOr<ExprPtr> ParseColumn();
  absl::StatusOr<std::string> ParseColumnPart();
  absl::StatusOr<ExprPtr> ParseCase();

  // Calls (parse_call.cc).
  absl::StatusOr<ExprPtr> ParseCall();
  absl::Status ParseArguments(const Function& function, Expr& call);
  absl::Status ParseFilter(const Function& function, Expr& call);

  // Tokens. The last one, kEnd, is never left.
  const Token& Peek(size_t ahead = 0) const;
  Token Take();
  bool TakeSymbol(std::string_view symbol);
  bool TakeWord(std::string_view word);
  absl::Status ExpectSymbol(std::string_view symbol);
  absl::Status ExpectWord(std::string_view word, const std::string& shown);
  absl::Status Unexpected(const std::string& expected) const;

  // Nodes. `Finish` holds the tree to its limits.
  absl::StatusOr<ExprPtr> Finish(Expr node);
  absl::StatusOr<ExprPtr> Literal(uint32_t position, Value value);
  absl::StatusOr<ExprPtr> Binary(BinaryOp op, ExprPtr left, ExprPtr right);

  const std::string_view text_;
  const std::vector<Token> tokens_;
  const ParseLimits limits_;
  size_t next_ = 0;
  int nesting_ = 0;
  int nodes_ = 0;
  // Levels of the tree beneath and with each finished node.
  absl::flat_hash_map<const Expr*, int> depths_;
};

}  // namespace madad::core
