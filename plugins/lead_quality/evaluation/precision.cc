#include "evaluation/precision.h"

namespace lead_quality {

std::optional<double> AveragePrecision(const Outcomes& outcomes) {
  const auto positives = static_cast<double>(outcomes.positives());
  if (positives == 0) return std::nullopt;
  double leads = 0, found = 0, sum = 0;
  for (const Tie& tie : TiesFromTheTop(outcomes)) {
    leads += tie.leads;
    found += tie.positives;
    sum += tie.positives / positives * (found / leads);
  }
  return sum;
}

}  // namespace lead_quality
