// Aggregates whose filters protect their arguments.
#pragma once

#include "core/expr/ast.h"

namespace madad::core {

// Returns `aggregate` (typed) with an argument that can fail in a row, such as
// a product that overflows, evaluated only where the aggregate's filter holds:
// an engine works out the argument of every row, and one that the filter leaves
// out must not make the figure fail.
ExprPtr GuardArguments(const ExprPtr& aggregate);

}  // namespace madad::core
