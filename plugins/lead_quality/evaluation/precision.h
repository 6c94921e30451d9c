// Precision over the ranking.
#pragma once

#include <optional>

#include "evaluation/outcomes.h"

namespace lead_quality {

// Returns the average precision: over the distinct scores from the top, the share of converted
// leads so far, weighted by how much each adds to the recall. No interpolation, which would
// flatter. Nulls: when no lead converted.
std::optional<double> AveragePrecision(const Outcomes& outcomes);

}  // namespace lead_quality
