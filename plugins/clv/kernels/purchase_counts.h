// Numbers of purchases of customers who do not stop.
#pragma once

#include <cmath>

namespace clv {

// The negative binomial probabilities of 0, 1, 2 ... events in the time `t`, at rates that are
// Gamma(shape, scale), one after the other. Those too small for a double are zero.
class PurchaseCounts {
 public:
  PurchaseCounts(double shape, double scale, double t)
      : shape_(shape),
        share_(t / (scale + t)),
        log_none_(-shape * std::log1p(t / scale)),
        log_mass_(log_none_),
        is_small_(log_none_ < -600),
        mass_(std::exp(log_none_)) {}

  double k() const { return k_; }
  // P(k)
  double mass() const { return mass_; }
  // P(1 or more)
  double some() const { return -std::expm1(log_none_); }

  void Next() {
    const double factor = share_ * (shape_ + k_) / (k_ + 1);
    k_ += 1;
    if (!is_small_) {
      mass_ *= factor;
      return;
    }
    // Far below the peak, where products would underflow for good.
    log_mass_ += std::log(factor);
    mass_ = std::exp(log_mass_);
    is_small_ = log_mass_ < -600;
  }

 private:
  double shape_, share_, log_none_, log_mass_;
  bool is_small_;
  double mass_;
  double k_ = 0;
};

}  // namespace clv
