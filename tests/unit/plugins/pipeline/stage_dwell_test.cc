// Stays in stages and how long they last, over logs made by hand.
#include "pipeline/stage_dwell.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/plugins/pipeline/log_rows.h"

namespace pipeline {
namespace {

using sdk::testing::RunModel;
using sdk::testing::RunResult;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Optional;

RunResult RunLog(const Log& log, int as_of_day, std::string_view parameters = "{}") {
  RunResult run =
      RunModel<StageDwell>(parameters, {{"log", log.ToTable()}}, {.as_of = DayOf(as_of_day)});
  EXPECT_TRUE(run.ok()) << run.error;
  return run;
}

TEST(StageDwellTest, OneRowAStay) {
  const Log log{{"a", "new", 1}, {"a", "offer", 4}, {"a", "won", 9},
                {"b", "new", 2}, {"b", "lost", 3},  {"c", "new", 5}};
  const RunResult run = RunLog(log, 11);
  const auto& stays = run["stays"];
  EXPECT_THAT(stays.Text("entity_id"), ElementsAre("a", "a", "b", "c"));
  EXPECT_THAT(stays.Text("stage"), ElementsAre("new", "offer", "new", "new"));
  EXPECT_THAT(stays.Int64("position"), ElementsAre(1, 2, 1, 1));
  EXPECT_THAT(stays.Duration("duration"), ElementsAre(Days(3), Days(5), Days(1), Days(6)));
  EXPECT_THAT(stays.Timestamp("left_at"), ElementsAre(DayOf(4), DayOf(9), DayOf(3), std::nullopt));
  EXPECT_THAT(stays.Bool("is_censored"), ElementsAre(false, false, false, true));
  EXPECT_THAT(stays.Text("ended"), ElementsAre("forward", "won", "lost", "still there"));
  EXPECT_THAT(stays.Text("next_stage"), ElementsAre("offer", "won", "lost", std::nullopt));
  EXPECT_THAT(stays.Bool("advanced"), ElementsAre(true, true, false, false));
}

// Five stays in `new`: 2 and 4 days, then one that goes on after 5, then 6 and 8 days. S is 4/5,
// 3/5, 3/10, 0: half of them are left at 6. Finished ones alone have a median of 5.
TEST(StageDwellTest, MedianCountsStaysThatGoOn) {
  const Log log{{"a", "new", 1},  {"a", "won", 3}, {"b", "new", 1},
                {"b", "won", 5},  {"c", "new", 6}, {"d", "new", 1},
                {"d", "lost", 7}, {"e", "new", 1}, {"e", "won", 9}};
  const auto dwell = RunLog(log, 11)["dwell"];
  EXPECT_THAT(dwell.Text("stage"), ElementsAre("new"));
  EXPECT_THAT(dwell.Int64("stays"), ElementsAre(5));
  EXPECT_THAT(dwell.Int64("finished"), ElementsAre(4));
  EXPECT_THAT(dwell.Int64("still_there"), ElementsAre(1));
  EXPECT_THAT(dwell.Duration("median"), ElementsAre(Days(6)));
  EXPECT_THAT(dwell.Duration("p90"), ElementsAre(Days(8)));
  // 2 + 2 x .8 + 2 x .6 + 2 x .3 days.
  EXPECT_THAT(dwell.Duration("restricted_mean"), ElementsAre(Hours(24 * 5.4)));
  EXPECT_THAT(dwell.Duration("horizon"), ElementsAre(Days(8)));
  EXPECT_THAT(dwell.Int64("entered"), ElementsAre(5));
  EXPECT_THAT(dwell.Int64("advanced"), ElementsAre(3));
  EXPECT_THAT(dwell.Double("conversion_rate"), ElementsAre(Optional(0.6)));
}

TEST(StageDwellTest, MedianIsUnknownWhileMostAreThere) {
  const Log log{{"a", "new", 1}, {"a", "won", 3}, {"b", "new", 1}, {"c", "new", 2}};
  const auto dwell = RunLog(log, 11)["dwell"];
  EXPECT_THAT(dwell.Duration("median"), ElementsAre(std::nullopt));
  EXPECT_THAT(dwell.Duration("median_high"), ElementsAre(std::nullopt));
}

// What is later than as_of has not happened: the stay that it ends goes on.
TEST(StageDwellTest, AsOfInsideAStay) {
  const Log log{{"a", "new", 1}, {"a", "offer", 9}, {"b", "new", 12}};
  const RunResult run = RunLog(log, 6);
  EXPECT_THAT(run["stays"].Text("entity_id"), ElementsAre("a"));
  EXPECT_THAT(run["stays"].Duration("duration"), ElementsAre(Days(5)));
  EXPECT_THAT(run["stays"].Bool("is_censored"), ElementsAre(true));
  EXPECT_THAT(run["notes"].Text("code"), ElementsAre("ENTRIES_IN_THE_FUTURE"));
  EXPECT_THAT(run["notes"].Int64("count"), ElementsAre(2));
}

TEST(StageDwellTest, ReturnsAreStaysOfTheirOwn) {
  const Log log{{"a", "new", 1},   {"a", "offer", 2}, {"a", "new", 4},  {"a", "new", 5},
                {"a", "offer", 8}, {"b", "new", 1},   {"b", "offer", 2}};
  const RunResult run = RunLog(log, 9);
  EXPECT_THAT(run["stays"].Text("stage"),
              ElementsAre("new", "offer", "new", "offer", "new", "offer"));
  EXPECT_THAT(run["stays"].Int64("visit"), ElementsAre(1, 1, 2, 2, 1, 1));
  EXPECT_THAT(run["stays"].Text("ended"),
              ElementsAre("forward", "back", "forward", "still there", "forward", "still there"));
  EXPECT_THAT(run["stays"].Duration("duration"),
              ElementsAre(Days(1), Days(2), Days(4), Days(1), Days(1), Days(7)));
  // Both entered `new` once and went on; neither of them ever left `offer` for more.
  EXPECT_THAT(run["dwell"].Int64("stays"), ElementsAre(3, 3));
  EXPECT_THAT(run["dwell"].Int64("entered"), ElementsAre(2, 2));
  EXPECT_THAT(run["dwell"].Int64("advanced"), ElementsAre(2, 0));
  const RunResult first = RunLog(log, 9, R"({"count": "first_stay"})");
  EXPECT_THAT(first["dwell"].Int64("stays"), ElementsAre(2, 2));
}

// A stage that is skipped was not entered; those before it still led further.
TEST(StageDwellTest, SkippedStages) {
  const Log log{{"a", "new", 1},
                {"a", "offer", 2},
                {"a", "contract", 3},
                {"b", "new", 1},
                {"b", "contract", 4}};
  const auto dwell = RunLog(log, 9)["dwell"];
  EXPECT_THAT(dwell.Text("stage"), ElementsAre("new", "offer", "contract"));
  EXPECT_THAT(dwell.Int64("entered"), ElementsAre(2, 1, 2));
  EXPECT_THAT(dwell.Int64("advanced"), ElementsAre(2, 1, 0));
}

// At one time, by sequence; without it, by the order of the stages.
TEST(StageDwellTest, TiesAndStagesOfOneDay) {
  const Log ordered{{"a", "offer", 1}, {"a", "new", 1}, {"b", "new", 1}, {"b", "offer", 3}};
  const RunResult by_rank = RunLog(ordered, 9, R"({"stages": ["new", "offer"]})");
  EXPECT_THAT(by_rank["stays"].Text("stage"), ElementsAre("new", "offer", "new", "offer"));
  EXPECT_THAT(by_rank["stays"].Duration("duration"),
              ElementsAre(Days(0), Days(8), Days(2), Days(6)));
  EXPECT_THAT(by_rank["notes"].Text("code"), ElementsAre("ENTRIES_TIED"));
  Log sequenced = ordered;
  sequenced.sequence = {1, 2, 1, 2};
  const RunResult by_sequence = RunLog(sequenced, 9, R"({"stages": ["new", "offer"]})");
  EXPECT_THAT(by_sequence["stays"].Text("stage"), ElementsAre("offer", "new", "new", "offer"));
  EXPECT_THAT(by_sequence["stays"].Text("ended"),
              ElementsAre("back", "still there", "forward", "still there"));
  EXPECT_THAT(by_sequence["notes"].Text("code"), IsEmpty());
}

TEST(StageDwellTest, OneStageOnly) {
  const auto run = RunLog(Log{{"a", "new", 1}, {"b", "new", 2}}, 4);
  EXPECT_THAT(run["dwell"].Int64("still_there"), ElementsAre(2));
  EXPECT_THAT(run["dwell"].Double("conversion_rate"), ElementsAre(Optional(0.0)));
}

TEST(StageDwellTest, EmptyLog) {
  const RunResult run = RunLog(Log{}, 4);
  EXPECT_EQ(run["dwell"].rows(), 0U);
  EXPECT_EQ(run["stays"].rows(), 0U);
}

// The log says nothing of a, b and c being closed, their own table does: a on day 6, b before its
// last entry, c nobody knows when; d will be.
TEST(StageDwellTest, OutcomesThatTheLogDoesNotHave) {
  Log log{{"a", "new", 1}, {"a", "offer", 4}, {"b", "new", 3},
          {"c", "new", 1}, {"c", "offer", 2}, {"d", "new", 1}};
  log.outcome = {"won", "won", "lost", "lost", "lost", "won"};
  log.closed_at = {6, 6, 2, {}, {}, 30};
  const RunResult run = RunLog(log, 9);
  EXPECT_THAT(run["stays"].Text("entity_id"), ElementsAre("a", "a", "b", "c", "d"));
  EXPECT_THAT(run["stays"].Text("ended"),
              ElementsAre("forward", "won", "lost", "forward", "still there"));
  EXPECT_THAT(run["stays"].Duration("duration"),
              ElementsAre(Days(3), Days(2), Days(0), Days(1), Days(8)));
  EXPECT_THAT(run["notes"].Text("code"), ElementsAre("OUTCOMES_WITHOUT_TIME"));
}

TEST(StageDwellTest, ByDimensionsAsOfTheEntry) {
  Log log{{"a", "new", 1}, {"a", "won", 3}, {"b", "new", 1}, {"b", "won", 6}};
  log.owner = {"dana", "dana", std::nullopt, std::nullopt};
  const auto dwell = RunLog(log, 9, R"({"by": ["owner"]})")["dwell"];
  EXPECT_THAT(dwell.Text("owner"), testing::UnorderedElementsAre("dana", std::nullopt));
  EXPECT_THAT(dwell.Duration("median"), testing::UnorderedElementsAre(Days(2), Days(5)));
}

TEST(StageDwellTest, RowsThatSayNothingAreLeftOut) {
  Log log{{"a", "new", 1}, {"a", "", 2}};
  const RunResult run = RunLog(log, 9);
  EXPECT_THAT(run["stays"].Text("stage"), ElementsAre("new"));
  EXPECT_THAT(run["notes"].Text("code"), ElementsAre("ENTRIES_INCOMPLETE"));
}

TEST(StageDwellTest, StopsWhenItIsCancelled) {
  const RunResult run =
      RunModel<StageDwell>("{}", {{"log", Log{{"a", "new", 1}}.ToTable()}}, {.cancel_after = 0});
  EXPECT_EQ(run.code, MADAD_CANCELLED);
}

}  // namespace
}  // namespace pipeline
