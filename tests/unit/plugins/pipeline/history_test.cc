// What was open when, from a log made by hand.
#include "pipeline/history.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/plugins/pipeline/log_rows.h"

namespace pipeline {
namespace {

using sdk::testing::RunModel;
using sdk::testing::RunResult;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

RunResult RunLog(const Log& log, int as_of_day) {
  RunResult run = RunModel<History>("{}", {{"log", log.ToTable()}}, {.as_of = DayOf(as_of_day)});
  EXPECT_TRUE(run.ok()) << run.error;
  return run;
}

// 100.00 at a quarter, then 80.00 at a half, then won: what was open is gone again.
TEST(HistoryTest, SignedChangesOfEachEntry) {
  Log log{{"a", "new", 1}, {"a", "offer", 4}, {"a", "won", 9}};
  log.amount = {10'000, 8'000, 7'500};
  log.probability = {0.25, 0.5, 1.0};
  const RunResult run = RunLog(log, 20);
  const auto& changes = run["changes"];
  EXPECT_THAT(changes.Timestamp("at"), ElementsAre(DayOf(1), DayOf(4), DayOf(9)));
  EXPECT_THAT(changes.Int64("open_change"), ElementsAre(1, 0, -1));
  EXPECT_THAT(changes.Decimal("value_change"), ElementsAre(10'000, -2'000, -8'000));
  EXPECT_THAT(changes.Decimal("weighted_change"), ElementsAre(2'500, 1'500, -4'000));
  EXPECT_EQ(run["notes"].rows(), 0U);
}

TEST(HistoryTest, AnAmountStaysUntilThereIsAnother) {
  Log log{{"a", "new", 1}, {"a", "offer", 4}, {"b", "new", 2}};
  log.amount = {10'000, std::nullopt, std::nullopt};
  log.probability = {0.1, 0.2, 0.3};
  const RunResult run = RunLog(log, 20);
  EXPECT_THAT(run["changes"].Decimal("value_change"), ElementsAre(10'000, 0, 0));
  EXPECT_THAT(run["changes"].Decimal("weighted_change"), ElementsAre(1'000, 1'000, 0));
  EXPECT_THAT(run["notes"].Text("code"), ElementsAre("ENTRIES_WITHOUT_AMOUNT"));
}

// An entry into the same stage can change the amount alone.
TEST(HistoryTest, AmountsChangeWithinAStage) {
  Log log{{"a", "new", 1}, {"a", "new", 3}};
  log.amount = {10'000, 12'000};
  log.probability = {0.5, 0.5};
  const RunResult run = RunLog(log, 20);
  EXPECT_THAT(run["changes"].Int64("open_change"), ElementsAre(1, 0));
  EXPECT_THAT(run["changes"].Decimal("value_change"), ElementsAre(10'000, 2'000));
}

// Of `new` one of two that are closed was won. c is open; 30 is no share.
TEST(HistoryTest, AMissingProbabilityIsItsStagesOwn) {
  Log log{{"a", "new", 1},  {"a", "won", 4}, {"b", "new", 2},
          {"b", "lost", 5}, {"c", "new", 3}, {"d", "new", 4}};
  log.amount = {10'000, 10'000, 10'000, 10'000, 10'000, 10'000};
  log.probability = {0.2, 1.0, 0.2, 0.0, std::nullopt, 30.0};
  const RunResult run = RunLog(log, 20);
  EXPECT_THAT(run["changes"].Text("entity_id"), ElementsAre("a", "a", "b", "b", "c", "d"));
  EXPECT_THAT(run["changes"].Decimal("weighted_change"),
              ElementsAre(2'000, -2'000, 2'000, -2'000, 5'000, 5'000));
  EXPECT_THAT(run["notes"].Text("code"),
              ElementsAre("PROBABILITIES_NO_SHARES", "PROBABILITIES_DEFAULTED"));
  EXPECT_THAT(run["notes"].Int64("count"), ElementsAre(1, 2));
  EXPECT_THAT(*run["notes"].Text("message")[1], HasSubstr("0.5000: 1 won of 2 closed"));
}

// By its own table a is won on day 6, b nobody knows when.
TEST(HistoryTest, OutcomesThatTheLogDoesNotHave) {
  Log log{{"a", "new", 1}, {"b", "new", 3}};
  log.amount = {10'000, 10'000};
  log.probability = {0.5, 0.5};
  log.outcome = {"won", "lost"};
  log.closed_at = {6, {}};
  const RunResult run = RunLog(log, 20);
  EXPECT_THAT(run["changes"].Timestamp("at"), ElementsAre(DayOf(1), DayOf(6)));
  EXPECT_THAT(run["changes"].Int64("open_change"), ElementsAre(1, -1));
  EXPECT_THAT(run["notes"].Text("code"), ElementsAre("OUTCOMES_WITHOUT_TIME"));
}

}  // namespace
}  // namespace pipeline
