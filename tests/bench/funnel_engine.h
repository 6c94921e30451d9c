// The benchmark's funnel by the engine.
#pragma once

#include <cstdint>
#include <deque>
#include <mutex>

#include <duckdb.h>

#include "bench/funnel_sql.h"
#include "madad/abi/arrow.h"
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

// The table `events` as Arrow batches. DuckDB streams them on one thread: with two, one spins while
// it waits for the other.
// Thread: one fetches, one takes.
class EventStream {
 public:
  explicit EventStream(testing::Database& database);
  ~EventStream();
  EventStream(const EventStream&) = delete;
  EventStream& operator=(const EventStream&) = delete;

  // Makes a batch ready and returns how many rows it has; 0 at the end.
  size_t Fetch();
  // Makes all of them ready.
  void FetchAll() {
    while (const size_t rows = Fetch()) fetched_.push_back(rows);
  }
  // The rows of each batch that FetchAll made ready.
  const std::deque<size_t>& fetched() const { return fetched_; }
  // Returns the first batch that is ready; the caller releases it.
  ArrowArray Take();

 private:
  testing::Database& database_;
  duckdb_prepared_statement statement_ = nullptr;
  duckdb_pending_result pending_ = nullptr;
  duckdb_result result_{};
  duckdb_arrow_options options_ = nullptr;
  std::mutex mutex_;  // guards the batches
  std::deque<ArrowArray> ready_;
  std::deque<size_t> fetched_;
};

// Makes the whole report of the events.
EngineRun RunFunnelEngine(EventStream& events, int threads);

}  // namespace madad::bench
