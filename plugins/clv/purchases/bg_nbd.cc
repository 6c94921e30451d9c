#include "purchases/bg_nbd.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "kernels/purchase_counts.h"
#include "kernels/quadrature.h"
#include "kernels/special.h"
#include "purchases/age_logs.h"

namespace clv {
namespace {

struct Parameters {
  double r, alpha, a, b;

  explicit Parameters(std::span<const double> p) : r(p[0]), alpha(p[1]), a(p[2]), b(p[3]) {}
};

// What a customer who is alive is worth: a new one with these parameters.
struct Alive {
  double r, alpha, a, b;

  Alive(const Parameters& p, double x, double age, int extra)
      : r(p.r + x), alpha(p.alpha + age), a(p.a), b(p.b + x + extra) {}
};

// Sums over the log-likelihoods of all customers, and their derivatives by r, the log of alpha, a
// and b.
struct Sums {
  double value = 0;
  double by_r = 0;
  double by_log_alpha = 0;
  double by_a = 0;
  double by_b = 0;

  // The terms in gamma functions. Over all customers they are sums over k of a logarithm times the
  // number of customers with more than k repeat purchases, whatever number of customers there is.
  void AddGammas(const Histories& data, const Parameters& p, int extra) {
    for (size_t i = 0; i < data.tails.size() + static_cast<size_t>(extra); ++i) {
      const auto k = static_cast<double>(i);
      if (i < data.tails.size()) {
        value += data.tails[i] * std::log(p.r + k);
        by_r += data.tails[i] / (p.r + k);
      }
      // Chance k + 1 survived: with an extra one, by those with more than k - 1 purchases.
      const bool by_all = extra == 1 && i == 0;
      const double n = by_all ? data.weight : data.tails[i - static_cast<size_t>(extra)];
      value += n * std::log((p.b + k) / (p.a + p.b + k));
      by_a -= n / (p.a + p.b + k);
      by_b += n * p.a / ((p.b + k) * (p.a + p.b + k));
    }
  }

