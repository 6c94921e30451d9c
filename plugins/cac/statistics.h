// How sure a figure is, where all that there is are counts.
#pragma once

#include <cstdint>
#include <vector>

#include <madad/sdk/survival.h>

namespace cac {

namespace sdk = madad::sdk;

// Returns the exact 95 % interval of a Poisson mean of which `count` were seen.
// Source: Garwood, Biometrika 28 (1936).
sdk::Interval PoissonInterval(int64_t count);

// Returns the 95 % Wilson score interval of a proportion; sdk::kUnknown for none of none.
// Source: Wilson, J. Am. Stat. Assoc. 22 (1927).
sdk::Interval WilsonInterval(int64_t part, int64_t whole);

// Returns the p-value of seeing `part` of `whole` or something as far out when each is one with the
// chance `p`: twice the smaller exact tail, at most 1; two Poisson counts are compared with it.
// Source: Przyborowski and Wilenski, Biometrika 31 (1940).
double BinomialTest(int64_t part, int64_t whole, double p);

// Returns the two-sided p-value of two proportions being the same, by the normal approximation with
// the pooled proportion; sdk::kUnknown where one is of none, or all or nobody is a part.
double ProportionTest(int64_t part, int64_t whole, int64_t other_part, int64_t other_whole);

// A straight line through points, by least squares.
struct Slope {
  double value = sdk::kUnknown;
  sdk::Interval interval = {sdk::kUnknown, sdk::kUnknown};  // 95 %, by Student's t
  double p_value = sdk::kUnknown;                           // of being none, two-sided
};

// Returns the slope of y on x; sdk::kUnknown for fewer than three points or an x that is always the
// same.
Slope SlopeOf(const std::vector<double>& x, const std::vector<double>& y);

// Returns the value that Student's t with so many degrees of freedom stays below with the chance
// 0.975.
double StudentQuantile(int64_t degrees);

}  // namespace cac
