// An immutable version of the data.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"

#include "core/adapter.h"
#include "core/value.h"

namespace madad::core {

// One table's data in a snapshot. Its relation has the table's logical columns
// (without the `via` ones), in their declared types.
struct TableData {
  // Not OK: the table could not be loaded, and why; nothing else is set.
  absl::Status status;
  std::shared_ptr<Adapter> adapter;
  std::string schema;
  std::string relation;
  // Holds the relation in the engine; the last owner drops it.
  std::shared_ptr<const void> lease;
  int64_t rows = 0;
  // The key was verified unique and without nulls.
  bool key_verified = false;
  // Newest value over the event-time columns, in UTC; later than the load left out.
  std::optional<Timestamp> newest_event;
  // Oldest and newest value over all timestamp columns, in UTC.
  std::optional<Timestamp> oldest_time;
  std::optional<Timestamp> newest_time;
  // Event times later than the load.
  int64_t future_events = 0;
};

struct Snapshot {
  std::string id;
  std::map<std::string, TableData> tables;
};

}  // namespace madad::core
