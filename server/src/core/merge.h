// Results of several scans side by side.
#pragma once

#include <cstddef>
#include <vector>

#include "core/result.h"

namespace madad::core {

// The rows of one scan: its group columns first, then its aggregates.
using ScanRows = std::vector<ResultColumn>;

// Returns one table: `keys` group columns, then the aggregates of every scan in
// order, with one row for each group that any scan has (a full outer join; null
// keys are equal). Aggregates of a scan that lacks the group are null.
// Requires: every scan's first `keys` columns have the same types.
ScanRows MergeScans(std::vector<ScanRows> scans, size_t keys);

}  // namespace madad::core
