// How sure a rate is.
#pragma once

#include <optional>

namespace madad::core {

struct Interval {
  double low = 0;
  double high = 0;
};

// Returns the 95 % score interval of a proportion; nothing without trials.
// Source: E. B. Wilson, "Probable inference, the law of succession, and
// statistical inference", JASA 22 (1927).
std::optional<Interval> WilsonInterval(double successes, double trials);

// Returns the 95 % log interval of the ratio of two proportions a/n and b/m;
// nothing when one of the counts is zero.
// Source: D. Katz et al., "Obtaining confidence intervals for the risk ratio in
// cohort studies", Biometrics 34 (1978).
std::optional<Interval> KatzInterval(double a, double n, double b, double m);

}  // namespace madad::core
