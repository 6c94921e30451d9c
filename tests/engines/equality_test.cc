// The same data in every engine: the same figures, whatever is asked.
#include <cmath>
#include <cstdlib>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "adapters/duckdb/table_sources.h"
#include "app/sql_sources.h"
#include "config/catalog_file.h"
#include "core/engine.h"
#include "core/status.h"
#include "core/text.h"
#include "engines/dataset.h"
#include "engines/engines.h"
#include "engines/random_query.h"
#include "registry/registry.h"
#include "support/status_matchers.h"
#include "support/temporary_folder.h"

namespace madad::engines {
namespace {

using World = std::shared_ptr<const core::World>;

constexpr uint32_t kSeed = 20'240'229;
constexpr int kLeads = 2'000;

int QueriesToAsk() { return std::getenv("MADAD_FULL") != nullptr ? 10'000 : 250; }

// What is kept while worlds are used.
class Worlds {
 public:
  Worlds() : plugins_(*registry::Registry::LoadFolder(MADAD_PLUGIN_FOLDER)), dataset_(MakeDataset(kSeed, kLeads)) {
    for (const DataFile& file : dataset_) folder_.Write(file.table + ".csv", file.csv);
  }

  const std::vector<DataFile>& dataset() const { return dataset_; }
  World Files() {
    return Load(CatalogText(core::Cat("{kind: files, root: ", folder_.path().string(), ", timezone: Asia/Jerusalem}"),
                            "files", ".csv"));
  }
  World In(const EngineUnderTest& engine) { return Load(CatalogText(engine.source, "relation", "")); }

 private:
  World Load(const std::string& catalog) {
    const std::string path = folder_.Write(core::Cat("catalog", worlds_++, ".yaml"), catalog);
    config::CatalogFile file = config::LoadCatalog(path, {"conversion", "pipeline", "example"}, {});
    for (const auto& problem : file.problems) ADD_FAILURE() << problem.ToString();
    const auto definitions = std::make_shared<const core::Definitions>(
        std::move(file.catalog), plugins_.metrics(), plugins_.dimensions());
    auto store = adapters::duckdb::Store::Open({.threads = 2, .readable_folders = {folder_.path().string()}});
    adapters::duckdb::TableSourcesOptions options;
    auto sql = app::MakeSqlSources(definitions->catalog());
    EXPECT_THAT(sql, madad::testing::IsOk());
    if (sql.ok()) options.sql = *std::move(sql);
    auto sources = adapters::duckdb::TableSources::Load(definitions, *store, options);
    EXPECT_THAT(sources, madad::testing::IsOk());
    for (const auto& [name, data] : (*sources)->world()->snapshot().tables) MADAD_EXPECT_OK(data.status);
    return (*sources)->world();
  }

  madad::testing::TemporaryFolder folder_;
  registry::Registry plugins_;
  std::vector<DataFile> dataset_;
  int worlds_ = 0;
};

std::vector<std::string> Available(const core::World& world) {
  std::vector<std::string> ids;
  for (const auto& [id, metric] : world.metrics().metrics()) {
    if (world.Availability(metric).ok()) ids.push_back(id);
  }
  return ids;
}

bool IsSame(const core::Value& a, const core::Value& b) {
  const auto* left = std::get_if<double>(&a);
  const auto* right = std::get_if<double>(&b);
  if (left == nullptr || right == nullptr) return a == b;
  return std::abs(*left - *right) <= 1e-9 * std::max({1.0, std::abs(*left), std::abs(*right)});
}

::testing::AssertionResult AreSame(const std::vector<core::ResultColumn>& a,
                                   const std::vector<core::ResultColumn>& b) {
  if (a.size() != b.size()) return ::testing::AssertionFailure() << "other columns";
  for (size_t column = 0; column < a.size(); ++column) {
    if (a[column].size() != b[column].size()) {
      return ::testing::AssertionFailure() << a[column].size() << " and " << b[column].size() << " rows";
    }
    for (size_t row = 0; row < a[column].size(); ++row) {
      if (IsSame(a[column].At(row), b[column].At(row))) continue;
      return ::testing::AssertionFailure()
             << a[column].name << " of row " << row << ": " << core::ToText(a[column].At(row)) << " and "
             << core::ToText(b[column].At(row));
    }
  }
  return ::testing::AssertionSuccess();
}

class EqualityTest : public ::testing::TestWithParam<EngineUnderTest> {};

TEST_P(EqualityTest, RandomQueriesHaveTheSameFigures) {
  Worlds worlds;
  EngineUnderTest engine = GetParam();
  const absl::Status filled = engine.fill(worlds.dataset(), engine);
  if (absl::IsUnavailable(filled)) GTEST_SKIP() << filled.message();
  MADAD_ASSERT_OK(filled);
  const World files = worlds.Files();
  const World other = worlds.In(engine);
  ASSERT_EQ(Available(*files), Available(*other));
  const std::vector<std::string> metrics = Available(*files);
  ASSERT_GE(metrics.size(), 30U);
  std::mt19937 random(kSeed);
  int answered = 0;
  for (int i = 0; i < QueriesToAsk() && !HasFailure(); ++i) {
    const core::Query query = RandomQuery(random, metrics);
    SCOPED_TRACE(core::Cat("query ", i, ": ", Describe(query)));
    const auto expected = core::RunQuery(query, *files, {});
    const auto found = core::RunQuery(query, *other, {});
    ASSERT_EQ(expected.status().code(), found.status().code()) << expected.status() << "\n" << found.status();
    if (!expected.ok()) continue;
    ++answered;
    EXPECT_TRUE(AreSame(expected->columns, found->columns));
    EXPECT_TRUE(AreSame(expected->totals, found->totals));
    EXPECT_EQ(expected->as_of, found->as_of);
  }
  // Most must have had an answer, else nothing was compared.
  EXPECT_GT(answered * 10, QueriesToAsk() * 6);
}

INSTANTIATE_TEST_SUITE_P(Engines, EqualityTest, ::testing::ValuesIn(EnginesUnderTest()),
                         [](const auto& engine) { return engine.param.name; });

}  // namespace
}  // namespace madad::engines
