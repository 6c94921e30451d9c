// Probabilities from scores by a sigmoid.
#pragma once

#include <optional>

#include "evaluation/outcomes.h"

namespace lead_quality {

// P(converted) = 1 / (1 + exp(-(slope x score + intercept))).
struct Platt {
  double slope = 1;
  double intercept = 0;

  double Probability(double score) const;
};

// Returns the sigmoid that fits best, with Platt's targets (n+ + 1) / (n+ + 2) and 1 / (n- + 2) in
// place of 1 and 0, so that no score becomes certain and separated leads have a finite fit.
// Source: Platt 1999; Newton steps with a line search after Lin, Lin & Weng 2007, whose A and B
// are -slope and -intercept. Nulls: of no leads, and when the steps do not converge.
std::optional<Platt> FitPlatt(const Outcomes& outcomes);

}  // namespace lead_quality
