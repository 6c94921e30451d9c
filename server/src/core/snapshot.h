// An immutable version of the data.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"

#include "core/adapter.h"
#include "core/value.h"

namespace madad::core {

// A row that was left out of a table.
struct RejectedRow {
  std::string file;    // beneath the source's root
  int64_t line = 0;    // where the row begins, from 1; 0: the format has no lines
  std::string column;  // header of the field at fault; empty: the row as a whole
  std::string reason;
};

// What a load read. rows_read = rows kept + rows_rejected + duplicates_dropped.
struct LoadReport {
  int64_t file_count = 0;
  int64_t rows_read = 0;
  int64_t rows_rejected = 0;
  int64_t duplicates_dropped = 0;
  std::vector<RejectedRow> rejected;  // the first 100
  absl::Time loaded_at = absl::InfinitePast();
  absl::Duration elapsed;
};

// What a model's table was made from.
struct MadeFrom {
  std::string snapshot;
  std::map<std::string, std::string> contents;  // table -> its `content` then
  std::string artifact;  // digest of the one that made it; empty: the model does not learn
  absl::Time at = absl::InfinitePast();
};

struct SourceRelation;

// One table's data in a snapshot. Its relation has the table's logical columns
// (without the `via` ones), in their declared types.
struct TableData {
  // Not OK: the table could not be loaded, and why; nothing else is set.
  absl::Status status;
  std::shared_ptr<Adapter> adapter;
  std::string schema;
  std::string relation;
  // Set: the table is queried where it lives, and this says how. Its figures
  // below are from when it was last looked at.
  std::shared_ptr<const SourceRelation> in_place;
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
  LoadReport load;
  // Set when the files have changed since but the newer version could not be
  // loaded: why. The data is the last good version's.
  absl::Status newer_version;
  // Time columns in which no row is null.
  std::set<std::string> without_nulls;
  // How many rows are null in the other time columns.
  std::map<std::string, int64_t> nulls;
  // Columns of the relation that hold an expression's value: the expression's
  // text (`DerivedText`) -> column.
  std::map<std::string, std::string> derived;
  // The relation is the copy that is laid out for queries.
  bool optimized = false;
  // Equal for equal data, in this process and in others.
  std::string content;
  // Of a model's table.
  std::optional<MadeFrom> made_from;
};

struct Snapshot {
  std::string id;
  std::map<std::string, TableData> tables;
};

// Whether what a model's table was made from is not what `snapshot` holds now.
bool IsStale(const TableData& table, const Snapshot& snapshot);

}  // namespace madad::core
