// The ideal customer profile as the catalog writes it.
#pragma once

#include <vector>

#include <madad/sdk/json_value.h>

#include "artifact/bytes.h"
#include "fit/criteria.h"

namespace lead_quality {

// Returns the criteria of a list such as
//   [{"feature": "employees", "range": [10, 200], "falloff": 5, "weight": 3},
//    {"feature": "industry", "one_of": ["software", "media"], "weight": 2},
//    {"feature": "email", "like": "*@gmail.*", "penalty": 20},
//    {"feature": "last_visit", "recent": "30d", "engagement": true}]
// in which an end of a range may be null, `name` is the feature unless said, `weight` is 1 and
// `missing`, what a null counts as, is 0.
// Errors: sdk::Error (MADAD_INVALID_ARGUMENT) that says which criterion and what is wrong.
std::vector<Criterion> ReadCriteria(const sdk::Json& json);

}  // namespace lead_quality
