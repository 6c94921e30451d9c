// Keeping sources fresh.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

#include "core/query.h"
#include "core/snapshot.h"

namespace madad::core {

// How far the copy of a table is that is being read from a SQL engine.
struct CopyState {
  absl::Time since;
  int64_t rows = 0;         // so far
  int64_t rows_before = 0;  // of the version before it; 0 when that says nothing of this one
};

// Checks sources and loads them anew.
// Thread: any, at the same time; blocks while data is read.
class SourceControl {
 public:
  virtual ~SourceControl() = default;

  // Reads the tables of `source` anew, publishes nothing and returns them; a
  // table's data has its status and load report only.
  // Errors: NOT_FOUND (SOURCE_UNKNOWN, with the nearest names), CANCELLED,
  // DEADLINE_EXCEEDED.
  virtual absl::StatusOr<std::shared_ptr<const Snapshot>> Check(std::string_view source,
                                                                const CallContext& call) = 0;

  // Loads the tables of `source` (empty: every source) whose files changed, or
  // all of them when `force`, publishes them as one snapshot and returns the
  // names of those that were loaded.
  // Errors: as `Check`.
  virtual absl::StatusOr<std::vector<std::string>> Refresh(std::string_view source, bool force,
                                                           const CallContext& call) = 0;

  // Returns the tables of SQL engines that are being copied right now, by name.
  virtual std::map<std::string, CopyState> Copying() const = 0;
};

}  // namespace madad::core
