#include "evaluation/woe.h"

#include <cmath>

namespace lead_quality {

WeightsOfEvidence WeighEvidence(std::span<const ValueCounts> counts, double smoothing) {
  WeightsOfEvidence evidence{.weights = std::vector<double>(counts.size())};
  double positives = 0, negatives = 0, all_positives = 0, all_negatives = 0;
  for (const ValueCounts& count : counts) {
    all_positives += count.positives;
    all_negatives += count.negatives;
    positives += count.positives + smoothing;
    negatives += count.negatives + smoothing;
  }
  if (!(all_positives > 0) || !(all_negatives > 0)) return evidence;
  for (size_t i = 0; i < counts.size(); ++i) {
    const double p = (counts[i].positives + smoothing) / positives;
    const double q = (counts[i].negatives + smoothing) / negatives;
    if (!(p > 0) || !(q > 0)) continue;
    evidence.weights[i] = std::log(p / q);
    evidence.information_value += (p - q) * evidence.weights[i];
  }
  return evidence;
}

}  // namespace lead_quality
