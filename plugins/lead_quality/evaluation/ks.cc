#include "evaluation/ks.h"

#include <algorithm>
#include <cmath>

namespace lead_quality {

std::optional<double> KolmogorovSmirnov(const Outcomes& outcomes) {
  if (!outcomes.both()) return std::nullopt;
  const auto positives = static_cast<double>(outcomes.positives());
  const double negatives = static_cast<double>(outcomes.size()) - positives;
  double above_positive = 0, above_negative = 0, largest = 0;
  for (const Tie& tie : TiesFromTheTop(outcomes)) {
    above_positive += tie.positives / positives;
    above_negative += (tie.leads - tie.positives) / negatives;
    largest = std::max(largest, std::abs(above_positive - above_negative));
  }
  return std::min(largest, 1.0);
}

}  // namespace lead_quality
