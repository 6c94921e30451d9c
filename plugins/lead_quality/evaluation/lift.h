// What the best-ranked leads bring.
#pragma once

#include "evaluation/outcomes.h"

namespace lead_quality {

// A tenth of the leads.
struct LiftRow {
  int decile = 1;  // 1 is the best-ranked tenth
  double leads = 0;
  double positives = 0;        // need not be whole: a tie across a border is shared out evenly
  double rate = 0;             // positives / leads
  double lift = 0;             // rate / rate of all
  double cumulative_gain = 0;  // the share of all positives in this tenth and those above
};

// Returns ten rows of equally many leads, the best-ranked first. `leads` and `positives` may be
// fractions, so that the order among equal scores makes no difference.
// Nulls: none; no rows when no lead converted.
std::vector<LiftRow> LiftByDecile(const Outcomes& outcomes);

}  // namespace lead_quality
