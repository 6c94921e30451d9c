// How long answers over tables that stay in their engine are good.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "core/engine.h"
#include "core/text.h"
#include "engines/worlds.h"
#include "support/fill/fill.h"
#include "support/status_matchers.h"

namespace madad::engines {
namespace {

absl::Duration GoodFor(const std::string& mode_and_cache) {
  Worlds worlds;
  const std::string file = worlds.folder().path().string() + "/sales.db";
  const madad::testing::TableRows facts{"facts",
                                        {{.name = "id"}, {.name = "at", .type = core::Type::kDate}},
                                        {{"a", "2024-01-01"}},
                                        "id"};
  MADAD_EXPECT_OK(FillSqlite(facts, file));
  const auto world = worlds.Load(core::Cat(
      "sources: {db: {kind: sqlite, root: ", file, mode_and_cache, "}}\n",
      "tables: {facts: {source: db, relation: facts, columns: {id: id, at: {type: date}}}}\n",
      "metrics: {t.rows: {from: facts, at: at, value: count(*), unit: count}}\n"));
  const auto result = core::RunQuery({.metrics = {"t.rows"}}, *world, {});
  EXPECT_THAT(result, madad::testing::IsOk());
  return result.ok() ? result->good_for : absl::ZeroDuration();
}

TEST(CacheTest, TheCatalogSaysHowLongAnswersAreGivenAgain) {
  EXPECT_EQ(GoodFor(", mode: pushdown"), absl::InfiniteDuration());
  EXPECT_EQ(GoodFor(", mode: pushdown, cache: 30s"), absl::Seconds(30));
  EXPECT_EQ(GoodFor(", mode: pushdown, cache: never"), absl::ZeroDuration());
  // What was copied does not change under its snapshot.
  EXPECT_EQ(GoodFor(", mode: snapshot, cache: 30s"), absl::InfiniteDuration());
}

}  // namespace
}  // namespace madad::engines
