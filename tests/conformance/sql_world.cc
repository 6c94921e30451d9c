#include "conformance/sql_world.h"

#include <unistd.h>

#include "adapters/duckdb/table_sources.h"
#include "core/status.h"
#include "core/text.h"

namespace madad::conformance {

std::string RelationOfThisProcess() { return core::Cat("facts_", getpid()); }

madad::testing::TableRows RowsOf(const Data& data, const std::string& relation) {
  return {relation, data.columns, data.rows, ""};
}

absl::Status NotInstalled(const std::string& why) {
  return core::Error(absl::StatusCode::kUnavailable, why, {kNotInstalled, {}, ""});
}

absl::StatusOr<World> SqlWorld(const Data& data, const std::string& kind,
                               const std::string& relation, core::Mode mode,
                               std::shared_ptr<core::SqlSource> source) {
  core::Catalog catalog = data.catalog;
  core::Table& table = catalog.tables.at(data.table);
  core::Source& from = catalog.sources.at(table.source);
  from.kind = kind;
  from.timezone = "UTC";
  table.relation = relation;
  table.files.clear();
  table.mode = mode;
  adapters::duckdb::TableSourcesOptions options;
  options.sql[table.source] = std::move(source);
  MADAD_ASSIGN_OR_RETURN(const auto store, adapters::duckdb::Store::Open({.threads = 2}));
  MADAD_ASSIGN_OR_RETURN(
      const auto sources,
      adapters::duckdb::TableSources::Load(
          std::make_shared<const core::Definitions>(catalog, data.metrics), store, options));
  World world = sources->world();
  MADAD_RETURN_IF_ERROR(world->snapshot().tables.at(data.table).status);
  return world;
}

}  // namespace madad::conformance
