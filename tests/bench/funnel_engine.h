// The benchmark's funnel by the engine.
#pragma once

#include <cstdint>

#include "bench/funnel_sql.h"
#include "support/database.h"

namespace madad::bench {

struct EngineRun {
  FunnelAnswer answer;
  double read = 0;  // seconds: until all events are held, their entities hashed
  double match = 0;
  double report = 0;
  uint64_t events_held = 0;
  uint64_t event_bytes = 0;
  int64_t peak_bytes = 0;  // resident, beyond what there was before
};

// Reads the table `events` as Arrow batches and makes the whole report.
EngineRun RunFunnelEngine(testing::Database& database, int threads);

}  // namespace madad::bench
