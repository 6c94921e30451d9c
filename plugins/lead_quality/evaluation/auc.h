// The area under the ROC curve.
#pragma once

#include <optional>

#include "evaluation/outcomes.h"

namespace lead_quality {

struct Auc {
  double value = 0.5;
  double standard_error = 0;
  // The 95 % interval, from the logit scale so that it stays within 0 and 1.
  double lower = 0, upper = 1;
};

// Returns the probability that a lead that converted has a higher score than one that did not, half
// of a tie counted; with its error by DeLong, DeLong & Clarke-Pearson 1988, computed from midranks
// as Sun & Xu 2014 do.
// Nulls: unless there are leads of both kinds.
std::optional<Auc> RocAuc(const Outcomes& outcomes);

// Two models' AUC over the same leads.
struct AucDifference {
  double value = 0;           // of the second less that of the first
  double standard_error = 0;  // of the difference: the leads are the same, so it is smaller
};

// Returns how much better the scores `second` rank than those of `first`.
// Source: as RocAuc. Nulls: unless there are leads of both kinds.
std::optional<AucDifference> CompareAuc(const Outcomes& first, std::span<const double> second);

}  // namespace lead_quality
