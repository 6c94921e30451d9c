// The same data in every engine: the same figures, whatever is asked.
#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "core/engine.h"
#include "core/status.h"
#include "core/text.h"
#include "engines/dataset.h"
#include "engines/engines.h"
#include "engines/random_query.h"
#include "engines/worlds.h"
#include "support/status_matchers.h"

namespace madad::engines {
namespace {

using ::testing::Contains;
using ::testing::StartsWith;
using World = std::shared_ptr<const core::World>;

constexpr uint32_t kSeed = 20'240'229;
constexpr int kLeads = 2'000;

int QueriesToAsk() { return LongOr(250, 10'000); }

std::vector<std::string> Available(const core::World& world) {
  std::vector<std::string> ids;
  for (const auto& [id, metric] : world.metrics().metrics()) {
    if (world.Availability(metric).ok()) ids.push_back(id);
  }
  return ids;
}

// Durations of percentiles and means are rounded to whole microseconds.
bool IsSame(const core::Value& a, const core::Value& b) {
  const auto* one = std::get_if<core::Duration>(&a);
  const auto* other = std::get_if<core::Duration>(&b);
  if (one != nullptr && other != nullptr) return std::abs(one->micros - other->micros) <= 1;
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
      return ::testing::AssertionFailure()
             << a[column].size() << " and " << b[column].size() << " rows";
    }
    for (size_t row = 0; row < a[column].size(); ++row) {
      if (IsSame(a[column].At(row), b[column].At(row))) continue;
      return ::testing::AssertionFailure()
             << a[column].name << " of row " << row << ": " << core::ToText(a[column].At(row))
             << " and " << core::ToText(b[column].At(row));
    }
  }
  return ::testing::AssertionSuccess();
}

class EqualityTest : public ::testing::TestWithParam<EngineUnderTest> {};

TEST_P(EqualityTest, RandomQueriesHaveTheSameFigures) {
  Worlds worlds;
  const std::string folder = worlds.folder().path().string();
  const std::vector<madad::testing::TableRows> dataset = MakeDataset(kSeed, kLeads);
  const auto source = GetParam().fill(dataset, folder);
  if (absl::IsUnavailable(source.status())) GTEST_SKIP() << source.status().message();
  ASSERT_THAT(source, madad::testing::IsOk());
  for (const auto& table : dataset) worlds.folder().Write(table.name + ".csv", ToCsv(table));
  const World files = worlds.Load(CatalogText(
      core::Cat("{kind: files, root: ", folder, ", timezone: Asia/Jerusalem}"), "files", ".csv"));
  const World other =
      worlds.Load(CatalogText(core::Cat("{", *source, ", mode: ", GetParam().mode, "}"), "relation",
                              core::Cat("_", getpid())));
  ASSERT_EQ(Available(*files), Available(*other));
  const std::vector<std::string> metrics = Available(*files);
  ASSERT_GE(metrics.size(), 60U);
  for (const char* plugin : {"conversion.", "pipeline.", "cac.", "clv."}) {
    EXPECT_THAT(metrics, Contains(StartsWith(plugin)));
  }
  std::mt19937 random(kSeed);
  int answered = 0;
  for (int i = 0; i < QueriesToAsk() && !HasFailure(); ++i) {
    const core::Query query = RandomQuery(random, metrics);
    SCOPED_TRACE(core::Cat("query ", i, ": ", Describe(query)));
    const auto expected = core::RunQuery(query, *files, {});
    const auto found = core::RunQuery(query, *other, {});
    ASSERT_EQ(expected.status().code(), found.status().code()) << expected.status() << "\n"
                                                               << found.status();
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
