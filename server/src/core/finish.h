// From merged scan rows to figures.
#pragma once

#include <vector>

#include "absl/status/status.h"

#include "core/merge.h"
#include "core/plan.h"
#include "core/result.h"

namespace madad::core {

// Adds the key and metric columns to `result`, in the plan's order and cut to
// its limit, with the warnings of the metrics' checks. `rows` is what
// `MergeScans` returned for the plan's scans.
// Errors: OUT_OF_RANGE when a figure overflows.
absl::Status Finish(const Plan& plan, ScanRows rows, Result& result);

// Returns the rows of `columns` in `order` (nulls last); default order is by
// the `keys` first columns.
std::vector<size_t> SortedRows(const std::vector<ResultColumn>& columns, size_t keys,
                               const std::vector<OrderBy>& order);

}  // namespace madad::core
