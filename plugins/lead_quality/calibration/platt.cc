#include "calibration/platt.h"

#include <algorithm>
#include <cmath>

namespace lead_quality {
namespace {

// ln(1 + e^x) without overflow.
double Softplus(double x) { return std::max(x, 0.0) + std::log1p(std::exp(-std::abs(x))); }

double Sigmoid(double x) {
  return x >= 0 ? 1 / (1 + std::exp(-x)) : std::exp(x) / (1 + std::exp(x));
}

// The cross-entropy with Platt's targets, over scores brought to mean 0 and deviation 1.
class Problem {
 public:
  explicit Problem(const Outcomes& outcomes) : outcomes_(outcomes) {
    const auto n = static_cast<double>(outcomes.size());
    const auto positives = static_cast<double>(outcomes.positives());
    high_ = (positives + 1) / (positives + 2);
    low_ = 1 / (n - positives + 2);
    for (const double score : outcomes.scores) mean_ += score / n;
    double squares = 0;
    for (const double score : outcomes.scores) squares += (score - mean_) * (score - mean_) / n;
    scale_ = squares > 0 ? std::sqrt(squares) : 1;
    start_.intercept = std::log((positives + 1) / (n - positives + 1));
    start_.slope = 0;
  }

  struct Derivatives {
    double slope = 0, intercept = 0;              // gradient
    double slope2 = 0, both = 0, intercept2 = 0;  // Hessian
  };

  double Loss(const Platt& at) const {
    double loss = 0;
    for (size_t i = 0; i < outcomes_.size(); ++i) {
      const double x = at.slope * Scaled(i) + at.intercept;
      loss += Softplus(x) - Target(i) * x;
    }
    return loss / static_cast<double>(outcomes_.size());
  }

  Derivatives At(const Platt& at) const {
    Derivatives d;
    const auto n = static_cast<double>(outcomes_.size());
    for (size_t i = 0; i < outcomes_.size(); ++i) {
      const double z = Scaled(i);
      const double p = Sigmoid(at.slope * z + at.intercept);
      const double error = (p - Target(i)) / n;
      const double weight = p * (1 - p) / n;
      d.slope += error * z;
      d.intercept += error;
      d.slope2 += weight * z * z;
      d.both += weight * z;
      d.intercept2 += weight;
    }
    return d;
  }

  const Platt& start() const { return start_; }
  // `fitted` in terms of the scores as they were.
  Platt Unscaled(const Platt& fitted) const {
    const double slope = fitted.slope / scale_;
    return {.slope = slope, .intercept = fitted.intercept - slope * mean_};
  }

 private:
  double Scaled(size_t i) const { return (outcomes_.scores[i] - mean_) / scale_; }
  double Target(size_t i) const { return outcomes_.converted[i] != 0 ? high_ : low_; }

  const Outcomes& outcomes_;
  double high_ = 1, low_ = 0, mean_ = 0, scale_ = 1;
  Platt start_;
};

// Goes a Newton step, shortened until the loss falls; false when no step is short enough.
bool Step(const Problem& problem, const Problem::Derivatives& d, Platt& at, double& loss) {
  const double a = d.slope2 + 1e-12, c = d.intercept2 + 1e-12;
  const double determinant = a * c - d.both * d.both;
  const double slope = -(c * d.slope - d.both * d.intercept) / determinant;
  const double intercept = -(a * d.intercept - d.both * d.slope) / determinant;
  const double descent = d.slope * slope + d.intercept * intercept;
  for (double length = 1; length > 1e-10; length /= 2) {
    const Platt next{at.slope + length * slope, at.intercept + length * intercept};
    const double value = problem.Loss(next);
    // Near the minimum the loss no longer tells steps apart, and a whole one is right.
    if (-descent > 1e-12 && value > loss + 1e-4 * length * descent) continue;
    at = next;
    loss = value;
    return true;
  }
  return false;
}

}  // namespace

double Platt::Probability(double score) const { return Sigmoid(slope * score + intercept); }

std::optional<Platt> FitPlatt(const Outcomes& outcomes) {
  if (outcomes.size() == 0) return std::nullopt;
  const Problem problem(outcomes);
  Platt at = problem.start();
  double loss = problem.Loss(at);
  for (int steps = 0; steps < 100; ++steps) {
    const Problem::Derivatives d = problem.At(at);
    const double gradient = std::max(std::abs(d.slope), std::abs(d.intercept));
    if (gradient < 1e-13) return problem.Unscaled(at);
    // At the end of what doubles can tell, the loss cannot fall any more.
    if (!Step(problem, d, at, loss)) {
      return gradient < 1e-7 ? std::optional(problem.Unscaled(at)) : std::nullopt;
    }
  }
  return std::nullopt;
}

}  // namespace lead_quality
