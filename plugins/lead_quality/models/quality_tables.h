// The tables that say how good a model of lead scores is.
#pragma once

#include <vector>

#include <madad/sdk/model.h>

#include "artifact/bytes.h"
#include "training/report.h"

namespace lead_quality {

// Declares `quality`, `calibration`, `lift`, `groups` and `features`.
void DeclareQuality(sdk::Shape& shape);

// Writes them from a report, as Report::ToJson has it; `now` is the drift of the leads that were
// scored.
// Errors: sdk::Error (MADAD_DATA_LOSS) when it is no such report.
void WriteQuality(const sdk::Json& report, const std::vector<Drift>& now, sdk::Writers& out);

}  // namespace lead_quality
