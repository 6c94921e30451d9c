#include "calibration/calibrator.h"

#include <algorithm>
#include <cmath>

namespace lead_quality {

double Calibrator::Probability(double logit) const {
  if (const auto* platt = std::get_if<Platt>(&curve_)) return platt->Probability(logit);
  if (const auto* isotonic = std::get_if<Isotonic>(&curve_)) {
    const double least = 0.5 / (leads_ + 1);
    return std::clamp(isotonic->Probability(logit), least, 1 - least);
  }
  return Platt{}.Probability(logit);
}

const char* Calibrator::name() const {
  constexpr const char* kNames[] = {"none", "platt", "isotonic"};
  return kNames[curve_.index()];
}

Calibrator FitCalibrator(const Outcomes& outcomes) {
  const auto leads = static_cast<double>(outcomes.size());
  const auto positives = static_cast<double>(outcomes.positives());
  if (leads == 0) return Calibrator();
  if (std::min(positives, leads - positives) >= kEnoughForCurve) {
    return Calibrator(FitIsotonic(outcomes), leads);
  }
  const std::optional<Platt> platt = FitPlatt(outcomes);
  if (platt.has_value() && platt->slope > 0) return Calibrator(*platt);
  return Calibrator(
      Platt{.slope = 0, .intercept = std::log((positives + 0.5) / (leads - positives + 0.5))});
}

}  // namespace lead_quality
