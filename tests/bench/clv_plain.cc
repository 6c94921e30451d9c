#include "bench/clv_plain.h"

#include <cmath>

namespace madad::bench {
namespace {

// Shifted to 6 or more, then the asymptotic series.
double Digamma(double x) {
  double sum = 0;
  for (; x < 6; x += 1) sum -= 1 / x;
  const double y = 1 / (x * x);
  return sum + std::log(x) - 0.5 / x -
         y * (1.0 / 12 - y * (1.0 / 120 - y * (1.0 / 252 - y * (1.0 / 240 - y / 132))));
}

}  // namespace

double PlainBgNbd(std::span<const clv::History> customers, double tick,
                  std::span<const double> parameters, std::span<double> gradient) {
  const double r = parameters[0], alpha = parameters[1], a = parameters[2], b = parameters[3];
  double value = 0, by_r = 0, by_alpha = 0, by_a = 0, by_b = 0;
  for (const clv::History& customer : customers) {
    const double x = customer.x;
    const double age = customer.age * tick;
    const double recency = customer.recency * tick;
    const double alive = -(r + x) * std::log(alpha + age);
    double stopped = 0;  // its share
    double ends = alive;
    if (x > 0) {
      const double other = std::log(a / (b + x - 1)) - (r + x) * std::log(alpha + recency);
      const double most = std::max(alive, other);
      ends = most + std::log(std::exp(alive - most) + std::exp(other - most));
      stopped = std::exp(other - ends);
    }
    value += std::lgamma(r + x) - std::lgamma(r) + std::lgamma(a + b) + std::lgamma(b + x) -
             std::lgamma(b) - std::lgamma(a + b + x) + r * std::log(alpha) + ends;
    by_r += Digamma(r + x) - Digamma(r) + std::log(alpha) - (1 - stopped) * std::log(alpha + age) -
            stopped * std::log(alpha + recency);
    by_alpha += r / alpha - (r + x) * ((1 - stopped) / (alpha + age) + stopped / (alpha + recency));
    by_a += Digamma(a + b) - Digamma(a + b + x) + stopped / a;
    by_b += Digamma(a + b) - Digamma(a + b + x) + Digamma(b + x) - Digamma(b);
    if (x > 0) by_b -= stopped / (b + x - 1);
  }
  gradient[0] = r * by_r;
  gradient[1] = alpha * by_alpha;
  gradient[2] = a * by_a;
  gradient[3] = b * by_b;
  return value;
}

}  // namespace madad::bench
