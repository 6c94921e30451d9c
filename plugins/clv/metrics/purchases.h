// The purchases of each customer, one after another.
#pragma once

#include "order_rows.h"

namespace clv::orders {

// The model `clv.purchases`. Tables: `purchases`, one row a customer and day with an order, with
// the day of their next one; `notes`.
class Purchases : public OrderOptions {
 public:
  static void Declare(sdk::ModelSpec<Purchases>& m);
  void Shape(sdk::Shape& shape) const;
  void Compute(const sdk::Call& call, sdk::Readers& in, sdk::Writers& out);
};

}  // namespace clv::orders
