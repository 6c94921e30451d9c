// Queries over small files, checked by hand.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/status.h"
#include "support/status_matchers.h"
#include "unit/adapters/duckdb/fixture.h"

namespace madad::adapters::duckdb {
namespace {

using core::Grain;
using core::MetricKind;
using core::Query;
using core::Type;
using madad::testing::StatusIs;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class QueryTest : public QueryFixture {
 protected:
  QueryTest() {
    AddTable("leads", "lead_id",
             "lead_id,created_at,source,owner_id,won_at\n"
             "1,2024-01-31 23:30:00,web,10,2024-02-03 00:00:00\n"
             "2,2024-02-01 00:30:00,web,10,\n"
             "3,2024-02-15 12:00:00,,20,2024-02-14 00:00:00\n"
             "4,2024-02-16 12:00:00,mail,99,\n",
             {{.name = "lead_id"},
              {.name = "created_at", .type = Type::kTimestamp},
              {.name = "source"},
              {.name = "owner_id"},
              {.name = "won_at", .type = Type::kTimestamp}})
        .joins["owner"] = {"owner", "owners", "owner_id"};
    AddTable("owners", "id", "id,team\n10,north\n20,south\n", {{.name = "id"}, {.name = "team"}});
    AddTable("spend", "", "day,source,amount\n2024-01-05,web,10.10\n2024-02-05,fair,0.20\n",
             {{.name = "day", .type = Type::kDate},
              {.name = "source"},
              {.name = "amount", .type = Type::kDecimal, .scale = 2}})
        .currency = "ILS";
    AddDimension("source");
    catalog_.dimensions["team"] = {"team", {{"leads", "owner.team"}}, {}};
    AddMetric("t.leads", "leads", "created_at").value = "count(DISTINCT lead_id)";
    core::MetricDefinition& rate = AddMetric("t.rate", "leads", "created_at");
    rate.kind = MetricKind::kProportion;
    rate.value = "count(DISTINCT lead_id)";
    rate.subset = "won_at IS NOT NULL";
    rate.cohort = true;
    rate.unit = core::Unit::kPercent;
    rate.checks = {{"count(*) FILTER (WHERE won_at < created_at)", "{n} won early"}};
    core::MetricDefinition& cost = AddMetric("t.cost", "spend", "day");
    cost.value = "sum(amount)";
    cost.unit = core::Unit::kMoney;
    AddMetric("t.won", "leads", "won_at").value = "count(DISTINCT lead_id)";
  }
};

TEST_F(QueryTest, TotalsWithoutGroups) {
  MADAD_ASSERT_OK_AND_ASSIGN(const core::Result result, Run({.metrics = {"leads", "rate"}}));
  EXPECT_THAT(Lines(result), ElementsAre("4|0.5"));
  ASSERT_EQ(result.warnings.size(), 2U);
  EXPECT_EQ(result.warnings[0].reason, "COHORTS_OPEN");
  EXPECT_THAT(result.warnings[0].message, HasSubstr("2024-02-16T12:00:00Z"));
  EXPECT_EQ(result.warnings[1].message, "1 won early");
  EXPECT_EQ(result.plugin_versions.at("t"), "1.0.0");
}

TEST_F(QueryTest, NullIsAGroupAndComesLast) {
  MADAD_ASSERT_OK_AND_ASSIGN(const core::Result result,
                             Run({.metrics = {"leads"}, .dimensions = {"source"}}));
  EXPECT_THAT(Lines(result), ElementsAre("mail|1", "web|2", "null|1"));
}

TEST_F(QueryTest, DimensionThroughAJoinKeepsRowsWithoutAMatch) {
  MADAD_ASSERT_OK_AND_ASSIGN(const core::Result result,
                             Run({.metrics = {"leads"}, .dimensions = {"team"}}));
  EXPECT_THAT(Lines(result), ElementsAre("north|2", "south|1", "null|1"));
}

TEST_F(QueryTest, MonthsAreCutInTheQuerysZone) {
  Query query{.metrics = {"leads"}, .grain = Grain::kMonth};
  MADAD_ASSERT_OK_AND_ASSIGN(core::Result result, Run(query));
  EXPECT_THAT(Lines(result), ElementsAre("2024-01-01|1", "2024-02-01|3"));
  // 23:30 UTC on 31 January is February in Jerusalem.
  query.timezone = "Asia/Jerusalem";
  MADAD_ASSERT_OK_AND_ASSIGN(result, Run(query));
  EXPECT_THAT(Lines(result), ElementsAre("2024-02-01|4"));
  // 00:30 UTC on 1 February is January in New York.
  query.timezone = "America/New_York";
  MADAD_ASSERT_OK_AND_ASSIGN(result, Run(query));
  EXPECT_THAT(Lines(result), ElementsAre("2024-01-01|2", "2024-02-01|2"));
}

TEST_F(QueryTest, RangeIsHalfOpenInTheQuerysZone) {
  Query query{.metrics = {"leads"}};
  query.from = core::ParseTimestamp("2024-02-01").value();
  query.to = core::ParseTimestamp("2024-02-16T12:00:00").value();
  MADAD_ASSERT_OK_AND_ASSIGN(core::Result result, Run(query));
  EXPECT_THAT(Lines(result), ElementsAre("2"));
  query.timezone = "Asia/Jerusalem";  // the same hours, two earlier
  MADAD_ASSERT_OK_AND_ASSIGN(result, Run(query));
  EXPECT_THAT(Lines(result), ElementsAre("3"));
}

TEST_F(QueryTest, WeeksBeginOnTheCalendarsDay) {
  Query query{.metrics = {"leads"}, .grain = Grain::kWeek};
  MADAD_ASSERT_OK_AND_ASSIGN(core::Result result, Run(query));
  // Wednesday 31 January and Thursday 1 February; Thursday 15 and Friday 16.
  EXPECT_THAT(Lines(result), ElementsAre("2024-01-29|2", "2024-02-05|0", "2024-02-12|2"));
  catalog_.calendar.week_start = core::WeekStart::kSunday;
  world_.reset();
  MADAD_ASSERT_OK_AND_ASSIGN(result, Run(query));
  EXPECT_THAT(Lines(result), ElementsAre("2024-01-28|2", "2024-02-04|0", "2024-02-11|2"));
  catalog_.calendar.week_start = core::WeekStart::kSaturday;
  world_.reset();
  MADAD_ASSERT_OK_AND_ASSIGN(result, Run(query));
  EXPECT_THAT(Lines(result), ElementsAre("2024-01-27|2", "2024-02-03|0", "2024-02-10|2"));
}

TEST_F(QueryTest, FilterSeesDimensions) {
  MADAD_ASSERT_OK_AND_ASSIGN(
      const core::Result result,
      Run({.metrics = {"leads", "rate"}, .filter = "source IN ('web') AND team = 'north'"}));
  EXPECT_THAT(Lines(result), ElementsAre("2|0.5"));
}

TEST_F(QueryTest, FilterOnAColumnThatIsNoDimensionIsRefused) {
  EXPECT_THAT(Run({.metrics = {"leads"}, .filter = "lead_id = '1'"}),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("lead_id")));
  EXPECT_THAT(Run({.metrics = {"leads"}, .filter = "source"}),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("must be a condition")));
  EXPECT_THAT(Run({.metrics = {"leads"}, .filter = "count(*) > 1"}),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("count")));
}

