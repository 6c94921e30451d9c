// Whether it happens sooner in one group than in another.
#pragma once

#include <cmath>
#include <cstdint>

#include "madad/sdk/survival/risk_table.h"

#pragma GCC visibility push(hidden)
namespace madad::sdk {

// The log-rank test of two groups, every cause counting as the event.
struct LogRank {
  double observed = 0;  // events in the first group
  double expected = 0;  // what they would be, if both groups had the same curve
  double variance = 0;  // of observed - expected (hypergeometric)

  // Approximately standard normal if the curves are the same; negative when it happens later in the
  // first group. Nulls: kUnknown when the groups cannot be compared at any time.
  double z() const { return variance > 0 ? (observed - expected) / std::sqrt(variance) : kUnknown; }
  double chi_square() const { return z() * z(); }  // of one degree of freedom
  double p_value() const { return std::erfc(std::fabs(z()) / std::sqrt(2.0)); }  // two-sided
};

// Compares `first` with `second`.
// Source: Mantel, Cancer Chemother. Rep. 50 (1966); Peto & Peto, J. R. Statist. Soc. A 135 (1972).
inline LogRank CompareSurvival(const Observations& first, const Observations& second);

namespace detail {

// How many of a group are at risk at ascending times: entry < t <= time.
class AtRisk {
 public:
  explicit AtRisk(const Observations& seen) {
    CheckObservations(seen);
    RiskTable ignored;
    SplitExits(seen, ignored, exits_, entries_);
    delayed_ = !seen.entry.empty();
  }
  double Count(double t) {
    while (left_ < exits_.size() && exits_[left_].time < t) ++left_;
    while (entered_ < entries_.size() && entries_[entered_] < t) ++entered_;
    return static_cast<double>((delayed_ ? entered_ : exits_.size()) - left_);
  }

 private:
  std::vector<Exit> exits_;
  std::vector<double> entries_;
  size_t left_ = 0, entered_ = 0;
  bool delayed_ = false;
};

inline void AddTime(LogRank& test, double n1, double n2, double d1, double d2) {
  const double n = n1 + n2;
  const double d = d1 + d2;
  test.observed += d1;
  test.expected += d * n1 / n;
  if (n > 1) test.variance += d * (n1 / n) * (n2 / n) * (n - d) / (n - 1);
}

}  // namespace detail

inline LogRank CompareSurvival(const Observations& first, const Observations& second) {
  const RiskTable a = TabulateRisk(first);
  const RiskTable b = TabulateRisk(second);
  detail::AtRisk risk_a(first);
  detail::AtRisk risk_b(second);
  LogRank test;
  for (size_t i = 0, j = 0; i < a.rows.size() || j < b.rows.size();) {
    const bool in_a = i < a.rows.size() && (j == b.rows.size() || a.rows[i].time <= b.rows[j].time);
    const bool in_b = j < b.rows.size() && (i == a.rows.size() || b.rows[j].time <= a.rows[i].time);
    const double t = in_a ? a.rows[i].time : b.rows[j].time;
    const auto d1 = static_cast<double>(in_a ? a.rows[i].events : 0);
    const auto d2 = static_cast<double>(in_b ? b.rows[j].events : 0);
    detail::AddTime(test, risk_a.Count(t), risk_b.Count(t), d1, d2);
    i += in_a;
    j += in_b;
  }
  return test;
}

}  // namespace madad::sdk
#pragma GCC visibility pop
