// The way from a model's logit to a probability.
#pragma once

#include <utility>
#include <variant>

#include "calibration/isotonic.h"
#include "calibration/platt.h"

namespace lead_quality {

// Fewer leads than this of the rarer kind get a sigmoid: the curve would follow their noise.
// Source: Niculescu-Mizil & Caruana 2005, where the curve overtakes near a thousand leads.
inline constexpr double kEnoughForCurve = 500;

class Calibrator {
 public:
  // The logit as it is.
  Calibrator() = default;
  explicit Calibrator(Platt platt) : curve_(platt) {}
  // `leads` is how many the curve was fitted to: no probability is nearer to 0 or 1 than half a
  // lead of them, for no number of leads proves that something never happens.
  Calibrator(Isotonic isotonic, double leads) : curve_(std::move(isotonic)), leads_(leads) {}

  // Returns a probability that never falls when the logit rises.
  double Probability(double logit) const;
  // none, platt, isotonic.
  const char* name() const;

  const std::variant<std::monostate, Platt, Isotonic>& curve() const { return curve_; }
  double leads() const { return leads_; }

 private:
  std::variant<std::monostate, Platt, Isotonic> curve_;
  double leads_ = 0;
};

// Returns the calibrator of the kind that suits the number of leads. A sigmoid that falls, as it
// does when the logits rank worse than chance, is not used: the answer is then the share of
// converted leads, whatever the logit. Of no leads: the logit as it is.
Calibrator FitCalibrator(const Outcomes& outcomes);

}  // namespace lead_quality
