#include "value/holdout.h"

namespace clv {

HeldOut WhatFollowed(const PurchaseLog& log, const std::vector<uint32_t>& customers, int32_t day,
                     int32_t last) {
  HeldOut held;
  for (const uint32_t customer : customers) {
    int32_t count = 0;
    double amount = 0;
    for (size_t i = customer == 0 ? 0 : log.ends[customer - 1]; i < log.ends[customer]; ++i) {
      const Purchase& purchase = log.purchases[i];
      if (purchase.day <= day || purchase.day > last) continue;
      count += !purchase.is_refund;
      amount += static_cast<double>(purchase.amount);
    }
    held.purchases.push_back(count);
    held.spend.push_back(log.Money(amount));
  }
  return held;
}

}  // namespace clv
