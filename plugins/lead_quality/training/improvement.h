// What would better a lead.
#pragma once

#include <optional>

#include "features/frame.h"
#include "training/model.h"
#include "training/reasons.h"

namespace lead_quality {

// Returns the smallest change that betters the grade of the lead at `row`, whose columns are `at`;
// see Explain. `places` are the encoder's features in the frame.
// Nulls: when no single change does.
std::optional<Improvement> FindImprovement(const Model& model, const Frame& frame,
                                           const std::vector<size_t>& places, uint32_t row,
                                           const float* at, double probability);

}  // namespace lead_quality
