// Tables of SQL engines: looked at where they live, or copied into the store.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "absl/status/statusor.h"

#include "adapters/duckdb/table_version.h"
#include "core/catalog.h"
#include "core/sql_source.h"

namespace madad::adapters::duckdb {

// The SQL engines by the names of their sources.
using SqlSources = std::map<std::string, std::shared_ptr<core::SqlSource>>;

// Reads tables at one time: copies of one source are of one moment of it.
// Thread: one.
class SqlTables {
 public:
  // Lifetime: all outlive it.
  SqlTables(const core::Catalog& catalog, const SqlSources& sources, const VersionContext& context)
      : catalog_(catalog), sources_(sources), context_(context) {}

  // Returns `table` as it is now; what is wrong is in the data's status. `held`
  // is the version before it (may be null): with a watermark only rows that are
  // newer are read; `whole` reads all of them all the same.
  TableVersion Load(const core::Table& table, const TableVersion* held, bool whole);

 private:
  absl::StatusOr<TableVersion> Look(const core::Table& table, const TableVersion* held);
  absl::StatusOr<TableVersion> Copy(const core::Table& table, const TableVersion* held, bool whole);
  absl::StatusOr<std::shared_ptr<core::Adapter>> FrozenOf(const std::string& source);

  const core::Catalog& catalog_;
  const SqlSources& sources_;
  const VersionContext& context_;
  std::map<std::string, std::shared_ptr<core::Adapter>> frozen_;
};

}  // namespace madad::adapters::duckdb
