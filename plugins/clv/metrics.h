// The plugin's metrics.
#pragma once

#include <madad/sdk/plugin.h>

namespace clv {

namespace sdk = madad::sdk;

// Declares every metric and dimension of the plugin.
void DeclareMetrics(sdk::Plugin& p);

}  // namespace clv
