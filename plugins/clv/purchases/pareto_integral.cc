#include "purchases/pareto_integral.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

#include "kernels/quadrature.h"

namespace clv {
namespace {

// How far below its peak, in logs, the integrand is left out.
constexpr double kDepth = 36;

// The integrand in y = ln((m + u) / (m + t_x)), m the smaller of alpha and beta.
class Integrand {
 public:
  Integrand(double events, double alpha, double s, double beta, double recency, double age)
      : recency_(recency),
        small_(std::min(alpha, beta)),
        large_(std::max(alpha, beta)),
        small_power_(alpha < beta ? events : s + 1),
        large_power_(alpha < beta ? s + 1 : events),
        start_(small_ + recency),
        small_log_(std::log1p(recency / small_)),
        length_(std::log1p((age - recency) / start_)),
        constant_(std::log(s / beta) + std::log(start_)) {}

  double length() const { return length_; }

  struct Point {
    double small_log, large_log;      // ln(1 + u / m), ln(1 + u / M)
    double small_share, large_share;  // u / (m + u), u / (M + u)
    double log_value;
  };
  Point At(double y) const {
    const double growth = std::expm1(y);
    const double u = recency_ + start_ * growth;
    const double ratio = u / large_;
    Point point{small_log_ + y, std::log1p(ratio), u / (small_ + u), ratio / (1 + ratio), 0};
    point.log_value =
        constant_ + y - small_power_ * point.small_log - large_power_ * point.large_log;
    return point;
  }
  double Log(double y) const { return At(y).log_value; }
  // The slope of the log.
  double Slope(double y) const {
    const double beyond = start_ * std::exp(y);  // m + u
    return 1 - small_power_ - large_power_ * beyond / (large_ - small_ + beyond);
  }
  // Where the slope is zero, within [0, length].
  double Peak() const {
    if (Slope(0) <= 0) return 0;
    if (Slope(length_) >= 0) return length_;
    const double share = (1 - small_power_) / large_power_;  // of beyond in the slope
    const double beyond = (large_ - small_) * share / (1 - share);
    return std::clamp(std::log(beyond / start_), 0.0, length_);
  }
  // Where the log has fallen to `level`, from `y` beyond it towards the peak: Newton's method, of
  // which a concave function never lets a step cross.
  double Crossing(double y, double level) const {
    for (int step = 0; step < 60; ++step) {
      const double excess = level - Log(y);
      if (excess < 1) break;
      const double next = y + excess / Slope(y);
      if (!(next >= 0 && next <= length_)) break;
      y = next;
    }
    return y;
  }

 private:
  double recency_, small_, large_, small_power_, large_power_, start_, small_log_, length_;
  double constant_;
};

struct Range {
  double from, to, peak, top;
};

Range RangeOf(const Integrand& f) {
  Range range{0, f.length(), f.Peak(), 0};
  range.top = f.Log(range.peak);
  if (f.Log(range.to) < range.top - kDepth) range.to = f.Crossing(range.to, range.top - kDepth);
  if (f.Log(0) < range.top - kDepth) range.from = f.Crossing(0, range.top - kDepth);
  return range;
}

// Nodes a panel, and panels, that resolve how far the log falls and the distance pi at which the
// integrand is no longer analytic.
struct Rule {
  size_t nodes, panels;
};

Rule RuleFor(const Range& range, double fall) {
  const double length = range.to - range.from;
  const bool has_inner_peak = range.peak > range.from && range.peak < range.to;
  if (has_inner_peak && fall > 1.5) return {24, std::max<size_t>(4, static_cast<size_t>(length))};
  if (fall < 1.5 && length < 1.5) return {8, 1};
  if (fall < 6 && length < 3) return {12, 1};
  return {24, 1 + static_cast<size_t>(length / 5) + (fall > 18 ? 1 : 0)};
}

}  // namespace

StoppedIntegral IntegrateStopped(double events, double alpha, double s, double beta, double recency,
                                 double age) {
  const Integrand f(events, alpha, s, beta, recency, age);
  StoppedIntegral result;
  if (f.length() <= 0) {
    result.log_value = -std::numeric_limits<double>::infinity();
    return result;
  }
  const Range range = RangeOf(f);
  const double fall = range.top - std::min(f.Log(range.from), f.Log(range.to));
  const Rule rule = RuleFor(range, fall);
  const double panel = (range.to - range.from) / static_cast<double>(rule.panels);
  double sum = 0, small_log = 0, large_log = 0, small_share = 0, large_share = 0;
  for (size_t i = 0; i < rule.panels; ++i) {
    const double from = range.from + panel * static_cast<double>(i);
    for (const Node& node : GaussLegendre(rule.nodes)) {
      const Integrand::Point point = f.At(from + panel * node.at);
      const double mass = node.weight * std::exp(point.log_value - range.top);
      sum += mass;
      small_log += mass * point.small_log;
      large_log += mass * point.large_log;
      small_share += mass * point.small_share;
      large_share += mass * point.large_share;
    }
  }
  result.log_value = range.top + std::log(sum * panel);
  const bool alpha_is_small = alpha < beta;
  result.log_alpha = (alpha_is_small ? small_log : large_log) / sum;
  result.log_beta = (alpha_is_small ? large_log : small_log) / sum;
  result.share_alpha = (alpha_is_small ? small_share : large_share) / sum;
  result.share_beta = (alpha_is_small ? large_share : small_share) / sum;
  return result;
}

}  // namespace clv
