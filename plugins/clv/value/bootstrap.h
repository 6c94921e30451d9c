// How much fits differ with the customers that there happened to be.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "value/fit.h"

namespace clv {

// Weighted bootstrap: fits with customers' weights drawn from an exponential distribution, each
// begun at `fit`, which is usable and has a covariance.
class Bootstrap {
 public:
  Bootstrap(uint64_t seed, size_t replicates) : seed_(seed), replicates_(replicates) {}

  // Returns the parameters of the replicates that converged.
  std::vector<std::vector<double>> Purchases(const PurchaseModel& model, const Histories& data,
                                             const Fit& fit, const FitOptions& options = {}) const;
  std::vector<std::vector<double>> Spend(const SpendData& data, const Fit& fit,
                                         const FitOptions& options = {}) const;

 private:
  uint64_t seed_;
  size_t replicates_;
};

// Returns the covariance of the logs of `replicates`.
Matrix CovarianceOf(const std::vector<std::vector<double>>& replicates);

}  // namespace clv
