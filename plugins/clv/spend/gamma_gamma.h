// Gamma-Gamma: how much a customer spends on a purchase.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace clv {

// Mean spends of customers with repeat purchases, by their number x.
class SpendData {
 public:
  struct Customer {
    int32_t x = 0;  // repeat purchases, 1 or more
    double z = 0;   // mean spend on each, more than 0
  };

  // Errors: std::invalid_argument for another x or z.
  explicit SpendData(std::span<const Customer> customers);

  // Customers of one x lie together.
  struct Group {
    double x = 0;
    size_t end = 0;     // of its customers, in sums
    double weight = 0;  // how many they are
  };
  std::vector<Group> groups;
  std::vector<double> sums;     // x z of each customer
  std::vector<double> weights;  // of each; empty: all 1
  double weight = 0;            // of all
  double x_log_sum = 0;         // the weighted sum of x ln(x z)
  double log_mean = 0;          // and of ln z

  // Sets weights, one a customer in the order of `sums`, and brings the rest up to date.
  void SetWeights(std::vector<double> customer_weights);

 private:
  void Sum();
};

// Spend on one purchase is Gamma(p, nu) with a mean that differs between customers: nu is
// Gamma(q, gamma). Parameters: p, q, gamma (money).
// Source: Fader & Hardie 2013.
struct GammaGamma {
  static constexpr std::array<const char*, 3> kParameterNames = {"p", "q", "gamma"};

  // As PurchaseModel::LogLikelihood.
  static double LogLikelihood(const SpendData& data, std::span<const double> parameters,
                              std::span<double> gradient);

  // Returns the mean spend on a purchase expected of a customer, E[M]; infinity unless p x + q > 1.
  static double ExpectedSpend(std::span<const double> parameters, double x, double z);
};

}  // namespace clv
