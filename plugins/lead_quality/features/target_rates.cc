#include "features/target_rates.h"

#include <algorithm>
#include <cmath>

namespace lead_quality {

double TargetRates::LogitOf(double rate) {
  const double within = std::clamp(rate, 1e-6, 1 - 1e-6);
  return std::log(within / (1 - within));
}

double TargetRates::Logit(size_t place, double usual, double smoothing) const {
  // One lead of the usual rate more, so that no smoothing has a logit too.
  const double all = weights[place] + smoothing + 1;
  const double converted = positives[place] + smoothing * usual + usual;
  return LogitOf(converted / all);
}

std::vector<double> OutOfFoldLogits(const Feature& feature, const Targets& targets, size_t folds,
                                    double smoothing) {
  folds = std::max<size_t>(folds, 2);
  const double usual = Weigh(targets).rate();
  std::vector<double> logits(feature.codes.size());
  for (size_t fold = 0; fold < folds; ++fold) {
    const TargetRates others(feature, targets, [&](size_t i) { return i % folds != fold; });
    for (size_t i = fold; i < logits.size(); i += folds) {
      logits[i] = others.Logit(TargetRates::PlaceOf(feature, i), usual, smoothing);
    }
  }
  return logits;
}

}  // namespace lead_quality
