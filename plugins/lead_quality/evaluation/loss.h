// Losses of probabilities.
#pragma once

#include <optional>

#include "evaluation/outcomes.h"

namespace lead_quality {

// Probabilities nearer to 0 and 1 than this are taken to be this near by LogLoss: one certain
// mistake must not make it infinite.
inline constexpr double kCertain = 1e-15;

// Returns the mean squared error of the scores, which are probabilities.
// Source: Brier 1950, the half of it that is usual for two outcomes. Nulls: of no leads.
std::optional<double> BrierScore(const Outcomes& outcomes);

// Returns the mean negative log-likelihood of the scores, which are probabilities.
// Unit: nats. Nulls: of no leads.
std::optional<double> LogLoss(const Outcomes& outcomes);

}  // namespace lead_quality
