// Whether a metric's expressions make sense over its columns.
#pragma once

#include "absl/status/status.h"

#include "core/metric_set.h"

namespace madad::core {

// Types every expression of `metric` with its parameters' defaults (a
// conversion also with a window), from leaves to figures.
// Requires: its columns are there; a derived metric has its components.
// Errors: INVALID_ARGUMENT (EXPRESSION_INVALID, METRIC_INVALID, with the part
// at fault), FAILED_PRECONDITION (METRIC_COLUMN_TYPE, STAGE_UNKNOWN).
absl::Status CheckTypes(const PreparedMetric& metric);

}  // namespace madad::core
