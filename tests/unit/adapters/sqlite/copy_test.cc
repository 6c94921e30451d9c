// Copies of a SQLite file in the store, watched while they are made.
#include <atomic>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "adapters/duckdb/table_sources.h"
#include "unit/adapters/sqlite/fixture.h"

namespace madad::adapters::sqlite {
namespace {

using duckdb::TableSources;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr int64_t kRows = 300'000;

class CopyTest : public SqliteTest {
 protected:
  std::unique_ptr<TableSources> Load() {
    core::Table& table = catalog_.tables["facts"];
    table.name = table.relation = "facts";
    table.source = "crm";
    table.key = "id";
    table.mode = core::Mode::kSnapshot;
    table.columns["id"] = Of("id", core::Type::kInt64);
    auto store = duckdb::Store::Open({.threads = 1});
    EXPECT_THAT(store, madad::testing::IsOk());
    duckdb::TableSourcesOptions options;
    options.sql["crm"] = Source();
    auto loaded = TableSources::Load(
        std::make_shared<const core::Definitions>(catalog_, std::vector<core::MetricDefinition>()),
        *store, options);
    EXPECT_THAT(loaded, madad::testing::IsOk());
    return *std::move(loaded);
  }
};

TEST_F(CopyTest, SaysHowFarItIs) {
  Write("CREATE TABLE facts (id INTEGER PRIMARY KEY)");
  Write(
      "INSERT INTO facts WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n WHERE "
      "id < 300000) SELECT id FROM n");
  const std::unique_ptr<TableSources> sources = Load();
  ASSERT_EQ(sources->world()->snapshot().tables.at("facts").rows, kRows);
  EXPECT_THAT(sources->Copying(), IsEmpty());
  std::atomic<bool> ended = false;
  std::vector<core::CopyState> seen;
  std::jthread watcher([&] {
    while (!ended) {
      const auto copying = sources->Copying();
      if (const auto facts = copying.find("facts"); facts != copying.end()) {
        if (seen.empty() || seen.back().rows != facts->second.rows) seen.push_back(facts->second);
      }
      std::this_thread::yield();
    }
  });
  const auto names = sources->Refresh("crm", true, {});
  ended = true;
  watcher.join();
  ASSERT_THAT(names, madad::testing::IsOk());
  EXPECT_THAT(*names, ElementsAre("facts"));
  EXPECT_THAT(sources->Copying(), IsEmpty());
  ASSERT_GE(seen.size(), 2u);
  for (size_t i = 0; i < seen.size(); ++i) {
    EXPECT_EQ(seen[i].rows_before, kRows);
    EXPECT_LE(seen[i].rows, kRows);
    if (i > 0) EXPECT_GT(seen[i].rows, seen[i - 1].rows);
  }
}

}  // namespace
}  // namespace madad::adapters::sqlite
