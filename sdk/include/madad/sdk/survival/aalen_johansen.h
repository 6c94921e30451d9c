// How many one of several competing events has happened to, over time.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

#include "madad/sdk/survival/risk_table.h"

#pragma GCC visibility push(hidden)
namespace madad::sdk {

// The cumulative incidence F(t) of one cause: the share to which it has happened by t, the other
// causes having made it impossible for some (a lost deal is not won later). Incidences of all
// causes and the Kaplan-Meier survival add up to 1; one minus a Kaplan-Meier curve that censors the
// other causes is higher, and is no share of anything. Source: Aalen & Johansen, Scand. J. Statist.
// 5 (1978). Variance: of Greenwood's type, by the delta method (Marubini & Valsecchi, Analysing
// Survival Data, 1995, 10.2; Allignol, Schumacher & Beyersmann, Biom. J. 52, 2010). With one cause
// it is Greenwood's variance of 1 - S, without censoring the binomial F (1 - F) / n.
class AalenJohansen {
 public:
  struct Step {
    double time = 0;
    int64_t at_risk = 0;
    int64_t events = 0;    // of this cause; steps of the other causes are there too, with 0
    double incidence = 0;  // from this time on, until the next step
    double variance = 0;
    Interval interval;  // on the scale of log(-log(1 - F)); unknown at 0 and at 1
  };

  // Requires cause >= 1; one that nobody has met has incidence 0. `z` is the normal quantile of
  // the intervals: 95 % by default.
  AalenJohansen(const RiskTable& table, int32_t cause, double z = 1.959963984540054);

  const std::vector<Step>& steps() const& { return steps_; }
  std::vector<Step> steps() && { return std::move(steps_); }
  int64_t subjects() const { return subjects_; }
  int64_t events() const { return events_; }  // of this cause

  // F(t). Nulls: kUnknown after the last time that anybody was seen at, unless nobody was left.
  double Incidence(double t) const;
  // The step that holds at t, and null before the first one.
  const Step* At(double t) const;

 private:
  std::vector<Step> steps_;
  int64_t subjects_ = 0;
  int64_t events_ = 0;
  double last_ = kUnknown;
  double left_ = 1;  // the survival at the end
};

namespace detail {

// The sums that the variance is made of:
//   sum of [F(t) - F(u)]^2 d / (n (n - d)) + S(u-)^2 (n - d1) d1 / n^3 - 2 [F(t) - F(u)] S(u-) d1 /
//   n^2
// over the steps u <= t, written out by powers of F(t), so that each step costs the same.
class IncidenceVariance {
 public:
  // A step: d events, d1 of them of the cause, n at risk, `before` = S(u-), `incidence` = F(u).
  void Add(double n, double d, double d1, double before, double incidence) {
    const double weight = d < n ? d / (n * (n - d)) : 0;  // with nobody left, F(t) stays F(u)
    const double cross = before * d1 / (n * n);
    square_ += weight;
    linear_ += weight * incidence + cross;
    constant_ += weight * incidence * incidence + 2 * cross * incidence +
                 before * before * (n - d1) * d1 / (n * n * n);
  }
  double At(double incidence) const {
    return std::max(0.0, incidence * incidence * square_ - 2 * incidence * linear_ + constant_);
  }

 private:
  double square_ = 0, linear_ = 0, constant_ = 0;
};

inline Interval IncidenceInterval(double incidence, double variance, double z) {
  if (incidence <= 0 || incidence >= 1) return {};
  const double log_rest = std::log1p(-incidence);
  const double spread = z * std::sqrt(variance) / ((1 - incidence) * -log_rest);
  return {-std::expm1(log_rest * std::exp(-spread)), -std::expm1(log_rest * std::exp(spread))};
}

}  // namespace detail

inline AalenJohansen::AalenJohansen(const RiskTable& table, int32_t cause, double z)
    : subjects_(table.subjects), last_(table.last) {
  double incidence = 0;
  detail::IncidenceVariance variance;
  for (size_t i = 0; i < table.rows.size(); ++i) {
    const RiskTable::Row& row = table.rows[i];
    const int64_t own = cause <= table.causes ? table.events_of(i, cause) : 0;
    const auto n = static_cast<double>(row.at_risk);
    const auto d = static_cast<double>(row.events);
    const auto d1 = static_cast<double>(own);
    incidence += left_ * d1 / n;
    variance.Add(n, d, d1, left_, incidence);
    left_ *= (n - d) / n;
    events_ += own;
    Step step{row.time, row.at_risk, own, incidence, variance.At(incidence), {}};
    step.interval = detail::IncidenceInterval(incidence, step.variance, z);
    steps_.push_back(step);
  }
}

inline const AalenJohansen::Step* AalenJohansen::At(double t) const {
  const auto after = std::upper_bound(steps_.begin(), steps_.end(), t,
                                      [](double at, const Step& step) { return at < step.time; });
  return after == steps_.begin() ? nullptr : &*(after - 1);
}

inline double AalenJohansen::Incidence(double t) const {
  if (subjects_ == 0 || (t > last_ && left_ > 0)) return kUnknown;
  const Step* step = At(t);
  return step == nullptr ? 0 : step->incidence;
}

}  // namespace madad::sdk
#pragma GCC visibility pop
