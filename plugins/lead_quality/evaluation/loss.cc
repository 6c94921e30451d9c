#include "evaluation/loss.h"

#include <algorithm>
#include <cmath>

namespace lead_quality {

std::optional<double> BrierScore(const Outcomes& outcomes) {
  if (outcomes.size() == 0) return std::nullopt;
  double sum = 0;
  for (size_t i = 0; i < outcomes.size(); ++i) {
    const double error = outcomes.scores[i] - outcomes.converted[i];
    sum += error * error;
  }
  return sum / static_cast<double>(outcomes.size());
}

std::optional<double> LogLoss(const Outcomes& outcomes) {
  if (outcomes.size() == 0) return std::nullopt;
  double sum = 0;
  for (size_t i = 0; i < outcomes.size(); ++i) {
    const double p = std::clamp(outcomes.scores[i], kCertain, 1 - kCertain);
    sum -= outcomes.converted[i] != 0 ? std::log(p) : std::log1p(-p);
  }
  return sum / static_cast<double>(outcomes.size());
}

}  // namespace lead_quality
