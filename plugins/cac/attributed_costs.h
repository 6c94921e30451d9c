// Costs by what they were spent on, with those that nobody attributed spread or apart.
#pragma once

#include "rows.h"

namespace cac {

// The model `cac.attributed_costs`. Tables: `costs`, one row a period, value of `by`, category,
// currency and how the cost got there; `notes`.
class AttributedCosts {
 public:
  static void Declare(sdk::ModelSpec<AttributedCosts>& m);
  void Shape(sdk::Shape& shape) const;
  void Compute(const sdk::Call& call, sdk::Readers& in, sdk::Writers& out);

 private:
  int64_t PeriodOf(int64_t day) const;
  // How many leads or customers each value of `by` has, by period.
  using Weights = std::map<int64_t, std::map<sdk::Value, int64_t>>;
  Weights ReadWeights(const sdk::Call& call, sdk::Readers& in) const;

  std::string by_ = "source";
  std::string spread_ = "none";
  std::string period_ = "month";
};

// The metrics over its table.
void DeclareSpread(sdk::Plugin& p);

}  // namespace cac
