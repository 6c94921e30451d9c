// The rows of one part: scans joined on their keys, periods without gaps.
#pragma once

#include <vector>

#include "absl/status/statusor.h"

#include "core/evaluate.h"
#include "core/finish.h"
#include "core/plan.h"

namespace madad::core {

// Keys and leaves of a part, row by row.
struct PartRows {
  std::vector<ResultColumn> keys;
  std::vector<LeafColumns> leaves;  // of each metric
  size_t height = 0;
  // Periods without rows were left out: there would be too many.
  bool has_gaps = false;
};

// Returns the rows of `part`: a full outer join of its scans, in which a
// missing count or sum is 0 and anything else null; with a grain, every period
// of the range for every group, up to a bound. `more` are rows of another part
// whose groups are to be there too (may be null).
// Errors: RESOURCE_EXHAUSTED (TOO_MANY_PERIODS) when a metric builds on the
// periods before and there are too many.
absl::StatusOr<PartRows> Assemble(const PlanPart& part, const PoolRows& rows, const PartRows* more);

// Returns the leaves of `step` over no rows at all: one row of zeros for counts
// and sums, of nulls for anything else.
LeafColumns LeavesOfNothing(const MetricStep& step);

}  // namespace madad::core
