// What single values of a feature say.
#pragma once

#include <span>
#include <vector>

namespace lead_quality {

// The leads of one value, or of one range of values.
struct ValueCounts {
  double positives = 0;
  double negatives = 0;
};

struct WeightsOfEvidence {
  std::vector<double> weights;   // in the order of the values
  double information_value = 0;  // from .1 on of use, from .3 on strong (Siddiqi 2006)
};

// Returns, for each value, ln of its share among converted leads over its share among the others.
// `smoothing` is added to both counts of every value; where it is 0 and a count is 0 the weight is
// 0. All are 0 unless there are leads of both kinds.
// Source: Good 1950; the information value is the sum of (share - share) x weight.
WeightsOfEvidence WeighEvidence(std::span<const ValueCounts> counts, double smoothing = 0.5);

}  // namespace lead_quality
