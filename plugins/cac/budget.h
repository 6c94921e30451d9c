// Where to move budget: sources of customers by what they cost, how good they are and where it
// goes.
#pragma once

#include "budget_reader.h"

namespace cac {

// The model `cac.budget`. Tables: `budget`, one row a source, ranked, with its evidence; `notes`.
class Budget : public BudgetScope {
 public:
  static void Declare(sdk::ModelSpec<Budget>& m);
  void Shape(sdk::Shape& shape) const;
  void Compute(const sdk::Call& call, sdk::Readers& in, sdk::Writers& out);

 private:
  int64_t min_customers_ = 10;
  double level_ = 0.05;
};

}  // namespace cac
