// The metrics over the orders themselves, and the models that follow them.
#pragma once

#include <madad/sdk/plugin.h>

namespace clv {

namespace sdk = madad::sdk;

// Declares them: what customers brought to date, how often they order, how many come back and how
// many leave, and the simple and the cohort CLV.
void DeclareOrderMetrics(sdk::Plugin& p);

}  // namespace clv
