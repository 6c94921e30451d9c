#include "purchases/pareto_nbd.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "kernels/purchase_counts.h"
#include "kernels/quadrature.h"
#include "kernels/special.h"
#include "purchases/age_logs.h"
#include "purchases/pareto_integral.h"

namespace clv {
namespace {

struct Parameters {
  double r, alpha, s, beta;

  explicit Parameters(std::span<const double> p) : r(p[0]), alpha(p[1]), s(p[2]), beta(p[3]) {}
};

struct Ends {
  double log_value;  // of alive and stopped together
  double alive;
};

// alive and stopped by their logs.
Ends Together(double log_alive, double log_stopped) {
  const double odds = log_stopped - log_alive;
  const double smaller = std::exp(-std::abs(odds));
  return {std::max(log_alive, log_stopped) + std::log1p(smaller),
          odds > 0 ? smaller / (1 + smaller) : 1 / (1 + smaller)};
}

// The integral over u from 0 to t of (1 + u / scale)^-power.
double PowerIntegral(double scale, double power, double t) {
  return scale * ExpDifference(1 - power, std::log1p(t / scale));
}

}  // namespace

double ParetoNbd::LogLikelihood(const Histories& data, std::span<const double> parameters,
                                std::span<double> gradient) const {
  const Parameters p(parameters);
  double value = -data.repeats * std::log(p.alpha);
  double by_r = 0, by_log_alpha = -data.repeats, by_log_s = 0, by_log_beta = 0;
  for (size_t k = 0; k < data.tails.size(); ++k) {
    value += data.tails[k] * std::log(p.r + static_cast<double>(k));
    by_r += data.tails[k] / (p.r + static_cast<double>(k));
  }
  const AgeLogs log_alpha(data, p.alpha);
  const AgeLogs log_beta(data, p.beta);
  for (const Histories::Group& group : data.groups) {
    const auto& [x, recency, age] = group.history;
    const double n = group.weight;
    const double events = p.r + x;
    const StoppedIntegral stopped =
        IntegrateStopped(events, p.alpha, p.s, p.beta, recency * data.tick, age * data.tick);
    const Ends ends = Together(-events * log_alpha[age] - p.s * log_beta[age], stopped.log_value);
    const double alive = n * ends.alive;
    const double gone = n * (1 - ends.alive);
    value += n * ends.log_value;
    by_r -= alive * log_alpha[age] + gone * stopped.log_alpha;
    by_log_alpha += events * (alive * log_alpha.Share(age) + gone * stopped.share_alpha);
    by_log_s += gone * (1 - p.s * stopped.log_beta) - alive * p.s * log_beta[age];
    by_log_beta += alive * p.s * log_beta.Share(age) + gone * ((p.s + 1) * stopped.share_beta - 1);
  }
  gradient[0] = p.r * by_r;
  gradient[1] = by_log_alpha;
  gradient[2] = by_log_s;
  gradient[3] = by_log_beta;
  return value;
}

double ParetoNbd::AliveProbability(std::span<const double> parameters,
                                   const Observed& customer) const {
  const Parameters p(parameters);
  const double events = p.r + customer.x;
  const double alive =
      -events * std::log1p(customer.age / p.alpha) - p.s * std::log1p(customer.age / p.beta);
  return Together(alive,
                  IntegrateStopped(events, p.alpha, p.s, p.beta, customer.recency, customer.age)
                      .log_value)
      .alive;
}

double ParetoNbd::Expected(std::span<const double> parameters, double x, double age,
                           double t) const {
  const Parameters p(parameters);
  return (p.r + x) / (p.alpha + age) * PowerIntegral(p.beta + age, p.s, t);
}

double ParetoNbd::Residual(std::span<const double> parameters, double x, double age,
                           double delta) const {
  const Parameters p(parameters);
  const double rate = (p.r + x) / (p.alpha + age);
  if (delta > 0) return rate * (p.beta + age) * ScaledExpIntegral(p.s, delta * (p.beta + age));
  return p.s > 1 ? rate * (p.beta + age) / (p.s - 1) : std::numeric_limits<double>::infinity();
}

// By when the customer stops: after t, or at u before it.
std::vector<double> ParetoNbd::Counts(std::span<const double> parameters, double x, double age,
                                      double t) const {
  const Parameters p(parameters);
  const double shape = p.r + x;
  const double scale = p.alpha + age;
  const double life = p.beta + age;
  std::vector<double> masses;
  const auto add = [&](double weight, double time) {
    PurchaseCounts counts(shape, scale, time);
    const double mean = shape * time / scale;
    for (size_t k = 0; k < 10'000 && (counts.k() <= mean || counts.mass() > 1e-15); ++k) {
      if (masses.size() <= k) masses.push_back(0);
      masses[k] += weight * counts.mass();
      counts.Next();
    }
  };
  // In y = ln(1 + u / life), in which stopping is exponential.
  const double length = std::log1p(t / life);
  const auto panels = 1 + static_cast<size_t>(length * (p.s + 1) / 6);
  for (size_t i = 0; i < panels; ++i) {
    for (const Node& node : GaussLegendre(24)) {
      const double y = length * (static_cast<double>(i) + node.at) / static_cast<double>(panels);
      add(node.weight * length / static_cast<double>(panels) * p.s * std::exp(-p.s * y),
          life * std::expm1(y));
    }
  }
  add(std::exp(-p.s * length), t);
  return masses;
}

double ParetoNbd::NewCustomer(std::span<const double> parameters, double t) const {
  return Expected(parameters, 0, 0, t);
}

}  // namespace clv
