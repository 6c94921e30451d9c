// The model's main table.
#pragma once

#include "value/valuation.h"

namespace clv {

void DeclareCustomers(sdk::Output& customers);
void WriteCustomers(const Parameters& parameters, const Valuation& valuation, const sdk::Call& call,
                    sdk::Writer& out);

}  // namespace clv
