#include "statistics.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace cac {
namespace {

constexpr double kTail = 0.025;
constexpr double kZ = 1.959963984540054;  // the normal's quantile of 0.975

// The x between `low` and `high` where the rising `f` reaches `target`.
template <typename F>
double Solve(F f, double target, double low, double high) {
  for (int i = 0; i < 200 && high - low > 1e-13 * std::max(1.0, std::fabs(high)); ++i) {
    const double middle = (low + high) / 2;
    (f(middle) < target ? low : high) = middle;
  }
  return (low + high) / 2;
}

// P(X <= count) of a Poisson variable. Terms are added from the largest on down, so that a long
// tail costs nothing.
double PoissonCdf(int64_t count, double mean) {
  if (mean <= 0) return 1;
  double sum = 0;
  const auto top = std::min<int64_t>(count, static_cast<int64_t>(mean));
  const double at_top =
      static_cast<double>(top) * std::log(mean) - mean - std::lgamma(static_cast<double>(top) + 1);
  double term = std::exp(at_top);
  for (int64_t k = top; k >= 0 && term > sum * 1e-17; --k) {
    sum += term;
    term *= static_cast<double>(k) / mean;
  }
  term = std::exp(at_top);
  for (int64_t k = top + 1; k <= count; ++k) {
    term *= mean / static_cast<double>(k);
    if (term < sum * 1e-17) break;
    sum += term;
  }
  return std::min(sum, 1.0);
}

double LogBinomial(int64_t whole, int64_t part, double p) {
  const auto n = static_cast<double>(whole);
  const auto k = static_cast<double>(part);
  return std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1) + k * std::log(p) +
         (n - k) * std::log1p(-p);
}

// P(X <= part), or P(X >= part), of a binomial variable: from `part` outwards.
double BinomialTail(int64_t part, int64_t whole, double p, int step) {
  const int64_t mode = static_cast<int64_t>(static_cast<double>(whole) * p);
  double sum = 0;
  for (int64_t k = part; k >= 0 && k <= whole; k += step) {
    const double term = std::exp(LogBinomial(whole, k, p));
    sum += term;
    // Beyond the middle, terms only become smaller.
    const bool beyond = step < 0 ? k < mode : k > mode;
    if (beyond && term < sum * 1e-16) break;
  }
  return std::min(sum, 1.0);
}

// P(-t < T < t) of Student's t, for whole degrees of freedom.
// Source: Abramowitz and Stegun, 26.7.3 and 26.7.4.
double StudentWithin(double t, int64_t degrees) {
  const double theta = std::atan(t / std::sqrt(static_cast<double>(degrees)));
  const double cosine = std::cos(theta);
  const bool odd = degrees % 2 != 0;
  double term = odd ? cosine : 1;
  double sum = degrees == 1 ? 0 : term;
  for (int64_t i = odd ? 3 : 2; i <= degrees - 2; i += 2) {
    term *= cosine * cosine * static_cast<double>(i - 1) / static_cast<double>(i);
    sum += term;
  }
  if (!odd) return std::sin(theta) * sum;
  return 2 / M_PI * (theta + std::sin(theta) * sum);
}

}  // namespace

sdk::Interval PoissonInterval(int64_t count) {
  const auto n = static_cast<double>(count);
  const double far = n + 12 * std::sqrt(n + 1) + 12;
  sdk::Interval interval{0, 0};
  if (count > 0) {
    interval.low = Solve([&](double mean) { return 1 - PoissonCdf(count - 1, mean); }, kTail, 0, n);
  }
  interval.high = Solve([&](double mean) { return -PoissonCdf(count, mean); }, -kTail, n, far);
  return interval;
}

sdk::Interval WilsonInterval(int64_t part, int64_t whole) {
  if (whole <= 0) return {sdk::kUnknown, sdk::kUnknown};
  const auto n = static_cast<double>(whole);
  const double p = static_cast<double>(part) / n;
  const double scale = 1 / (1 + kZ * kZ / n);
  const double center = (p + kZ * kZ / (2 * n)) * scale;
  const double half = kZ * std::sqrt(p * (1 - p) / n + kZ * kZ / (4 * n * n)) * scale;
  return {part == 0 ? 0 : center - half, part == whole ? 1 : center + half};
}

double BinomialTest(int64_t part, int64_t whole, double p) {
  if (p <= 0) return part > 0 ? 0 : 1;
  if (p >= 1) return part < whole ? 0 : 1;
  return std::min(1.0,
                  2 * std::min(BinomialTail(part, whole, p, -1), BinomialTail(part, whole, p, 1)));
}

double ProportionTest(int64_t part, int64_t whole, int64_t other_part, int64_t other_whole) {
  const auto n = static_cast<double>(whole);
  const auto m = static_cast<double>(other_whole);
  const double pooled = static_cast<double>(part + other_part) / (n + m);
  if (whole <= 0 || other_whole <= 0 || pooled <= 0 || pooled >= 1) return sdk::kUnknown;
  const double difference = static_cast<double>(part) / n - static_cast<double>(other_part) / m;
  const double z = difference / std::sqrt(pooled * (1 - pooled) * (1 / n + 1 / m));
  return std::erfc(std::fabs(z) / std::sqrt(2.0));
}

double StudentQuantile(int64_t degrees) {
  return Solve([&](double t) { return StudentWithin(t, degrees); }, 1 - 2 * kTail, 0, 20);
}

Slope SlopeOf(const std::vector<double>& x, const std::vector<double>& y) {
  const auto n = static_cast<double>(x.size());
  double mean_x = 0, mean_y = 0;
  for (size_t i = 0; i < x.size(); ++i) {
    mean_x += x[i] / n;
    mean_y += y[i] / n;
  }
  double xx = 0, xy = 0;
  for (size_t i = 0; i < x.size(); ++i) {
    xx += (x[i] - mean_x) * (x[i] - mean_x);
    xy += (x[i] - mean_x) * (y[i] - mean_y);
  }
  // What only rounding tells apart is the same.
  if (x.size() < 3 || xx <= 1e-20 * n * mean_x * mean_x) return {};
  Slope slope;
  slope.value = xy / xx;
  double residual = 0;
  for (size_t i = 0; i < x.size(); ++i) {
    const double off = y[i] - mean_y - slope.value * (x[i] - mean_x);
    residual += off * off;
  }
  const auto degrees = static_cast<int64_t>(x.size()) - 2;
  const double error = std::sqrt(residual / static_cast<double>(degrees) / xx);
  const double half = StudentQuantile(degrees) * error;
  slope.interval = {slope.value - half, slope.value + half};
  // Without residuals, only a flat line leaves any doubt.
  const bool is_flat = slope.value == 0;
  slope.p_value = is_flat ? 1 : 1 - StudentWithin(std::fabs(slope.value) / error, degrees);
  return slope;
}

}  // namespace cac
