// How well a model fitted to the first part of the data foretells the rest.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "value/forecast.h"
#include "value/holdout.h"

namespace clv {

// Customers of a decile of what was predicted, or all.
struct BacktestRow {
  int64_t decile = 0;  // 1 for those of whom most was predicted; 0 for all
  int64_t customers = 0;
  double predicted = 0;  // purchases
  double actual = 0;
  double absolute_error = 0;     // mean over customers
  double squared_error = 0;      // mean
  double lift = 0;               // actual a customer, over that of all
  double coverage = 0;           // share whose actual number was in the range predicted for it
  double expected_coverage = 0;  // the share that the model says would be
  double log_score = 0;          // mean ln of the probability given to the actual number
  double predicted_spend = 0;    // money; NaN where nothing says what a purchase is worth
  double actual_spend = 0;
  double spend_absolute_error = 0;  // mean over customers

  double bias() const {
    return customers == 0 ? 0 : (predicted - actual) / static_cast<double>(customers);
  }
  double spend_bias() const {
    return customers == 0 ? 0 : (predicted_spend - actual_spend) / static_cast<double>(customers);
  }
};

// Returns the row of all, then ten deciles (fewer than ten customers: none). `group_of`, `held`
// and `worth`, what a purchase is expected to bring, are by customer; `forecasts` by group of
// `data`, and are of the parameters.
std::vector<BacktestRow> MakeBacktest(const PurchaseModel& model,
                                      const std::vector<double>& parameters, const Histories& data,
                                      const std::vector<uint32_t>& group_of, const HeldOut& held,
                                      const std::vector<double>& worth,
                                      const std::vector<Forecast>& forecasts, double time);

}  // namespace clv
