// What became of each feature in a training.
#pragma once

#include <vector>

#include "features/frame.h"
#include "features/leak_guard.h"
#include "training/report.h"

namespace lead_quality {

// Returns a row for each feature of the frame, in its order. `used` are those learned from;
// `drift` is filled in from that of the report.
std::vector<FeatureReport> DescribeFeatures(const Frame& frame, const std::vector<bool>& used,
                                            const Examination& examined);

// Sets the drift of each feature that was measured.
void AddDrift(const std::vector<Drift>& drift, std::vector<FeatureReport>& features);

}  // namespace lead_quality
