// Sources that are a database in one file.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/catalog.h"

namespace madad::core {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> ProblemsOf(const Source& source) {
  Catalog catalog;
  catalog.sources[source.name] = source;
  std::vector<std::string> problems;
  for (const CatalogProblem& problem : ValidateCatalog(catalog)) {
    problems.push_back(problem.path + ": " + problem.message);
  }
  return problems;
}

Source FileOf(const std::string& kind) {
  return {.name = "crm", .kind = kind, .root = "/data/crm.db", .timezone = "UTC"};
}

TEST(DatabaseFileTest, NeedsAFileAndNoConnectionString) {
  for (const char* kind : {"sqlite", "duckdb"}) {
    EXPECT_THAT(ProblemsOf(FileOf(kind)), ElementsAre()) << kind;
    Source source = FileOf(kind);
    source.root = "";
    source.sql.dsn = "host=db";
    source.sql.pool = 0;
    EXPECT_THAT(ProblemsOf(source),
                ElementsAre("sources.crm.root: names no file of a database",
                            "sources.crm.dsn: means nothing for a file, which root names; leave it "
                            "out",
                            "sources.crm.pool: cannot hold 0 connections; expected 1 to 256"))
        << kind;
  }
}

// A SQLite file is copied unless its owner says otherwise; a DuckDB file is not.
TEST(DatabaseFileTest, HasAModeByDefault) {
  Catalog catalog;
  catalog.sources["crm"] = FileOf("sqlite");
  Table table;
  table.source = "crm";
  EXPECT_FALSE(IsInPlace(catalog, table));
  table.mode = Mode::kPushdown;
  EXPECT_TRUE(IsInPlace(catalog, table));
  table.mode = Mode::kByDefault;
  catalog.sources["crm"].mode = Mode::kPushdown;
  EXPECT_TRUE(IsInPlace(catalog, table));
  catalog.sources["crm"] = FileOf("duckdb");
  EXPECT_TRUE(IsInPlace(catalog, table));
}

}  // namespace
}  // namespace madad::core
