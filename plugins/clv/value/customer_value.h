// What customers will be worth.
#pragma once

#include "value/parameters.h"

namespace clv {

// The model `clv.customer_value`. Tables: `customers`, one row a customer; `fit`, parameters with
// how sure they are; `backtest`, where there is a holdout; `tracking`, actual and expected repeat
// purchases by week; `notes`.
class CustomerValue : public Parameters {
 public:
  static void Declare(sdk::ModelSpec<CustomerValue>& m);
  void Shape(sdk::Shape& shape) const;
  void Compute(const sdk::Call& call, sdk::Readers& in, sdk::Writers& out);
};

}  // namespace clv
