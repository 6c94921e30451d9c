// The model's tables.
#pragma once

#include "value/valuation.h"

namespace clv {

// Declares `customers`, `fit`, `backtest`, `tracking` and `notes`,
void DeclareTables(sdk::Shape& shape);
// and writes them.
void WriteTables(const Parameters& parameters, const Valuation& valuation, const sdk::Call& call,
                 sdk::Writers& out);

}  // namespace clv
