// What is known of customers by a day.
#pragma once

#include <cstdint>
#include <vector>

#include "orders/purchase_log.h"
#include "purchases/histories.h"

namespace clv {

// The customers known by a day, and what they had done.
struct Known {
  std::vector<Summary> summaries;   // by customer of the log
  std::vector<uint32_t> customers;  // those who are customers by then
  Histories data;
  std::vector<uint32_t> group_of;  // by place in `customers`
};

// Returns what the log says by the end of `day`, in ticks of so many units of time.
Known KnownBy(const PurchaseLog& log, int32_t day, double tick);

}  // namespace clv
