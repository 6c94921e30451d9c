// What leads that converted were worth.
#pragma once

#include <madad/sdk/model.h>

#include "artifact/bytes.h"
#include "features/frame.h"

namespace lead_quality {

// Returns what a lead that converted within the horizon brought on average, over the leads that
// have matured: the amounts of its won opportunities, 0 where it has none. `deals` has the columns
// lead_id and amount. NaN when no matured lead converted.
double MeanWonAmount(const sdk::Call& call, const Frame& frame, int64_t horizon_us,
                     sdk::Reader& deals);

}  // namespace lead_quality
