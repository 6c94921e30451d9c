// What a person should know about a valuation.
#pragma once

#include "value/valuation.h"

namespace clv {

// Adds notes on the fits of purchases and of spend to those of the log.
void AddNotes(Valuation& valuation);

}  // namespace clv
