// What customers spend on a purchase.
#pragma once

#include <cstdint>
#include <vector>

#include "orders/purchase_log.h"
#include "spend/gamma_gamma.h"
#include "value/fit.h"
#include "value/known.h"

namespace clv {

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

// Returns the repeat purchases of those known.
std::vector<SpendData::Customer> RepeatPurchases(const PurchaseLog& log, const Known& known);

// Fits what `customers` spend; leaves those in it whose spend is positive.
Spend FitSpending(std::vector<SpendData::Customer>& customers, const FitOptions& options);

// Returns what a purchase of each of those known is expected to bring, in money.
std::vector<double> WorthOf(const PurchaseLog& log, const Known& known, const Spend& spend);

}  // namespace clv