TEST_F(QueryTest, MetricsOfSeveralTablesMeetOnTheirGroups) {
  MADAD_ASSERT_OK_AND_ASSIGN(const core::Result result,
                             Run({.metrics = {"leads", "cost"}, .dimensions = {"source"}}));
  // A source with leads and no cost costs 0; one with cost and no leads has 0.
  EXPECT_THAT(Lines(result),
              ElementsAre("fair|0|0.20", "mail|1|0.00", "web|2|10.10", "null|1|0.00"));
  EXPECT_EQ(result.columns[2].currency, "ILS");
  EXPECT_EQ(result.columns[2].type, Type::kDecimal);
}

TEST_F(QueryTest, MetricsOverOneTableAndTimeShareOneScan) {
  MADAD_ASSERT_OK_AND_ASSIGN(core::Result result,
                             Run({.metrics = {"leads", "rate"}, .explain = true}));
  ASSERT_EQ(result.scans.size(), 1U);
  // lead_id is a verified key, so counting rows is enough.
  EXPECT_THAT(result.scans[0].sql,
              AllOf(HasSubstr("count(*)"), ::testing::Not(HasSubstr("DISTINCT"))));
  MADAD_ASSERT_OK_AND_ASSIGN(result, Run({.metrics = {"leads", "won"}, .explain = true}));
  EXPECT_EQ(result.scans.size(), 2U);
  EXPECT_EQ(result.finish.size(), 2U);
}

TEST_F(QueryTest, RowsWithoutTheMetricsTimeDoNotCount) {
  MADAD_ASSERT_OK_AND_ASSIGN(const core::Result result, Run({.metrics = {"won"}}));
  EXPECT_THAT(Lines(result), ElementsAre("2"));
}

TEST_F(QueryTest, DenominatorOfZeroGivesNull) {
  MADAD_ASSERT_OK_AND_ASSIGN(const core::Result result,
                             Run({.metrics = {"rate"}, .filter = "source = 'nobody'"}));
  EXPECT_THAT(Lines(result), ElementsAre("null"));
}

