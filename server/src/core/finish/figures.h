// The figures of one metric in the rows of a part.
#pragma once

#include <optional>

#include "absl/status/statusor.h"

#include "core/finish/assemble.h"
#include "core/plan.h"

namespace madad::core {

// Columns as long as the part's rows; those that the metric does not have, or
// that were not asked for, are absent.
struct Figures {
  ResultColumn value;
  std::optional<ResultColumn> numerator;
  std::optional<ResultColumn> denominator;
  std::optional<ResultColumn> low;
  std::optional<ResultColumn> high;
  std::optional<ResultColumn> immature;
};

// Returns the figures of a step from its leaves; with `interval`, also how they
// came about and how sure they are.
// Errors: OUT_OF_RANGE when a figure overflows.
absl::StatusOr<Figures> ComputeFigures(const MetricStep& step, const LeafColumns& leaves,
                                       size_t height, bool interval);

// Adds a warning for each of the step's counts that is not zero over all rows.
absl::Status AddWarnings(const MetricStep& step, const LeafColumns& leaves, size_t height,
                         std::vector<ResultWarning>& warnings);

}  // namespace madad::core
