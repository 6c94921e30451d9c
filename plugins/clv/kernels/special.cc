#include "kernels/special.h"

#include <cmath>

namespace clv {
namespace {

// From here on the asymptotic series are exact to rounding.
constexpr double kLarge = 10;

// What Stirling's formula for ln Gamma leaves out: the sum of B_2k / (2k (2k - 1) x^(2k - 1)).
double StirlingRest(double x) {
  const double y = 1 / (x * x);
  const double series =
      1.0 / 12 + y * (-1.0 / 360 +
                      y * (1.0 / 1260 +
                           y * (-1.0 / 1680 + y * (1.0 / 1188 + y * (-691.0 / 360360 + y / 156)))));
  return series / x;
}

}  // namespace

double LogGamma(double x) {
  double product = 1;
  for (; x < kLarge; x += 1) product *= x;
  constexpr double kHalfLogTwoPi = 0.91893853320467274178;
  return (x - 0.5) * std::log(x) - x + kHalfLogTwoPi + StirlingRest(x) - std::log(product);
}

double LogGammaRatio(double u, double d) {
  double product = 1;  // Gamma(u + d) / Gamma(u) over that of the shifted arguments
  for (; u < kLarge; u += 1) product *= u / (u + d);
  const double rest = StirlingRest(u + d) - StirlingRest(u);
  return (u - 0.5) * std::log1p(d / u) + d * (std::log(u + d) - 1) + rest + std::log(product);
}

double DigammaDifference(double u, double d) {
  double sum = 0;
  for (; u < kLarge; u += 1) sum += d / (u * (u + d));
  // psi(x) = ln x - 1/(2x) - sum of B_2k / (2k x^2k), each term's difference without cancellation.
  constexpr double kTerms[] = {1.0 / 12,  -1.0 / 120,     1.0 / 252, -1.0 / 240,
                               1.0 / 132, -691.0 / 32760, 1.0 / 12};
  const double high = 1 / ((u + d) * (u + d));
  const double low = 1 / (u * u);
  const double first = -d * (2 * u + d) * high * low;  // high - low
  double power = 1;                                    // low^(n - 1)
  double difference = 0;                               // high^n - low^n
  for (const double term : kTerms) {
    difference = high * difference + first * power;
    power *= low;
    sum -= term * difference;
  }
  return sum + std::log1p(d / u) + d / (2 * u * (u + d));
}

double LogBeta(double a, double b) { return LogGamma(a) - LogGammaRatio(b, a); }

double ExpDifference(double k, double x) {
  return std::abs(k * x) < 1e-12 ? x * (1 + k * x / 2) : std::expm1(k * x) / k;
}

// The trapezoidal rule after v = e^y: the integrand is analytic for |Im y| < pi / 2 and falls off
// at both ends, so that a step of 1/4 leaves an error of e^(-pi^2 / (1/4)), about 1e-17.
double ScaledExpIntegral(double s, double z) {
  constexpr double kStep = 0.25;
  const double last = std::log(745 / z);
  double sum = 0;
  for (double y = last; y > -38; y -= kStep) {
    const double v = std::exp(y);
    sum += std::exp(y - z * v - s * std::log1p(v));
  }
  return sum * kStep;
}

}  // namespace clv
