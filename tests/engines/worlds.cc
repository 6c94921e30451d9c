#include "engines/worlds.h"

#include <cstdlib>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "adapters/duckdb/table_sources.h"
#include "app/sql_sources.h"
#include "config/catalog_file.h"
#include "core/text.h"
#include "support/status_matchers.h"

namespace madad::engines {

Worlds::Worlds() : plugins_(*registry::Registry::LoadFolder(MADAD_PLUGIN_FOLDER)) {}

std::shared_ptr<const core::World> Worlds::Load(const std::string& catalog) {
  const std::string path = folder_.Write(core::Cat("catalog", count_++, ".yaml"), catalog);
  config::CatalogFile file =
      config::LoadCatalog(path, {"conversion", "pipeline", "cac", "clv", "example"}, {});
  for (const auto& problem : file.problems) ADD_FAILURE() << problem.ToString();
  const auto definitions = std::make_shared<const core::Definitions>(
      std::move(file.catalog), plugins_.metrics(), plugins_.dimensions());
  auto store =
      adapters::duckdb::Store::Open({.threads = 2, .readable_folders = {folder_.path().string()}});
  adapters::duckdb::TableSourcesOptions options;
  auto sql = app::MakeSqlSources(definitions->catalog());
  EXPECT_THAT(sql, madad::testing::IsOk());
  if (sql.ok()) options.sql = *std::move(sql);
  auto sources = adapters::duckdb::TableSources::Load(definitions, *store, options);
  EXPECT_THAT(sources, madad::testing::IsOk());
  for (const auto& [name, data] : (*sources)->world()->snapshot().tables) {
    MADAD_EXPECT_OK(data.status);
  }
  return (*sources)->world();
}

int LongOr(int short_form, int full) {
  return std::getenv("MADAD_FULL") != nullptr ? full : short_form;
}

}  // namespace madad::engines
