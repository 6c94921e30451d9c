// The parts of the plugin. What each metric means, to the corner cases, is in
// its description.
#pragma once

#include <madad/sdk/plugin.h>

namespace cac {

namespace sdk = madad::sdk;

// What `lag` does.
inline constexpr char kLag[] =
    "Costs are taken from that much earlier, such as a sales cycle: with 3mo, those of January "
    "count in April";

// What was spent, on how many new customers.
void DeclareCosts(sdk::Plugin& p);
// What a lead costs, at each stage.
void DeclareStageCosts(sdk::Plugin& p);
// What came back for it, and how soon.
void DeclareReturns(sdk::Plugin& p);

}  // namespace cac
