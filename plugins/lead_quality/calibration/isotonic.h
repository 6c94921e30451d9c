// Probabilities from scores by a rising curve.
#pragma once

#include <vector>

#include "evaluation/outcomes.h"

namespace lead_quality {

// A curve that never falls: straight between its points, level outside them.
struct Isotonic {
  std::vector<double> scores;         // rising
  std::vector<double> probabilities;  // never falling, one for each score

  // Returns 0.5 when there are no points.
  double Probability(double score) const;
};

// Returns the rising curve with the least squared error: pools adjacent violators; equal scores are
// pooled first, each pool gives its first and its last score. Empty of no leads.
// Source: Ayer et al. 1955; for calibration Zadrozny & Elkan 2002.
Isotonic FitIsotonic(const Outcomes& outcomes);

}  // namespace lead_quality
