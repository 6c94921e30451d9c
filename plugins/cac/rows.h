// What the models of this plugin read: costs, leads and customers by a dimension.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <madad/sdk/plugin.h>

namespace cac {

namespace sdk = madad::sdk;

struct CostRow {
  sdk::Value by;
  int64_t day = 0;                 // since 1970-01-01
  int64_t amount = 0;              // unscaled
  std::string category, currency;  // empty: none
};

// Declares the input `costs`, by the dimension `by`.
void DeclareCostRows(const std::string& by, sdk::Shape& shape);
// Calls `row` for each cost. Those without a day or an amount are left out, and notes say how many.
void ForEachCost(const std::string& by, const sdk::Call& call, sdk::Reader& costs,
                 sdk::Notes& notes, const std::function<void(const CostRow&)>& row);

// Returns a + b. Errors: MADAD_OUT_OF_RANGE when that is too large.
int64_t AddExact(int64_t a, int64_t b);

// Returns an unscaled decimal as text: 1050 at a scale of 2 is 10.50.
std::string AmountText(int64_t unscaled, int32_t scale);

}  // namespace cac
