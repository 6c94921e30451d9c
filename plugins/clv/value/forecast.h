// What the customers of a fitted model are expected to do.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "purchases/model.h"

namespace clv {

// What is expected of a customer with one history, in the time asked for.
struct Forecast {
  double alive = 1;       // the probability of being a customer still
  double expected = 0;    // purchases
  double discounted = 0;  // purchases, each discounted at its time
  double residual = 0;    // the same over all future (DERT); may be infinite
  double log_sd = 0;      // standard deviation of ln(expected), from the parameters' covariance
  // The numbers of purchases of which at least the level asked for has lower <= n <= upper, cut
  // equally at both ends; and how much has.
  int64_t lower = 0;
  int64_t upper = 0;
  double within = 0;
};

struct ForecastOptions {
  double time = 52;  // how far ahead, in the parameters' unit
  double delta = 0;  // continuous rate of discount a unit of time
  double level = 0.95;
  // Covariance of the parameters' logs, row by row; empty: log_sd stays 0.
  std::vector<double> covariance;
  bool residuals = true;  // whether `residual` is filled in
};

// Runs tasks 0 .. count - 1, maybe at the same time.
using Tasks = std::function<void(size_t count, const std::function<void(size_t)>& task)>;

// Returns the forecast of each group of `data`, in its order.
std::vector<Forecast> ForecastGroups(const PurchaseModel& model,
                                     const std::vector<double>& parameters, const Histories& data,
                                     const ForecastOptions& options, const Tasks& tasks);

// The distribution of the number of purchases of a customer, alive with probability `alive`, from
// that of one who is.
double CountProbability(const std::vector<double>& counts, double alive, int64_t n);

}  // namespace clv
