// The orders that models of this plugin follow, as they are read.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <madad/sdk/plugin.h>

namespace clv::orders {

namespace sdk = madad::sdk;

// What the models over orders have in common: their parameters.
struct OrderOptions {
  std::string value = "margin";
  std::string currency;
};

// Declares the parameters of OrderOptions for a model that derives from it.
template <typename M>
void DeclareOrderOptions(sdk::ModelSpec<M>& m) {
  m.Param("value", static_cast<std::string M::*>(&OrderOptions::value),
          "What an order is worth: its margin, or its revenue where the catalog maps no margin")
      .OneOf({"margin", "revenue"});
  m.Param("currency", static_cast<std::string M::*>(&OrderOptions::currency),
          "Only orders in this currency; empty: all, which must then be in one");
}

struct OrderRow {
  sdk::Value customer;
  int64_t at = 0;          // microseconds
  int64_t day = 0;         // by the calendar, since 1970-01-01
  int64_t value = 0;       // unscaled
  bool is_refund = false;  // its revenue is negative
};

// Declares the input `orders`, by customer and time.
void DeclareOrders(const OrderOptions& options, sdk::Shape& shape);

// Calls `row` for each order up to as_of (the newest order where nobody knows it). Orders without a
// customer or a time and those later are left out, and notes say how many; one without a value is
// worth 0, and so do notes.
// Errors: MADAD_FAILED_PRECONDITION when they are in several currencies.
void ForEachOrder(const OrderOptions& options, const sdk::Call& call, sdk::Reader& orders,
                  sdk::Notes& notes, const std::function<void(const OrderRow&)>& row);

// Returns a + b. Errors: MADAD_OUT_OF_RANGE when that is too large.
int64_t AddExact(int64_t a, int64_t b);

}  // namespace clv::orders
