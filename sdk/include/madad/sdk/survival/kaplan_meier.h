// The share that nothing has happened to yet, over time.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

#include "madad/sdk/survival/risk_table.h"

#pragma GCC visibility push(hidden)
namespace madad::sdk {

// How the interval of a curve is made: on the scale of log(-log S), which stays within 0 and 1 and
// is the better one for small samples, or of log S.
// Source: Kalbfleisch & Prentice (2002), 1.4; Borgan & Liestol, Scand. J. Statist. 17 (1990).
enum class CurveScale { kLogLog, kLog };

// The product-limit estimator of S(t), the share to which none of the causes has happened by t.
// Source: Kaplan & Meier, J. Am. Stat. Assoc. 53 (1958). Variance: Greenwood (1926).
class KaplanMeier {
 public:
  struct Step {
    double time = 0;
    int64_t at_risk = 0;
    int64_t events = 0;
    double survival = 1;  // from this time on, until the next step
    double variance = 0;  // Greenwood's; 0 once nobody is left
    Interval interval;    // unknown once nobody is left
  };

  // Every cause counts as the event. `z` is the normal quantile of the intervals: 95 % by default.
  explicit KaplanMeier(const RiskTable& table, CurveScale scale = CurveScale::kLogLog,
                       double z = 1.959963984540054);

  const std::vector<Step>& steps() const& { return steps_; }
  std::vector<Step> steps() && { return std::move(steps_); }
  int64_t subjects() const { return subjects_; }
  int64_t events() const { return events_; }

  // S(t). Nulls: kUnknown after the last time that anybody was seen at, unless nobody was left.
  double Survival(double t) const;

  // The p-quantile of the times: the smallest t with S(t) <= 1 - p; where S is exactly 1 - p for a
  // while, the middle of that while, as for the median of an even number.
  // Nulls: kUnknown when the curve does not fall so far.
  double Quantile(double p) const;
  double Median() const { return Quantile(0.5); }

  // The limits of that quantile: where the lower limit of S has come down to 1 - p, and where the
  // upper limit has. `low` is unknown when not even the lower limit comes down so far, and `high`
  // infinite when the upper one does not.
  // Source: Brookmeyer & Crowley, Biometrics 38 (1982).
  Interval QuantileInterval(double p) const;
  Interval MedianInterval() const { return QuantileInterval(0.5); }

  // The mean of min(time, until): the area under the curve up to `until`, which is taken as the
  // last time seen when that is earlier. And the variance of that mean. Nulls: kUnknown without
  // subjects. Source: Klein & Moeschberger (2003), 4.5.
  double RestrictedMean(double until) const;
  double RestrictedMeanVariance(double until) const;

 private:
  // The area under S from a to `until`, where `step` is the first one after a.
  double Area(double a, double survival, size_t step, double until) const;
  // The first time with value(step) <= level, and unknown when there is none.
  template <typename Value>
  double FirstAtMost(double level, Value value) const;

  std::vector<Step> steps_;
  int64_t subjects_ = 0;
  int64_t events_ = 0;
  double last_ = kUnknown;
};

namespace detail {

// Products of ratios come out as 0.5 only nearly.
inline constexpr double kSlack = 1e-12;

inline Interval CurveInterval(double survival, double variance, CurveScale scale, double z) {
  if (survival <= 0 || survival >= 1) return {};
  const double error = std::sqrt(variance) / survival;
  if (scale == CurveScale::kLog) {
    return {survival * std::exp(-z * error), std::min(1.0, survival * std::exp(z * error))};
  }
  const double log_survival = std::log(survival);
  const double spread = z * error / -log_survival;
  return {std::exp(log_survival * std::exp(spread)), std::exp(log_survival * std::exp(-spread))};
}

}  // namespace detail

inline KaplanMeier::KaplanMeier(const RiskTable& table, CurveScale scale, double z)
    : subjects_(table.subjects), events_(table.events), last_(table.last) {
  double survival = 1;
  double sum = 0;
  for (const RiskTable::Row& row : table.rows) {
    const auto at_risk = static_cast<double>(row.at_risk);
    const auto left = static_cast<double>(row.at_risk - row.events);
    survival *= left / at_risk;
    if (left > 0) sum += static_cast<double>(row.events) / (at_risk * left);
    Step step{row.time, row.at_risk, row.events, survival, survival * survival * sum, {}};
    step.interval = detail::CurveInterval(survival, step.variance, scale, z);
    steps_.push_back(step);
  }
}

inline double KaplanMeier::Survival(double t) const {
  if (subjects_ == 0) return kUnknown;
  const auto after = std::upper_bound(steps_.begin(), steps_.end(), t,
                                      [](double at, const Step& step) { return at < step.time; });
  const double survival = after == steps_.begin() ? 1 : (after - 1)->survival;
  return t > last_ && survival > 0 ? kUnknown : survival;
}

template <typename Value>
double KaplanMeier::FirstAtMost(double level, Value value) const {
  for (const Step& step : steps_) {
    if (value(step) <= level + detail::kSlack) return step.time;
  }
  return kUnknown;
}

inline double KaplanMeier::Quantile(double p) const {
  const double level = 1 - p;
  const auto at = std::find_if(steps_.begin(), steps_.end(), [&](const Step& step) {
    return step.survival <= level + detail::kSlack;
  });
  if (at == steps_.end()) return kUnknown;
  if (at->survival < level - detail::kSlack || at + 1 == steps_.end()) return at->time;
  return (at->time + (at + 1)->time) / 2;
}

inline Interval KaplanMeier::QuantileInterval(double p) const {
  Interval interval;
  interval.low = FirstAtMost(
      1 - p, [](const Step& step) { return step.survival > 0 ? step.interval.low : 0; });
  // With nobody left the upper limit is unknown, and an unknown one is at most nothing.
  interval.high = FirstAtMost(1 - p, [](const Step& step) { return step.interval.high; });
  if (std::isnan(interval.high)) interval.high = std::numeric_limits<double>::infinity();
  return interval;
}

inline double KaplanMeier::Area(double a, double survival, size_t step, double until) const {
  double area = 0;
  for (; step < steps_.size() && steps_[step].time < until; ++step) {
    area += survival * (steps_[step].time - a);
    a = steps_[step].time;
    survival = steps_[step].survival;
  }
  return area + survival * (until - a);
}

inline double KaplanMeier::RestrictedMean(double until) const {
  if (subjects_ == 0) return kUnknown;
  until = std::min(until, last_);
  // The area is taken from below every time, so that times before 0 lower the mean.
  const double from = std::min({0.0, until, steps_.empty() ? 0.0 : steps_.front().time});
  return from + Area(from, 1, 0, until);
}

inline double KaplanMeier::RestrictedMeanVariance(double until) const {
  if (subjects_ == 0) return kUnknown;
  until = std::min(until, last_);
  double variance = 0;
  double area = 0;
  double end = until;
  for (size_t i = steps_.size(); i-- > 0;) {
    const Step& step = steps_[i];
    if (step.time >= until) continue;
    area += step.survival * (end - step.time);
    end = step.time;
    const auto at_risk = static_cast<double>(step.at_risk);
    const auto events = static_cast<double>(step.events);
    if (events < at_risk) variance += area * area * events / (at_risk * (at_risk - events));
  }
  return variance;
}

}  // namespace madad::sdk
#pragma GCC visibility pop
