// A report in a few figures.
#pragma once

#include <madad/sdk/json_value.h>

#include "artifact/bytes.h"
#include "training/report.h"

namespace lead_quality {

// Returns what people compare versions by, each a single value; those that there are.
sdk::Json::Object MainFigures(const Report& report);

}  // namespace lead_quality
