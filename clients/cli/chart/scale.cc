#include "cli/chart/scale.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "cli/render/number.h"
#include "cli/render/value.h"

namespace madad::cli {
namespace {

constexpr int kSteps = 4;

// Returns what round numbers of a unit are multiples of: for lengths of time
// the largest of the units of time that `largest` holds.
double BaseOf(v1::Unit unit, double largest) {
  if (unit != v1::UNIT_DURATION) return 1;
  double base = 1;
  for (const double micros : {1e3, 1e6, 60e6, 3600e6, 86400e6}) {
    if (largest >= micros) base = micros;
  }
  return base;
}

// Returns the smallest of 1, 2, 5, 10, 20 ... and their fractions that is `step` or more.
double RoundStep(double step) {
  const double power = std::pow(10.0, std::floor(std::log10(step)));
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (step <= factor * power * (1 + 1e-9)) return factor * power;
  }
  return 10 * power;
}

std::string Plain(double value) { return GroupThousands(absl::StrFormat("%.6g", value)); }

}  // namespace

Scale RoundScale(const std::vector<double>& values, v1::Unit unit) {
  Scale scale = {0, 0};
  for (const double value : values) {
    scale.low = std::min(scale.low, value);
    scale.high = std::max(scale.high, value);
  }
  // Nearly nothing has no round numbers, and more than a double has no span.
  constexpr double kSmallest = 1e-300;
  if (!(scale.span() > kSmallest) || !std::isfinite(scale.span())) {
    return {0, std::max(scale.high, 1.0)};
  }
  const double base = BaseOf(unit, std::max(scale.high, -scale.low));
  const double step = RoundStep(scale.span() / base / kSteps) * base;
  scale.low = std::floor(scale.low / step + 1e-9) * step;
  scale.high = std::ceil(scale.high / step - 1e-9) * step;
  return scale;
}

std::string ScaleText(double value, v1::Unit unit) {
  if (value == 0) return unit == v1::UNIT_PERCENT ? "0 %" : "0";
  if (unit == v1::UNIT_PERCENT) return Plain(value * 100) + " %";
  if (unit == v1::UNIT_DURATION) return AmountText(unit, value);
  constexpr std::array<std::pair<double, char>, 3> kLarge = {{{1e12, 'T'}, {1e9, 'B'}, {1e6, 'M'}}};
  for (const auto& [size, letter] : kLarge) {
    if (std::abs(value) < size) continue;
    return absl::StrCat(Plain(value / size), std::string(1, letter));
  }
  return Plain(value);
}

}  // namespace madad::cli
