// Values in place of what a definition leaves open.
#pragma once

#include <optional>

#include "absl/status/statusor.h"

#include "core/expr/ast.h"
#include "core/metric/parameters.h"
#include "core/metric_set.h"

namespace madad::core {

// Returns `expr` (may be null) of `metric` with its parameters, as_of() and
// stage() in place; untyped as before. An as_of that is not known is null.
// Requires: `metric.catalog` and `metric.table` are set.
// Errors: FAILED_PRECONDITION (STAGE_UNKNOWN), INVALID_ARGUMENT (METRIC_INVALID
// for a parameter that the metric does not declare).
absl::StatusOr<ExprPtr> BindExpression(const PreparedMetric& metric,
                                       const ParameterValues& parameters,
                                       std::optional<Timestamp> as_of, const ExprPtr& expr);

}  // namespace madad::core
