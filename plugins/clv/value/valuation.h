// Everything that the tables show.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "value/backtest.h"
#include "value/earlier_fits.h"
#include "value/fit.h"
#include "value/forecast.h"
#include "value/known.h"
#include "value/parameters.h"
#include "value/spending.h"
#include "value/tracking.h"

namespace clv {

// A model of purchases.
struct Fitted {
  const PurchaseModel* model = nullptr;
  Fit fit;
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
