// The parts of the plugin. What each metric means, to the corner cases, is in
// its description.
#pragma once

#include <madad/sdk/plugin.h>

namespace conversion {

namespace sdk = madad::sdk;

// What is counted.
inline constexpr char kLeads[] = "count(DISTINCT lead_id)";
inline constexpr char kOpportunities[] = "count(DISTINCT opportunity_id)";

// Leads, and leads entering each stage.
void DeclareCounts(sdk::Plugin& p);
// Of those entering a stage, the share reaching a later one.
void DeclareStageRates(sdk::Plugin& p);
// Of opportunities, the share that is won.
void DeclareWinRates(sdk::Plugin& p);
// How fast leads are answered, and what becomes of those answered fast.
void DeclareResponse(sdk::Plugin& p);
// How long qualifying, converting and selling take.
void DeclareDurations(sdk::Plugin& p);

}  // namespace conversion
