// What one feature says by itself.
#pragma once

#include <optional>
#include <vector>

#include "features/frame.h"
#include "learners/matrix.h"

namespace lead_quality {

// Returns a score of each lead from this feature alone, by the reading that ranks best: a number's
// own order or the reverse; the rates of a category's values, or of a number's ranges, out of fold.
// What is missing is a value like others. There are leads of both kinds.
std::vector<double> BestReading(const Frame& frame, const Feature& feature, const Targets& targets);

// Returns the AUC of that score.
// Nulls: unless there are leads of both kinds.
std::optional<double> SingleFeatureAuc(const Frame& frame, const Feature& feature,
                                       const Targets& targets);

}  // namespace lead_quality
