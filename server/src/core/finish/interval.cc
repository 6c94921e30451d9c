#include "core/finish/interval.h"

#include <algorithm>
#include <cmath>

namespace madad::core {
namespace {

// The normal quantile at 0.975.
constexpr double kZ = 1.959963984540054;

}  // namespace

std::optional<Interval> WilsonInterval(double successes, double trials) {
  if (trials <= 0) return std::nullopt;
  const double p = successes / trials;
  const double z2 = kZ * kZ;
  const double center = p + z2 / (2 * trials);
  const double spread = kZ * std::sqrt(p * (1 - p) / trials + z2 / (4 * trials * trials));
  const double scale = 1 + z2 / trials;
  return Interval{std::max(0.0, (center - spread) / scale),
                  std::min(1.0, (center + spread) / scale)};
}

std::optional<Interval> KatzInterval(double a, double n, double b, double m) {
  if (a <= 0 || b <= 0 || n <= 0 || m <= 0) return std::nullopt;
  const double ratio = (a / n) / (b / m);
  const double spread = kZ * std::sqrt(1 / a - 1 / n + 1 / b - 1 / m);
  return Interval{ratio * std::exp(-spread), ratio * std::exp(spread)};
}

}  // namespace madad::core
