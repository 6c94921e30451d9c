#include "learners/penalised_logistic.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace lead_quality {
namespace {

double Sign(double x) { return x > 0 ? 1 : x < 0 ? -1 : 0; }
double SoftThreshold(double x, double by) { return Sign(x) * std::max(std::abs(x) - by, 0.0); }

// ln(1 + e^eta) - y eta.
double LossOf(double eta, double y) {
  return std::max(eta, 0.0) + std::log1p(std::exp(-std::abs(eta))) - y * eta;
}

double Sigmoid(double eta) {
  const double e = std::exp(-std::abs(eta));
  return eta >= 0 ? 1 / (1 + e) : e / (1 + e);
}

}  // namespace

PenalisedLogistic::PenalisedLogistic(const Matrix& x, const Targets& targets, double mix,
                                     Check check)
    : x_(x),
      targets_(targets),
      mix_(mix),
      check_(std::move(check)),
      weight_(Weigh(targets).sum()),
      columns_(x, targets) {
  const ClassWeights weights = Weigh(targets);
  Coefficients start;
  start.intercept = std::log(weights.positives / weights.negatives);
  start.columns.assign(x.width(), 0);
  MoveTo(start);
}

void PenalisedLogistic::MoveTo(const Coefficients& point) {
  check_();
  const size_t p = point.columns.size();
  at_ = point;
  loss_ = 0;
  gradient_.assign(p + 1, 0);
  Vector z(p);
  for (size_t i = 0; i < x_.rows; ++i) {
    const double w = targets_.Weight(i) / weight_;
    if (w == 0) continue;
    columns_.Standardise(x_.Row(i), z.data());
    double eta = point.intercept;
    for (size_t j = 0; j < p; ++j) eta += point.columns[j] * z[j];
    const double y = targets_.converted[i];
    loss_ += w * LossOf(eta, y);
    const double error = w * (Sigmoid(eta) - y);
    for (size_t j = 0; j < p; ++j) gradient_[j] += error * z[j];
    gradient_[p] += error;
  }
}

double PenalisedLogistic::Penalty(const Coefficients& point, double lambda) const {
  double squares = 0, sizes = 0;
  for (const double b : point.columns) {
    squares += b * b;
    sizes += std::abs(b);
  }
  return lambda * ((1 - mix_) / 2 * squares + mix_ * sizes);
}

double PenalisedLogistic::LargestLambda() const {
  const double rate = Weigh(targets_).rate();
  Vector slopes(x_.width()), z(x_.width());
  for (size_t i = 0; i < x_.rows; ++i) {
    columns_.Standardise(x_.Row(i), z.data());
    const double error = targets_.Weight(i) / weight_ * (rate - targets_.converted[i]);
    for (size_t j = 0; j < x_.width(); ++j) slopes[j] += error * z[j];
  }
  double largest = 0;
  for (const double slope : slopes) largest = std::max(largest, std::abs(slope));
  return largest / std::max(mix_, 1e-3);
}

double PenalisedLogistic::Violation(double lambda) const {
  double worst = std::abs(gradient_[x_.width()]);
  for (size_t j = 0; j < x_.width(); ++j) {
    if (!columns_.Varies(j)) continue;
    const double b = at_.columns[j];
    const double smooth = gradient_[j] + lambda * (1 - mix_) * b;
    const double off = b == 0 ? std::max(std::abs(smooth) - lambda * mix_, 0.0)
                              : std::abs(smooth + lambda * mix_ * Sign(b));
    worst = std::max(worst, off);
  }
  return worst;
}

void PenalisedLogistic::MakeHessian() {
  check_();
  const size_t p = x_.width(), order = p + 1;
  hessian_.assign(order * order, 0);
  Vector z(order, 1);
  for (size_t i = 0; i < x_.rows; ++i) {
    if (targets_.Weight(i) == 0) continue;
    columns_.Standardise(x_.Row(i), z.data());
    double eta = at_.intercept;
    for (size_t j = 0; j < p; ++j) eta += at_.columns[j] * z[j];
    const double probability = Sigmoid(eta);
    const double w = targets_.Weight(i) / weight_ * probability * (1 - probability);
    for (size_t j = 0; j < order; ++j) {
      const double scaled = w * z[j];
      if (scaled == 0) continue;
      double* row = hessian_.data() + j * order;
      for (size_t k = j; k < order; ++k) row[k] += scaled * z[k];
    }
  }
  for (size_t j = 0; j < order; ++j) {
    hessian_[j * order + j] += 1e-10;  // columns may depend on each other
    for (size_t k = 0; k < j; ++k) hessian_[j * order + k] = hessian_[k * order + j];
  }
}

PenalisedLogistic::Coefficients PenalisedLogistic::QuadraticStep(double lambda) const {
  const size_t p = x_.width(), order = p + 1;
  Coefficients step;
  step.columns.assign(p, 0);
  Vector slope(gradient_);  // of the quadratic, at the step
  const auto move = [&](size_t j, double by) {
    const double* row = hessian_.data() + j * order;
    for (size_t k = 0; k < order; ++k) slope[k] += row[k] * by;
    return std::abs(by) * std::sqrt(row[j]);
  };
  for (int pass = 0; pass < 10'000; ++pass) {
    const double shift = -slope[p] / hessian_[p * order + p];
    step.intercept += shift;
    double largest = move(p, shift);
    for (size_t j = 0; j < p; ++j) {
      if (!columns_.Varies(j)) continue;
      const double curvature = hessian_[j * order + j];
      const double old = at_.columns[j] + step.columns[j];
      const double target = SoftThreshold(curvature * old - slope[j], lambda * mix_) /
                            (curvature + lambda * (1 - mix_));
      if (target == old) continue;
      largest = std::max(largest, move(j, target - old));
      step.columns[j] = target - at_.columns[j];
    }
    if (largest < 1e-12) break;
  }
  return step;
}

bool PenalisedLogistic::Descend(const Coefficients& step, double lambda) {
  const Coefficients from = at_;
  const double objective = loss_ + Penalty(from, lambda);
  for (double length = 1; length > 1e-8; length /= 2) {
    Coefficients to = from;
    to.intercept += length * step.intercept;
    for (size_t j = 0; j < to.columns.size(); ++j) {
      // The whole step as it is: a coefficient that becomes 0 is 0.
      const double end = from.columns[j] + step.columns[j];
      to.columns[j] = length == 1 ? end : from.columns[j] + length * step.columns[j];
    }
    MoveTo(to);
    if (loss_ + Penalty(to, lambda) <= objective + 1e-15 * std::abs(objective)) return true;
  }
  MoveTo(from);
  return false;
}

bool PenalisedLogistic::Solve(double lambda, double tolerance) {
  double violation = Violation(lambda);
  for (int steps = 0; steps < 200 && violation > tolerance; ++steps) {
    const bool fresh = hessian_.empty();
    if (fresh) MakeHessian();
    const double before = violation;
    const bool fell = Descend(QuadraticStep(lambda), lambda);
    violation = Violation(lambda);
    if (fell && violation <= 0.3 * before) continue;
    // With the Hessian of this very point, the end of what doubles can tell is reached.
    if (!fell && fresh) return violation <= 100 * tolerance;
    hessian_.clear();  // it no longer serves here
  }
  return violation <= tolerance;
}

}  // namespace lead_quality
