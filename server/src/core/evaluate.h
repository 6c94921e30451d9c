// Expressions over columns, in the finish step.
#pragma once

#include <vector>

#include "absl/status/statusor.h"

#include "core/expr/ast.h"
#include "core/result.h"

namespace madad::core {

// The columns that leaf names stand for: `#0` is the first.
using LeafColumns = std::vector<ResultColumn>;

// Returns the values of `expr` (typed by `Check`) in each of `rows` rows:
// arithmetic, comparisons, AND/OR/NOT, IN, BETWEEN, CASE, coalesce, nullif,
// least, greatest and abs over leaves. The result has the expression's type and
// scale, and no name.
// Nulls: as in SQL; dividing by zero gives null.
// Errors: OUT_OF_RANGE on overflow, INVALID_ARGUMENT for a function that has
// no meaning after aggregation.
absl::StatusOr<ResultColumn> Evaluate(const Expr& expr, const LeafColumns& leaves, size_t rows);

// Returns `value` as a double; decimals are scaled. 0 for what is no number.
double AsDouble(const Value& value);

}  // namespace madad::core
