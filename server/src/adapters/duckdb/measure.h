// What is known of a loaded table.
#pragma once

#include "absl/status/status.h"
#include "absl/time/time.h"

#include "adapters/duckdb/load_context.h"
#include "core/snapshot.h"

namespace madad::adapters::duckdb {

// Fills in the rows and the times of `data` from the loaded table; event times
// later than `now` are counted, not taken.
absl::Status Measure(LoadContext& context, absl::Time now, core::TableData& data);

}  // namespace madad::adapters::duckdb
