// What each cohort of customers has brought by its age.
#pragma once

#include "order_rows.h"

namespace clv::orders {

// The model `clv.cohorts`. Tables: `cohorts`, the triangle, one row a month of acquisition, values
// of `by` and months since; `notes`.
class Cohorts : public OrderOptions {
 public:
  static void Declare(sdk::ModelSpec<Cohorts>& m);
  void Shape(sdk::Shape& shape) const;
  void Compute(const sdk::Call& call, sdk::Readers& in, sdk::Writers& out);

 private:
  std::vector<std::string> by_;
  int64_t months_ = 60;
};

}  // namespace clv::orders
