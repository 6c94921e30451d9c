// The parts of DeclareOrderMetrics.
#pragma once

#include "orders.h"

namespace clv::orders {

// What customers brought to date.
void DeclareHistoric(sdk::Plugin& p);
// How large orders are, and how often they come.
void DeclareFrequency(sdk::Plugin& p);
// How many come back and how many leave, and what that makes a customer worth.
void DeclareRetention(sdk::Plugin& p);
// What each cohort has brought by its age.
void DeclareCohorts(sdk::Plugin& p);

}  // namespace clv::orders
