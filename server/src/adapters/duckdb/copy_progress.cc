#include "adapters/duckdb/copy_progress.h"

#include <utility>

#include "absl/time/clock.h"

#include "core/text.h"

namespace madad::adapters::duckdb {

CopyProgress::Copy::Copy(CopyProgress& progress, std::string table, int64_t rows_before)
    : progress_(progress),
      table_(std::move(table)),
      state_{.since = absl::Now(), .rows = 0, .rows_before = rows_before},
      logged_(state_.since) {
  const std::lock_guard lock(progress_.mutex_);
  progress_.copies_.emplace(table_, this);
}

CopyProgress::Copy::~Copy() {
  const std::lock_guard lock(progress_.mutex_);
  std::erase_if(progress_.copies_, [this](const auto& entry) { return entry.second == this; });
}

void CopyProgress::Copy::Add(int64_t rows) {
  const absl::Time now = absl::Now();
  std::string line;
  {
    const std::lock_guard lock(progress_.mutex_);
    state_.rows += rows;
    if (now - logged_ < progress_.log_every_) return;
    logged_ = now;
    line = core::Cat("table ", table_, ": ", state_.rows, " rows copied so far");
    if (state_.rows_before > 0) core::Append(&line, ", of ", state_.rows_before, " the last time");
  }
  progress_.log_(line);
}

std::map<std::string, core::CopyState> CopyProgress::now() const {
  const std::lock_guard lock(mutex_);
  std::map<std::string, core::CopyState> states;
  for (const auto& [table, copy] : copies_) {
    core::CopyState& state = states.try_emplace(table, copy->state_).first->second;
    if (copy->state_.rows > state.rows) state = copy->state_;
  }
  return states;
}

}  // namespace madad::adapters::duckdb
