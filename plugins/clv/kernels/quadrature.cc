#include "kernels/quadrature.h"

#include <array>
#include <cmath>
#include <numbers>

#include "kernels/special.h"

namespace clv {
namespace {

// Roots of the Legendre polynomial by Newton's method from Chebyshev's estimate.
template <size_t kCount>
std::array<Node, kCount> LegendreRule() {
  std::array<Node, kCount> rule;
  const auto n = static_cast<double>(kCount);
  for (size_t i = 0; i < kCount; ++i) {
    double x = std::cos(std::numbers::pi * (static_cast<double>(i) + 0.75) / (n + 0.5));
    double slope = 0;
    for (int step = 0; step < 20; ++step) {
      double before = 1;
      double value = x;
      for (size_t k = 2; k <= kCount; ++k) {
        const auto order = static_cast<double>(k);
        const double next = ((2 * order - 1) * x * value - (order - 1) * before) / order;
        before = value;
        value = next;
      }
      slope = n * (x * value - before) / (x * x - 1);
      x -= value / slope;
    }
    rule[i] = {(1 - x) / 2, 1 / ((1 - x * x) * slope * slope)};
  }
  return rule;
}

// The trapezoidal rule for a density that falls off exponentially at both ends, from its mode
// outwards; `log_density` need not be normalised, and `point` maps the variable to the node.
template <typename LogDensity, typename Point>
std::vector<Node> Trapezoid(double mode, double step, LogDensity log_density, Point point) {
  std::vector<Node> nodes;
  const double top = log_density(mode);
  double sum = 0;
  const auto add = [&](double y) {
    const double log_weight = log_density(y) - top;
    if (log_weight < -40 || nodes.size() > 10'000) return false;
    nodes.push_back({point(y), std::exp(log_weight)});
    sum += nodes.back().weight;
    return true;
  };
  for (int i = 0; add(mode + i * step); ++i) {
  }
  for (int i = 1; add(mode - i * step); ++i) {
  }
  for (Node& node : nodes) node.weight /= sum;
  return nodes;
}

// A step that resolves a density whose log has this curvature at the mode, and the strip in which
// the logit and the log are analytic.
double StepFor(double curvature) { return std::min(0.2, 0.5 / std::sqrt(curvature)); }

}  // namespace

std::span<const Node> GaussLegendre(size_t count) {
  static const auto kEight = LegendreRule<8>();
  static const auto kTwelve = LegendreRule<12>();
  static const auto kSixteen = LegendreRule<16>();
  static const auto kTwentyFour = LegendreRule<24>();
  if (count <= 8) return kEight;
  if (count <= 12) return kTwelve;
  if (count <= 16) return kSixteen;
  return kTwentyFour;
}

std::vector<Node> BetaNodes(double a, double b) {
  const auto log_density = [a, b](double y) {
    return y > 0 ? -a * std::log1p(std::exp(-y)) - b * (y + std::log1p(std::exp(-y)))
                 : a * (y - std::log1p(std::exp(y))) - b * std::log1p(std::exp(y));
  };
  return Trapezoid(std::log(a / b), StepFor(a * b / (a + b)), log_density,
                   [](double y) { return 1 / (1 + std::exp(-y)); });
}

std::vector<Node> GammaNodes(double r) {
  return Trapezoid(
      std::log(r), StepFor(r), [r](double y) { return r * y - std::exp(y); },
      [](double y) { return std::exp(y); });
}

}  // namespace clv
