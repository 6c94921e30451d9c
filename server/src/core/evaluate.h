// Values of expressions in the finish step, row by row.
#pragma once

#include <functional>
#include <string_view>

#include "absl/status/statusor.h"

#include "core/expr/ast.h"

namespace madad::core {

// Returns the value of a leaf (`#0`) in the row at hand.
using LeafLookup = std::function<Value(std::string_view name)>;

// Returns the value of `expr`: arithmetic, comparisons, AND/OR/NOT, CASE,
// COALESCE and NULLIF over leaves, typed by `Check`.
// Nulls: as in SQL; dividing by zero gives null.
// Errors: OUT_OF_RANGE on overflow, INVALID_ARGUMENT for a function that has
// no meaning after aggregation.
absl::StatusOr<Value> Evaluate(const Expr& expr, const LeafLookup& leaf);

// Returns `value` as a double; decimals are scaled. 0 for what is no number.
double AsDouble(const Value& value);

// Returns -1, 0 or 1. Requires: neither is null and the types are comparable.
int Compare(const Value& a, const Value& b);

}  // namespace madad::core