  // The term of being alive or not: ln(e^A3 + e^A4), whose second part is of those who stopped
  // right after their last purchase.
  void AddEnds(const Histories& data, const Parameters& p, int extra) {
    const AgeLogs log(data, p.alpha);
    double last_odds = 0;  // of the x that was seen last
    int32_t last_x = -1;
    for (const Histories::Group& group : data.groups) {
      const auto& [x, recency, age] = group.history;
      const double events = p.r + x;
      const double n = group.weight;
      if (x + extra == 0) {
        value -= n * events * log[age];
        by_r -= n * log[age];
        by_log_alpha += n * events * log.Share(age);
        continue;
      }
      const double chances = p.b + (x + extra - 1);
      if (x != last_x) last_odds = std::log(p.a / chances);
      last_x = x;
      const double odds = last_odds + events * (log[age] - log[recency]);  // of having stopped
      const double smaller = std::exp(-std::abs(odds));
      const double stopped = odds > 0 ? 1 / (1 + smaller) : smaller / (1 + smaller);
      value += n * (std::max(odds, 0.0) + std::log1p(smaller) - events * log[age]);
      by_r -= n * ((1 - stopped) * log[age] + stopped * log[recency]);
      by_log_alpha += n * events * ((1 - stopped) * log.Share(age) + stopped * log.Share(recency));
      by_a += n * stopped / p.a;
      by_b -= n * stopped / chances;
    }
  }
};

// How many terms of the sum over purchases are worth it before an integral over the probability
// of stopping takes over.
constexpr double kMostTerms = 20'000;

// E over the probability p of stopping of (1 - (1 + p t / alpha)^-r) / p.
double ExpectedByNodes(const Alive& alive, double t) {
  double sum = 0;
  for (const Node& node : BetaNodes(alive.a, alive.b)) {
    const double ends = -std::expm1(-alive.r * std::log1p(node.at * t / alive.alpha));
    if (node.at > 0) sum += node.weight * ends / node.at;
  }
  return sum;
}

// The sum over k of P(there were more than k purchases) P(k chances of stopping survived): all
// terms are positive, and nothing special happens at a = 1.
double ExpectedOfAlive(const Alive& alive, double t) {
  const double mean = alive.r * t / alive.alpha;
  const double spread = std::sqrt(mean * (1 + t / alive.alpha));
  if (t <= 0) return 0;
  if (mean + 40 * (1 + spread) + 40 * t / alive.alpha > kMostTerms) {
    return ExpectedByNodes(alive, t);
  }
  PurchaseCounts counts(alive.r, alive.alpha, t);
  double more = counts.some();
  double survived = 1;
  double sum = 0;
  while (true) {
    sum += more * survived;
    counts.Next();
    more -= counts.mass();
    const double least = 1e-14 * counts.some();
    if (counts.k() > mean && (more < least || counts.mass() < 1e-4 * least)) break;
    survived *= (alive.b + counts.k() - 1) / (alive.a + alive.b + counts.k() - 1);
  }
  return sum;
}

}  // namespace

double BgNbd::LogLikelihood(const Histories& data, std::span<const double> parameters,
                            std::span<double> gradient) const {
  const Parameters p(parameters);
  Sums sums;
  sums.AddGammas(data, p, extra_);
  sums.AddEnds(data, p, extra_);
  // alpha^r (alpha + t)^-(r + x) is alpha^-x (1 + t / alpha)^-(r + x).
  sums.value -= data.repeats * std::log(p.alpha);
  sums.by_log_alpha -= data.repeats;
  gradient[0] = p.r * sums.by_r;
  gradient[1] = sums.by_log_alpha;
  gradient[2] = p.a * sums.by_a;
  gradient[3] = p.b * sums.by_b;
  return sums.value;
}

double BgNbd::AliveProbability(std::span<const double> parameters, const Observed& customer) const {
  const Parameters p(parameters);
  const double chances = customer.x + extra_;
  if (chances == 0) return 1;
  const double gap = std::log1p((customer.age - customer.recency) / (p.alpha + customer.recency));
  const double odds = std::log(p.a / (p.b + chances - 1)) + (p.r + customer.x) * gap;
  return odds > 700 ? std::exp(-odds) : 1 / (1 + std::exp(odds));
}

double BgNbd::Expected(std::span<const double> parameters, double x, double age, double t) const {
  return ExpectedOfAlive(Alive(Parameters(parameters), x, age, extra_), t);
}

// The expectation over rate and probability of stopping of lambda / (delta + lambda p).
double BgNbd::Residual(std::span<const double> parameters, double x, double age,
                       double delta) const {
  const Alive alive(Parameters(parameters), x, age, extra_);
  if (delta == 0) {
    return alive.a > 1 ? (alive.a + alive.b - 1) / (alive.a - 1)
                       : std::numeric_limits<double>::infinity();
  }
  const std::vector<Node> stops = BetaNodes(alive.a, alive.b);
  double sum = 0;
  for (const Node& rate : GammaNodes(alive.r)) {
    const double lambda = rate.at / alive.alpha;
    double inner = 0;
    for (const Node& stop : stops) inner += stop.weight / (delta + lambda * stop.at);
    sum += rate.weight * lambda * inner;
  }
  return sum;
}

// n purchases: n chances survived, or stopped at the n-th when there would have been n or more.
std::vector<double> BgNbd::Counts(std::span<const double> parameters, double x, double age,
                                  double t) const {
  const Alive alive(Parameters(parameters), x, age, extra_);
  PurchaseCounts counts(alive.r, alive.alpha, t);
  std::vector<double> masses = {counts.mass()};
  double left = 1 - masses[0];
  double at_least = counts.some();  // P(n or more), were there no stopping
  double survived = 1;              // P(n - 1 chances survived)
  for (double n = 1; left > 1e-12 && n < 10'000; n += 1) {
    counts.Next();
    const double sum = alive.a + alive.b + n - 1;
    const double mass =
        survived * ((alive.b + n - 1) / sum * counts.mass() + alive.a / sum * at_least);
    masses.push_back(mass);
    left -= mass;
    at_least -= counts.mass();
    survived *= (alive.b + n - 1) / sum;
  }
  return masses;
}

double BgNbd::NewCustomer(std::span<const double> parameters, double t) const {
  const Parameters p(parameters);
  const double alive = extra_ == 0 ? 1 : p.b / (p.a + p.b);
  return alive * ExpectedOfAlive(Alive(p, 0, 0, extra_), t);
}

}  // namespace clv
