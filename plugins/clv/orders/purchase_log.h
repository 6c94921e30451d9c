// Who purchased on which days, for how much.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <madad/sdk/plugin.h>

#include "purchases/histories.h"

namespace clv {

namespace sdk = madad::sdk;

// What a customer did on one day.
struct Purchase {
  int32_t day = 0;         // since 1970-01-01
  bool is_refund = false;  // nothing was bought: it lowers the purchase before it
  int64_t amount = 0;      // the day's sum, unscaled
};

struct PurchaseLog {
  std::vector<sdk::Value> ids;      // of customers
  std::vector<size_t> ends;         // of each customer's purchases
  std::vector<Purchase> purchases;  // customer by customer, by day
  int32_t scale = 0;                // of amounts
  double margin_share = 1;          // margin over revenue, of the rows that have both
  bool has_margin = false;
  std::string currency;  // empty: rows name none
  int32_t last_day = 0;  // that is observed
  int64_t as_of = 0;     // microseconds
  sdk::Notes notes;

  size_t customers() const { return ids.size(); }
  // Returns an amount in money.
  double Money(double amount) const;
};

struct OrderOptions {
  std::string observed_until;  // a date; empty: as_of's
  std::string where;
};

// Declares the input `orders`, by customer and time.
void DeclareOrders(const OrderOptions& options, sdk::Shape& shape);

// Reads it. Rows of one customer and day are one purchase, of the sum of their revenues; a day on
// which all are negative is a refund. Rows without a customer, a time or a revenue are left out,
// and those later than as_of or the last observed day; notes say how many.
// Errors: MADAD_FAILED_PRECONDITION for amounts in two currencies or a last day after as_of,
// MADAD_OUT_OF_RANGE for sums that no int64 holds.
PurchaseLog ReadOrders(const OrderOptions& options, const sdk::Call& call, sdk::Reader& rows);

// What a customer had done by the end of a day.
struct Summary {
  History history;  // in days
  int32_t first_day = 0;
  int64_t first_amount = 0;   // of the first purchase, less refunds of it
  int64_t repeat_amount = 0;  // of the others

  // Whether there was a purchase at all.
  bool is_customer = false;
};

// Returns the summary of each customer at the end of `day`; what is later is as if unknown. A
// refund lowers the purchase before it.
std::vector<Summary> Summarise(const PurchaseLog& log, int32_t day);

}  // namespace clv
