// Everything that the tables show.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "value/backtest.h"
#include "value/earlier_fits.h"
#include "value/fit.h"
#include "value/forecast.h"
#include "value/parameters.h"
#include "value/tracking.h"

namespace clv {

// The customers known by a day, and what they had done.
struct Known {
  std::vector<Summary> summaries;   // by customer of the log
  std::vector<uint32_t> customers;  // those who are customers by then
  Histories data;
  std::vector<uint32_t> group_of;  // by place in `customers`
};

// A model of their purchases.
struct Fitted {
  const PurchaseModel* model = nullptr;
  Fit fit;
};

// What customers spend on a purchase.
struct Spend {
  Fit fit;
  double mean = 0;         // over customers of their mean repeat purchase; NaN without any
  bool is_mean = false;    // the mean stands in for a fit
  double correlation = 0;  // of the number of repeat purchases with ln of the mean spend
  int64_t left_out = 0;    // customers with repeat purchases whose spend is not positive

  // Returns the expected spend on a purchase of a customer with x and mean spend z, in money; the
  // mean where the model has no bounded one, NaN where nothing is known.
  double Of(double x, double z) const;
};

struct BacktestOf {
  const PurchaseModel* model = nullptr;
  std::vector<BacktestRow> rows;
};

struct Valuation {
  PurchaseLog log;
  Known all;
  Fitted purchases;
  std::vector<Fitted> calibrations;  // of each model that was tried on the holdout
  std::optional<Spend> calibration_spend;
  std::vector<BacktestOf> backtests;
  Spend spend;
  std::vector<Forecast> forecasts;  // by group of `all`; empty when there is no fit
  std::vector<double> spend_covariance;
  std::vector<TrackedWeek> weeks;
  double margin = 1;
};

// Computes it from the log. Fits begin at those that are earlier, where there are any.
Valuation Value(const Parameters& parameters, PurchaseLog log, const EarlierFits& earlier,
                const sdk::Call& call);

}  // namespace clv