TEST_F(QueryTest, NoRowsGiveNoGroups) {
  MADAD_ASSERT_OK_AND_ASSIGN(
      const core::Result result,
      Run({.metrics = {"leads"}, .dimensions = {"source"}, .filter = "source = 'nobody'"}));
  EXPECT_THAT(Lines(result), IsEmpty());
}

TEST_F(QueryTest, DimensionThatATableLacksIsRefusedWithTheSharedOnes) {
  EXPECT_THAT(Run({.metrics = {"cost"}, .dimensions = {"team"}}),
              StatusIs(absl::StatusCode::kNotFound, AllOf(HasSubstr("team"), HasSubstr("source"))));
}

TEST_F(QueryTest, OrderPutsNullsLastEitherWay) {
  MADAD_ASSERT_OK_AND_ASSIGN(
      core::Result result,
      Run({.metrics = {"leads"}, .dimensions = {"source"}, .order = {{"source", true}}}));
  EXPECT_THAT(Lines(result), ElementsAre("web|2", "mail|1", "null|1"));
  MADAD_ASSERT_OK_AND_ASSIGN(result, Run({.metrics = {"leads"},
                                          .dimensions = {"source"},
                                          .order = {{"leads", true}},
                                          .limit = 2}));
  EXPECT_THAT(Lines(result), ElementsAre("web|2", "mail|1"));
}

TEST_F(QueryTest, RequestsThatMakeNoSenseAreRefused) {
  EXPECT_THAT(Run({}), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("at least one")));
  EXPECT_THAT(Run({.metrics = {"leads", "t.leads"}}),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("given twice")));
  EXPECT_THAT(Run({.metrics = {"leads"}, .dimensions = {"source", "source"}}),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("given twice")));
  EXPECT_THAT(Run({.metrics = {"leads"}, .timezone = "Mars/Olympus"}),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("Mars/Olympus")));
  EXPECT_THAT(Run({.metrics = {"leads"}, .order = {{"nothing", false}}}),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("t.leads")));
  EXPECT_THAT(Run({.metrics = {"leads"}, .limit = -1}),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("limit")));
  Query empty_range{.metrics = {"leads"}};
  empty_range.from = empty_range.to = core::Timestamp{0};
  EXPECT_THAT(Run(empty_range),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("is empty")));
}

TEST_F(QueryTest, AsOfIsTheSmallestOverTheSourcesTouched) {
  MADAD_ASSERT_OK_AND_ASSIGN(const core::Result result, Run({.metrics = {"cost"}}));
  // One source, so its newest event, whichever table has it.
  EXPECT_EQ(core::ToText(core::Value(*result.as_of)), "2024-02-16T12:00:00Z");
}

TEST_F(QueryTest, CancelledCallSaysSo) {
  MADAD_ASSERT_OK(Run({.metrics = {"leads"}}));
  std::stop_source stop;
  stop.request_stop();
  EXPECT_THAT(core::RunQuery({.metrics = {"leads"}}, *world_, {.stop = stop.get_token()}),
              StatusIs(absl::StatusCode::kCancelled, HasSubstr("cancelled")));
}

// The square of the second number is too large for 64 bits, and not asked for.
TEST_F(QueryTest, WhatAFilterLeavesOutCannotFail) {
  AddTable("numbers", "", "day,n\n2024-01-01,3\n2024-01-01,9223372036854775807\n",
           {{.name = "day", .type = Type::kDate}, {.name = "n", .type = Type::kInt64}});
  AddMetric("t.squares", "numbers", "day").value = "sum(n * n) FILTER (WHERE n < 10)";
  AddMetric("t.median", "numbers", "day").value = "median(n * n) FILTER (WHERE n < 10)";
  AddMetric("t.all", "numbers", "day").value = "sum(n * n)";
  const absl::StatusOr<core::Result> result = Run({.metrics = {"squares", "median"}});
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_THAT(Lines(*result), ElementsAre("9|9"));
  EXPECT_THAT(Run({.metrics = {"all"}}), StatusIs(absl::StatusCode::kOutOfRange, HasSubstr("")));
}

TEST_F(QueryTest, RowsThatBelongToNoPeriodAreSaid) {
  folder_.Write("leads.csv",
                "lead_id,created_at,source,owner_id,won_at\n"
                "1,2024-01-31,web,10,\n2,,web,10,\n3,,web,10,2024-02-01\n");
  const absl::StatusOr<core::Result> result = Run({.metrics = {"leads"}});
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_THAT(Lines(*result), ElementsAre("1"));
  ASSERT_FALSE(result->warnings.empty());
  EXPECT_EQ(result->warnings.front().message,
            "2 rows of table 'leads' have no created_at, so they belong to no period and are not "
            "counted");
  // A lead that is not won has no time of winning, and none is missing.
  EXPECT_THAT(Run({.metrics = {"won"}})->warnings, IsEmpty());
}

}  // namespace
}  // namespace madad::adapters::duckdb
