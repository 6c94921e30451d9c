// Customers whose parameters are known.
#pragma once

#include <cmath>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "kernels/random.h"
#include "purchases/histories.h"
#include "spend/gamma_gamma.h"

namespace clv {

// What one customer did: up to T, and in the time after it.
struct Simulated {
  History history;  // in ticks
  int32_t later = 0;
};

// Simulates customers who begin evenly over the first third of `ticks` and are observed up to it,
// then for `later` more. Purchases are placed as events at random, not drawn from a formula; a tick
// is so short that two in one are rare.
class Simulation {
 public:
  Simulation(std::string_view model, std::vector<double> parameters, double tick, uint64_t seed)
      : model_(model), p_(std::move(parameters)), tick_(tick), random_(seed) {}

  std::vector<Simulated> Customers(size_t count, int32_t ticks, int32_t later) {
    std::vector<Simulated> customers;
    for (size_t i = 0; i < count; ++i) {
      const int32_t age = ticks - static_cast<int32_t>(random_.Uniform() * ticks / 3);
      customers.push_back(One(age, later));
    }
    return customers;
  }

 private:
  Simulated One(int32_t age, int32_t later) {
    Simulated customer;
    customer.history.age = age;
    const double rate = random_.Gamma(p_[0]) / p_[1];
    double chance = 0;      // of stopping after a purchase
    double end = HUGE_VAL;  // or the time of stopping
    if (model_ == "pareto_nbd") {
      end = random_.Exponential() / (random_.Gamma(p_[2]) / p_[3]);
    } else {
      const double stop = random_.Gamma(p_[2]);
      chance = stop / (stop + random_.Gamma(p_[3]));
    }
    if (model_ == "mbg_nbd" && random_.Uniform() < chance) return customer;
    double time = 0;
    while (true) {
      time += random_.Exponential() / rate;
      const double tick = std::ceil(time / tick_);
      if (time > end || tick > age + later) return customer;
      if (tick <= age) {
        ++customer.history.x;
        customer.history.recency = static_cast<int32_t>(tick);
      } else {
        ++customer.later;
      }
      if (random_.Uniform() < chance) return customer;
    }
  }

  std::string_view model_;
  std::vector<double> p_;
  double tick_;
  Random random_;
};

// Mean spends on a number of purchases that is 1 to 10.
inline std::vector<SpendData::Customer> SimulateSpend(const std::vector<double>& p, size_t count,
                                                      uint64_t seed) {
  Random random(seed);
  std::vector<SpendData::Customer> customers;
  for (size_t i = 0; i < count; ++i) {
    const auto x = 1 + static_cast<int32_t>(random.Uniform() * 10);
    const double nu = random.Gamma(p[1]) / p[2];
    customers.push_back({x, random.Gamma(p[0] * x) / (nu * x)});
  }
  return customers;
}

}  // namespace clv
