// Repeat purchases week by week, beside those that a model expects.
#pragma once

#include <cstdint>
#include <vector>

#include "orders/purchase_log.h"
#include "purchases/model.h"

namespace clv {

struct TrackedWeek {
  int64_t week = 0;       // 1 begins with the first purchase of all
  int32_t first_day = 0;  // the week is this day and the six after it
  int64_t actual = 0;     // repeat purchases in the week
  double expected = 0;
};

// Returns the weeks up to the end of `day`; a last week that is not over is left out. Customers
// count from their first purchase on. Days are `tick` long in the parameters' unit. Without
// parameters nothing is expected.
std::vector<TrackedWeek> Track(const PurchaseLog& log, int32_t day, const PurchaseModel& model,
                               const std::vector<double>& parameters, double tick);

}  // namespace clv
