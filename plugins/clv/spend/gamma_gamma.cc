#include "spend/gamma_gamma.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>

#include "kernels/special.h"

namespace clv {

SpendData::SpendData(std::span<const Customer> customers) {
  int32_t most = 0;
  for (const Customer& customer : customers) {
    if (!(customer.x >= 1 && customer.z > 0 && std::isfinite(customer.z))) {
      throw std::invalid_argument("a customer with x = " + std::to_string(customer.x) +
                                  " and a mean spend of " + std::to_string(customer.z) +
                                  "; expected repeat purchases and a positive mean");
    }
    most = std::max(most, customer.x);
  }
  std::vector<Customer> sorted(customers.begin(), customers.end());
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const Customer& a, const Customer& b) { return a.x < b.x; });
  sums.reserve(sorted.size());
  for (const Customer& customer : sorted) {
    if (groups.empty() || groups.back().x != customer.x) {
      groups.push_back({static_cast<double>(customer.x), 0, 0});
    }
    sums.push_back(customer.x * customer.z);
    groups.back().end = sums.size();
  }
  Sum();
}

void SpendData::SetWeights(std::vector<double> customer_weights) {
  weights = std::move(customer_weights);
  Sum();
}

void SpendData::Sum() {
  weight = x_log_sum = log_mean = 0;
  size_t i = 0;
  for (Group& group : groups) {
    group.weight = 0;
    double logs = 0;
    for (; i < group.end; ++i) {
      const double w = weights.empty() ? 1 : weights[i];
      group.weight += w;
      logs += w * std::log(sums[i]);
    }
    weight += group.weight;
    x_log_sum += group.x * logs;
    log_mean += logs - group.weight * std::log(group.x);
  }
}

// The terms in gamma functions are those of each distinct x; a customer costs one logarithm:
// (p x + q) ln(gamma + x z) with ln(x z) taken out, which is summed beforehand.
double GammaGamma::LogLikelihood(const SpendData& data, std::span<const double> parameters,
                                 std::span<double> gradient) {
  const double p = parameters[0], q = parameters[1], gamma = parameters[2];
  // ln x z - ln S = -ln(1 + gamma / (x z)), and ln gamma - ln S = -ln(1 + x z / gamma).
  double value = -data.log_mean;
  double by_p = 0, by_q = 0, by_log_gamma = 0;
  size_t i = 0;
  for (const SpendData::Group& group : data.groups) {
    double log_rest = 0;   // of ln(1 + gamma / (x z))
    double log_share = 0;  // of ln(1 + x z / gamma)
    double share = 0;      // of x z / S
    double rest = 0;       // of gamma / S
    for (; i < group.end; ++i) {
      const double w = data.weights.empty() ? 1 : data.weights[i];
      const double ratio = data.sums[i] / gamma;
      const double log_ratio = std::log1p(ratio);
      log_share += w * log_ratio;
      // ln(1 + 1/ratio); from the other where that loses nothing.
      log_rest += w * (ratio > 4 ? std::log1p(1 / ratio) : log_ratio - std::log(ratio));
      share += w * ratio / (1 + ratio);
      rest += w / (1 + ratio);
    }
    const double shape = p * group.x;
    value +=
        group.weight * (LogGammaRatio(shape, q) - LogGamma(q)) - shape * log_rest - q * log_share;
    by_p += group.x * (group.weight * DigammaDifference(shape, q) - log_rest);
    by_q += group.weight * DigammaDifference(q, shape) - log_share;
    // q - (p x + q) gamma / S
    by_log_gamma += q * share - shape * rest;
  }
  gradient[0] = p * by_p;
  gradient[1] = q * by_q;
  gradient[2] = by_log_gamma;
  return value;
}

double GammaGamma::ExpectedSpend(std::span<const double> parameters, double x, double z) {
  const double p = parameters[0], q = parameters[1], gamma = parameters[2];
  const double divisor = p * x + q - 1;
  return divisor > 0 ? p * (gamma + x * z) / divisor : std::numeric_limits<double>::infinity();
}

}  // namespace clv
