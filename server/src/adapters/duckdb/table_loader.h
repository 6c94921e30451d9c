// One table from its files into the store.
#pragma once

#include <string>

#include "absl/time/time.h"

#include "adapters/duckdb/store.h"
#include "core/catalog.h"
#include "core/snapshot.h"

namespace madad::adapters::duckdb {

struct LoadedTable {
  core::TableData data;
  // Paths, sizes and times of the files; equal for equal files.
  std::string fingerprint;
};

// Loads `table` into `schema` (which exists) and verifies its key. Never fails
// as a whole: what is wrong is in the result's status, with reasons
// FILE_MISSING, FILE_INVALID, COLUMN_NOT_IN_FILE, KEY_NOT_UNIQUE, ...
// `now`: event times later than this are left out of the newest event.
LoadedTable LoadTable(const core::Source& source, const core::Table& table,
                      const std::string& schema, absl::Time now, Store& store);

}  // namespace madad::adapters::duckdb
