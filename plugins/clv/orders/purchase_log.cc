#include "orders/purchase_log.h"

#include <cmath>

namespace clv {
namespace {

Summary SummaryOf(const Purchase* begin, const Purchase* end, int32_t day) {
  Summary summary;
  for (const Purchase* purchase = begin; purchase != end && purchase->day <= day; ++purchase) {
    if (!purchase->is_refund && !summary.is_customer) {
      summary.is_customer = true;
      summary.first_day = purchase->day;
      summary.history.age = day - purchase->day;
    } else if (!purchase->is_refund) {
      ++summary.history.x;
      summary.history.recency = purchase->day - summary.first_day;
    } else if (!summary.is_customer) {
      continue;  // of a purchase before the data begins
    }
    int64_t& sum = summary.history.x == 0 ? summary.first_amount : summary.repeat_amount;
    if (!__builtin_add_overflow(sum, purchase->amount, &sum)) continue;
    throw sdk::Error(MADAD_OUT_OF_RANGE, "a customer's revenue is too large to be added up",
                     MADAD_SOURCE_DATA);
  }
  return summary;
}

}  // namespace

double PurchaseLog::Money(double amount) const { return amount * std::pow(10, -scale); }

std::vector<Summary> Summarise(const PurchaseLog& log, int32_t day) {
  std::vector<Summary> summaries;
  summaries.reserve(log.customers());
  size_t begin = 0;
  for (const size_t end : log.ends) {
    const Purchase* purchases = log.purchases.data();
    summaries.push_back(SummaryOf(purchases + begin, purchases + end, day));
    begin = end;
  }
  return summaries;
}

}  // namespace clv
