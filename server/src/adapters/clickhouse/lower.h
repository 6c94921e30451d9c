// Typed expressions with everything explicit that ClickHouse does not do by itself.
#pragma once

#include <string_view>

#include "core/expr/ast.h"

namespace madad::adapters::clickhouse {

// Calls that only lowered trees have; no name in the language begins with `$`.
inline constexpr std::string_view kCast = "$cast";  // args[0] in the node's type
inline constexpr std::string_view kAdd = "$add";    // of numbers, in the node's type
inline constexpr std::string_view kSubtract = "$subtract";
inline constexpr std::string_view kMultiply = "$multiply";
inline constexpr std::string_view kNegate = "$negate";
inline constexpr std::string_view kAnd = "$and";  // whose value matters where it is null
inline constexpr std::string_view kOr = "$or";
inline constexpr std::string_view kFound = "$found";    // IN whose value does not: see Lower
inline constexpr std::string_view kChoose = "$choose";  // WHEN, THEN, ..., ELSE

// Returns `expr` such that operands of comparisons, lists and choices have one
// type, arithmetic on numbers is calls, IN lists hold literals only (with one
// that does not, or a null, it is a chain of OR), BETWEEN is two comparisons,
// CASE and nullif are kChoose, and a backslash in a pattern is doubled.
//
// `is_condition`: it only matters whether `expr` is true, as of a filter. AND
// and OR are the operators and IN is kFound then; they are kAnd, kOr and IN
// where null and false are two values.
// Requires: `expr` is typed.
core::ExprPtr Lower(const core::ExprPtr& expr, bool is_condition = false);

}  // namespace madad::adapters::clickhouse
