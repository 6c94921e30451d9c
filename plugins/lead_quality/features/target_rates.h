// How often leads of each value of a category convert.
#pragma once

#include <vector>

#include "features/frame.h"
#include "learners/matrix.h"

namespace lead_quality {

// Sums by place in the dictionary; the last is for what is missing.
struct TargetRates {
  std::vector<double> weights, positives;

  TargetRates() = default;
  // Of the leads for which `counts(lead)` holds.
  template <typename Counts>
  TargetRates(const Feature& feature, const Targets& targets, const Counts& counts)
      : weights(feature.dictionary.size() + 1), positives(feature.dictionary.size() + 1) {
    for (size_t i = 0; i < feature.codes.size(); ++i) {
      if (!counts(i)) continue;
      const size_t place = PlaceOf(feature, i);
      weights[place] += targets.Weight(i);
      if (targets.converted[i] != 0) positives[place] += targets.Weight(i);
    }
  }
  static size_t PlaceOf(const Feature& feature, size_t lead) {
    const int32_t code = feature.codes[lead];
    return code == kNoCode ? feature.dictionary.size() : static_cast<size_t>(code);
  }

  // The logit of a rate; of 0 and 1 those of rates very near to them.
  static double LogitOf(double rate);
  // The logit of a value's rate, with `smoothing` leads of the rate `usual` added.
  double Logit(size_t place, double usual, double smoothing) const;
};

// Returns each lead's logit as the leads of the other folds have it; lead i is in fold i % folds,
// so that every fold is of all times. Values that the other folds do not have get the usual rate,
// which is that of all leads: the same for all, it gives no fold away.
std::vector<double> OutOfFoldLogits(const Feature& feature, const Targets& targets, size_t folds,
                                    double smoothing);

}  // namespace lead_quality
