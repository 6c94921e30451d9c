// What every step of a table's load works with.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "adapters/duckdb/files.h"
#include "adapters/duckdb/key_hashes.h"
#include "adapters/duckdb/store.h"
#include "core/catalog.h"
#include "core/snapshot.h"

namespace madad::adapters::duckdb {

// One table's load.
struct LoadContext {
  const core::Source& source;
  const core::Table& table;
  Store& store;
  Connection& connection;
  std::string schema;
  std::vector<FileInfo> files;
  // The zone of the source's clock; empty: UTC.
  std::string zone;
  core::LoadReport report;
  // What a statement noted of the keys of the rows in the table; null: nothing.
  std::unique_ptr<KeyHashes> key_hashes = nullptr;

  // The table's own relation, and one beside it for the load's own use.
  std::string Relation() const;
  std::string Relation(std::string_view suffix) const;
  // The first value of a statement's first row.
  absl::StatusOr<int64_t> Number(std::string_view sql);
};

// Returns what the engine says of a statement's failure as FILE_INVALID of the
// table; its other failures (memory, ...) stay what they are.
absl::Status LoadFailure(const core::Table& table, const absl::Status& status);

}  // namespace madad::adapters::duckdb
