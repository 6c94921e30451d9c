// How far converted leads and others are apart.
#pragma once

#include <optional>

#include "evaluation/outcomes.h"

namespace lead_quality {

// Returns the largest distance between the distributions of the scores of converted leads and of
// the others (Kolmogorov-Smirnov): 0 when they are alike, 1 when a score separates them.
// Nulls: unless there are leads of both kinds.
std::optional<double> KolmogorovSmirnov(const Outcomes& outcomes);

}  // namespace lead_quality
