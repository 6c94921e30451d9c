// What customers did in the part of the data that a backtest holds back.
#pragma once

#include <cstdint>
#include <vector>

#include "orders/purchase_log.h"

namespace clv {

// By customer.
struct HeldOut {
  std::vector<int32_t> purchases;
  std::vector<double> spend;  // in money, less refunds
};

// Returns what `customers` (places in the log) did from the day after `day` up to `last`.
HeldOut WhatFollowed(const PurchaseLog& log, const std::vector<uint32_t>& customers, int32_t day,
                     int32_t last);

}  // namespace clv
