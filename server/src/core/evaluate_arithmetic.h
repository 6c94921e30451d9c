// + - * / of the finish step.
#pragma once

#include "absl/status/statusor.h"

#include "core/evaluate_vector.h"
#include "core/expr/ast.h"

namespace madad::core::internal {

// Returns `a` op `b` row by row in the type of `expr`; null where one of them
// is null or the divisor is zero.
// Errors: OUT_OF_RANGE when a figure does not fit.
absl::StatusOr<ResultColumn> Arithmetic(const Expr& expr, const Operand& a, const Operand& b,
                                        size_t rows);

}  // namespace madad::core::internal
