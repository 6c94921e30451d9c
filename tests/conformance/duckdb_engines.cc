// The store: a table as it was read, and its copy that is laid out for queries.
#include <gtest/gtest.h>

#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"

#include "adapters/duckdb/table_sources.h"
#include "conformance/fixture.h"
#include "core/derived.h"
#include "core/status.h"
#include "core/text.h"
#include "support/temporary_folder.h"

namespace madad::conformance {
namespace {

using adapters::duckdb::TableSources;
using adapters::duckdb::TableSourcesOptions;
using adapters::duckdb::Store;
using World = std::shared_ptr<const core::World>;

// Every value is quoted; a null is nothing. An empty text would be read as a null.
std::string Csv(const Data& data) {
  const auto name = [](std::string* out, const core::Column& column) { *out += column.name; };
  std::string csv = absl::StrJoin(data.columns, ",", name) + "\n";
  const auto field = [](std::string* out, const std::optional<std::string>& value) {
    if (value) *out += core::Cat("\"", absl::StrReplaceAll(*value, {{"\"", "\"\""}}), "\"");
  };
  for (const Row& row : data.rows) csv += absl::StrJoin(row, ",", field) + "\n";
  return csv;
}

// Returns OK when the copy is there, its texts as ENUMs.
absl::Status CheckCopy(const Data& data, const core::World& world, Store& store) {
  if (!world.snapshot().tables.at(data.table).optimized) {
    return absl::FailedPreconditionError("the table has no copy");
  }
  MADAD_ASSIGN_OR_RETURN(Store::Loan connection, store.Borrow());
  for (const core::Column& column : data.columns) {
    if (column.type != core::Type::kString || column.name == "id") continue;
    MADAD_ASSIGN_OR_RETURN(
        const auto rows,
        connection->Rows(core::Cat("SELECT 1 FROM duckdb_columns() WHERE data_type LIKE 'ENUM%' "
                                   "AND column_name = '",
                                   column.name, "'")));
    if (rows.empty()) {
      return absl::FailedPreconditionError(core::Cat(column.name, " is no ENUM in the copy"));
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<World> Load(const Data& data, bool lay_out) {
  const madad::testing::TemporaryFolder folder;
  folder.Write("facts.csv", Csv(data));
  core::Catalog catalog = data.catalog;
  core::Source& source = catalog.sources.at(catalog.tables.at(data.table).source);
  source.kind = "files";
  source.root = folder.path().string();
  source.timezone = "UTC";
  catalog.tables.at(data.table).files = "facts.csv";
  const auto definitions = std::make_shared<const core::Definitions>(catalog, data.metrics);
  TableSourcesOptions options;
  options.copy_from_rows = 1;
  options.wanted = [definitions](const core::Table& table) {
    return core::WantedColumns(definitions->metrics(), definitions->catalog(), table);
  };
  MADAD_ASSIGN_OR_RETURN(const auto store,
                         Store::Open({.threads = 2, .readable_folders = {source.root}}));
  MADAD_ASSIGN_OR_RETURN(const auto sources, TableSources::Load(definitions, store, options));
  if (lay_out) {
    MADAD_RETURN_IF_ERROR(sources->LayOut({}).status());
    MADAD_RETURN_IF_ERROR(CheckCopy(data, *sources->world(), *store));
  }
  return sources->world();
}

const Engine kPlain{"Plain", [](const Data& data) { return Load(data, false); }};
const Engine kCopy{"Copy", [](const Data& data) { return Load(data, true); }};

INSTANTIATE_TEST_SUITE_P(DuckDb, ConformanceTest, ::testing::Values(kPlain, kCopy),
                         [](const auto& engine) { return engine.param.name; });

}  // namespace
}  // namespace madad::conformance
