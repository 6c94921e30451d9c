// Text to tree.
#pragma once

#include <string_view>

#include "absl/status/statusor.h"

#include "core/expr/ast.h"

namespace madad::core {

struct ParseLimits {
  size_t max_bytes = 16 * 1024;
  int max_depth = 100;
  int max_nodes = 4000;
};

// Returns the untyped tree of `text`.
//
// Grammar, loosest first (keywords and function names in any case; columns and
// strings are case-sensitive):
//   or:   and {OR and}          and: not {AND not}         not: [NOT] predicate
//   predicate: sum [ (= | <> | != | < | <= | > | >=) sum
//                  | IS [NOT] NULL | [NOT] IN (or, ...) | [NOT] BETWEEN sum AND sum
//                  | [NOT] LIKE 'pattern' ]
//   sum: product {(+|-) product}     product: unary {(*|/) unary}     unary: [-] primary
//   primary: number | 'string' ('' is a quote) | TRUE | FALSE | NULL
//          | DATE 'YYYY-MM-DD' | TIMESTAMP '...' | :parameter | column | join.column
//          | "quoted column" ("" is a quote; also each side of a dot)
//          | CASE WHEN or THEN or ... [ELSE or] END
//          | name([DISTINCT] or, ...) [FILTER (WHERE or)] | count(*) | (or)
// Functions: coalesce, nullif, least and greatest (both leave nulls out), abs, round, lower, upper,
// year, quarter, month, day, weekday (1 Monday .. 7), hour; in metrics also as_of() and
// stage('id'). Aggregates: count, sum, avg, min, max, median, percentile(x, p), stddev, arg_min(x,
// y) and arg_max(x, y) (the x of the row with the smallest or largest y; with several such rows,
// any of theirs); only count takes DISTINCT. A number without point and exponent is int64, with a
// point a decimal (a double when 18 decimals of an int64 cannot hold it), with an exponent a
// double; a minus before a number is part of it. A chain of n operators of one level is n levels
// deep.
//
// Errors: INVALID_ARGUMENT, reason EXPRESSION_INVALID, metadata `position`
// (1-based, in characters) and `expression`; the message shows the text with a
// caret under the character. Exceeding a limit is EXPRESSION_TOO_COMPLEX.
absl::StatusOr<ExprPtr> ParseExpression(std::string_view text, const ParseLimits& limits = {});

// Returns `expr` in the language's own syntax, such that parsing it again
// gives the same tree.
std::string ToText(const Expr& expr);

}  // namespace madad::core
