// From scan rows to figures.
#pragma once

#include <vector>

#include "absl/status/status.h"

#include "core/plan.h"
#include "core/result.h"

namespace madad::core {

// What a scan returned: its key columns, then its aggregates.
using ScanRows = std::vector<ResultColumn>;

// By index in the pool; null for scans that this plan does not need.
using PoolRows = std::vector<const ScanRows*>;

// Adds the key, metric and companion columns to `result`, in the plan's order
// and cut to its limit, with totals and the metrics' warnings.
// Errors: OUT_OF_RANGE when a figure overflows, RESOURCE_EXHAUSTED when values
// that build on each other need more periods than are computed.
absl::Status Finish(const Plan& plan, const PoolRows& rows, Result& result);

}  // namespace madad::core
