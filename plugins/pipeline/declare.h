// The parts of the plugin. What each metric means, to the corner cases, is in
// its description.
#pragma once

#include <madad/sdk/plugin.h>

namespace pipeline {

namespace sdk = madad::sdk;

inline constexpr char kOpportunities[] = "count(DISTINCT opportunity_id)";

// What is open, at any past date.
void DeclareOpen(sdk::Plugin& p);
// What was won and lost.
void DeclareClosed(sdk::Plugin& p);
// How much money moves through a day, and its factors.
void DeclareVelocity(sdk::Plugin& p);

}  // namespace pipeline
