// Metrics over the tables of the models of lead quality.
#pragma once

#include <madad/sdk/plugin.h>

namespace lead_quality {

void DeclareScoreMetrics(madad::sdk::Plugin& p);

}  // namespace lead_quality
