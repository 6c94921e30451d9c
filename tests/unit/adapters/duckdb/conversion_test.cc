// Conversions between stages, with windows and maturity, checked by hand.
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
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

core::Column Time(const std::string& name) { return {.name = name, .type = Type::kTimestamp}; }

class ConversionTest : public QueryFixture {
 protected:
  ConversionTest() {
    // a reaches everything; b skips mql; c is won late; d stays; e is won
    // before it was created; f is so young that 10 days have not passed.
    AddTable("leads", "lead_id",
             "lead_id,created_at,source,first_response_at,mql_at,sql_at,won_at\n"
             "a,2024-01-01,web,2024-01-01 00:05:00,2024-01-02,2024-01-03,2024-01-05\n"
             "b,2024-01-10,web,2024-01-10 00:06:00,,2024-01-12,2024-01-14\n"
             "c,2024-02-01,fair,,2024-02-02,,2024-02-20\n"
             "d,2024-02-02,fair,2024-02-02 00:01:00,,,\n"
             "e,2024-02-03,web,,,,2024-02-01\n"
             "f,2024-02-25,web,2024-02-25 00:00:00,,,2024-02-26\n"
             "g,2024-02-28,fair,,2024-02-29,,\n",
             {{.name = "lead_id"},
              Time("created_at"),
              {.name = "source"},
              Time("first_response_at"),
              Time("mql_at"),
              Time("sql_at"),
              Time("won_at")});
    AddDimension("source");
    AddConversion("t.rate", "stage('lead')", "stage('won')");
    AddConversion("t.mql_rate", "stage('lead')", "stage('mql')");
    AddConversion("t.mql_to_sql", "stage('mql')", "stage('sql')");
    core::MetricDefinition& responded =
        AddConversion("t.responded", "created_at", "first_response_at");
    responded.parameters.front().default_value = core::Duration{300'000'000, 0};
    core::MetricDefinition& mqls = AddMetric("t.mqls", "leads", "stage('mql')");
    mqls.value = "count(DISTINCT lead_id)";
    core::MetricDefinition& days = AddMetric("t.median_time", "leads", "stage('lead')");
    days.value = "median(stage('won') - stage('lead'))";
    core::MetricDefinition& lift = AddMetric("t.lift", "leads", "created_at");
    lift.kind = MetricKind::kLift;
    lift.value = "count(DISTINCT lead_id)";
    lift.subset = "won_at IS NOT NULL";
    lift.exposure = "source = 'web'";
  }

  core::MetricDefinition& AddConversion(const std::string& id, const std::string& entry,
                                        const std::string& outcome) {
    core::MetricDefinition& metric = AddMetric(id, "leads", "");
    metric.kind = MetricKind::kConversion;
    metric.entry = entry;
    metric.outcome = outcome;
    metric.window = "window";
    metric.unit = core::Unit::kPercent;
    metric.parameters = {{"window", Type::kDuration, {}, ""}};
    return metric;
  }

  static std::vector<std::string> Reasons(const core::Result& result) {
    std::vector<std::string> reasons;
    for (const core::ResultWarning& warning : result.warnings) reasons.push_back(warning.reason);
    return reasons;
  }
};

TEST_F(ConversionTest, WithoutAWindowCountsWhatCameByAsOf) {
  // 5 of 7 were won: a, b, c, e (before its entry) and f.
  MADAD_ASSERT_OK_AND_ASSIGN(const core::Result result,
                             Run({.metrics = {"rate"}, .interval = true}));
  EXPECT_THAT(Lines(result), ElementsAre(HasSubstr("0.714285714285714")));
  EXPECT_THAT(Lines(result), ElementsAre(HasSubstr("|5|7|")));
  EXPECT_THAT(Reasons(result), ElementsAre("COHORTS_OPEN", "OUTCOME_BEFORE_ENTRY"));
}

TEST_F(ConversionTest, AWindowCountsMatureEntriesOnly) {
  // as_of is 29 February, so f and g have had no 10 days yet; of a to e, a, b
  // and e were won within 10 days.
  MADAD_ASSERT_OK_AND_ASSIGN(const core::Result result,
                             Run({.metrics = {"rate(window=10d)"}, .interval = true}));
  EXPECT_EQ(result.columns.front().name, "t.rate(window=10d)");
  EXPECT_EQ(result.columns.back().name, "t.rate(window=10d):immature");
  ASSERT_EQ(result.row_count(), 1U);
  EXPECT_EQ(core::ToText(result.columns[0].At(0)), "0.6");
  EXPECT_EQ(core::ToText(result.columns[1].At(0)), "3");
  EXPECT_EQ(core::ToText(result.columns[2].At(0)), "5");
  EXPECT_EQ(core::ToText(result.columns[5].At(0)), "2");
  EXPECT_THAT(Reasons(result), ElementsAre("ENTRIES_IMMATURE", "OUTCOME_BEFORE_ENTRY"));
}

TEST_F(ConversionTest, APeriodWithoutMatureEntriesHasNoRate) {
  MADAD_ASSERT_OK_AND_ASSIGN(
      const core::Result result,
      Run({.metrics = {"rate"}, .grain = Grain::kMonth, .parameters = {{"window", "2mo"}}}));
  EXPECT_THAT(Lines(result), ElementsAre("2024-01-01|null", "2024-02-01|null"));
  MADAD_ASSERT_OK_AND_ASSIGN(
      const core::Result month,
      Run({.metrics = {"rate"}, .grain = Grain::kMonth, .parameters = {{"window", "1mo"}}}));
  EXPECT_THAT(Lines(month), ElementsAre("2024-01-01|1", "2024-02-01|null"));
}

TEST_F(ConversionTest, ALaterStageCountsAsHavingReachedTheEarlier) {
  // mql: a, c and g have its time; b, e and f went further without it.
  MADAD_ASSERT_OK_AND_ASSIGN(const core::Result beyond,
                             Run({.metrics = {"mql_rate", "mqls"}, .interval = true}));
  EXPECT_EQ(core::ToText(beyond.columns[1].At(0)), "6");
  EXPECT_EQ(core::ToText(beyond.columns.back().At(0)), "6");
  MADAD_ASSERT_OK_AND_ASSIGN(const core::Result strict, Run({.metrics = {"mql_rate", "mqls"},
                                                             .parameters = {{"policy", "strict"}},
                                                             .interval = true}));
  EXPECT_EQ(core::ToText(strict.columns[1].At(0)), "3");
  EXPECT_EQ(core::ToText(strict.columns.back().At(0)), "3");
}

TEST_F(ConversionTest, AStageIsEnteredAtItsOwnTimeElseAtTheEarliestLater) {
  // b's effective mql time is its sql time, 12 January.
  MADAD_ASSERT_OK_AND_ASSIGN(const core::Result result, Run({.metrics = {"mqls"},
                                                             .grain = Grain::kDay,
                                                             .from = Day("2024-01-02"),
                                                             .to = Day("2024-01-13"),
                                                             .filter = "source = 'web'"}));
  EXPECT_THAT(Lines(result), ::testing::Contains("2024-01-12|1"));
  EXPECT_THAT(Lines(result), ::testing::Contains("2024-01-02|1"));
  EXPECT_EQ(result.row_count(), 11U);
}

TEST_F(ConversionTest, OutcomesLaterThanAnAsOfThatIsSetDoNotCount) {
  // By the end of 10 February a, b and e were won, of a to e.
  MADAD_ASSERT_OK_AND_ASSIGN(const core::Result result,
                             Run({.metrics = {"rate"}, .as_of = "2024-02-10", .interval = true}));
  EXPECT_EQ(core::ToText(result.columns[1].At(0)), "3");
  EXPECT_EQ(core::ToText(result.columns[2].At(0)), "5");
}

TEST_F(ConversionTest, AnsweredWithinFiveMinutesIncludesTheFifth) {
  // Exactly five minutes (a) is within; six (b) is not. Unanswered ones count.
  MADAD_ASSERT_OK_AND_ASSIGN(const core::Result result,
                             Run({.metrics = {"responded"}, .interval = true}));
  EXPECT_EQ(core::ToText(result.columns[1].At(0)), "3");
  EXPECT_EQ(core::ToText(result.columns[2].At(0)), "7");
}

TEST_F(ConversionTest, DurationsKeepTheirSign) {
  // a 4, b 4, c 19, e -2, f 1 days.
  MADAD_ASSERT_OK_AND_ASSIGN(const core::Result result, Run({.metrics = {"median_time"}}));
  EXPECT_THAT(Lines(result), ElementsAre("4d"));
}

TEST_F(ConversionTest, ALiftHasALogInterval) {
  // web: a, b, e, f of 4 won; fair: c of 3.
  MADAD_ASSERT_OK_AND_ASSIGN(const core::Result result,
                             Run({.metrics = {"lift"}, .interval = true}));
  ASSERT_EQ(result.columns.size(), 5U);
  EXPECT_EQ(core::ToText(result.columns[0].At(0)), "3");
  // 3 * exp(-+1.959964 * sqrt(1/4 - 1/4 + 1/1 - 1/3)).
  EXPECT_NEAR(std::get<double>(result.columns[3].At(0)), 0.605506, 1e-6);
  EXPECT_NEAR(std::get<double>(result.columns[4].At(0)), 14.863614, 1e-6);
}

TEST_F(ConversionTest, ParametersAreChecked) {
  EXPECT_THAT(Run({.metrics = {"rate(windw=3d)"}}),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("did you mean window?")));
  EXPECT_THAT(Run({.metrics = {"rate(window=soon)"}}),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("expected a duration")));
  EXPECT_THAT(Run({.metrics = {"rate(window"}}),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("written wrongly")));
  EXPECT_THAT(Run({.metrics = {"mqls"}, .parameters = {{"window", "3d"}}}),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("no metric of the query has a parameter 'window'")));
}

TEST_F(ConversionTest, OneMetricWithTwoWindowsIsTwoColumns) {
  // Within 3 days: e and f, of a to f (g is a day old).
  MADAD_ASSERT_OK_AND_ASSIGN(const core::Result result,
                             Run({.metrics = {"rate(window=3d)", "rate(window=10d)"}}));
  EXPECT_THAT(Lines(result), ElementsAre("0.3333333333333333|0.6"));
}

TEST_F(ConversionTest, StagesThatTheCatalogWritesGoBeforeThoseOfTheModel) {
  catalog_.tables["leads"].entity = "lead";
  catalog_.stages["lead"] = {{"lead", "created_at"}, {"won", "won_at"}};
  MADAD_ASSERT_OK_AND_ASSIGN(const core::Result result, Run({.metrics = {"rate"}}));
  EXPECT_EQ(result.row_count(), 1U);
  EXPECT_THAT(Run({.metrics = {"mqls"}}),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("no stage 'mql'")));
}

class BusinessTimeTest : public ConversionTest {
 protected:
  BusinessTimeTest() {
    core::MetricDefinition& metric = AddMetric("t.response", "leads", "created_at");
    metric.value =
        "sum(CASE WHEN :open THEN business_time(created_at, first_response_at) "
        "ELSE first_response_at - created_at END)";
    metric.parameters = {{"open", Type::kBool, false, ""}};
  }
};

// Hours from 00:03 to 00:07, closed on Wednesday 10 January: of the answers on
// 1 January (00:00 to 00:05), 10 January, 2 February (to 00:01) and 25 February
// (at once), two minutes of the first remain.
TEST_F(BusinessTimeTest, CountsOnlyOpeningTimeWhenAsked) {
  core::BusinessHours hours;
  constexpr int64_t kMinute = 60'000'000;
  hours.days.fill({3 * kMinute, 7 * kMinute});
  hours.holidays = {core::ParseDate("2024-01-10").value()};
  catalog_.calendar.business_hours = hours;
  EXPECT_THAT(Lines(Run({.metrics = {"response"}}).value()), ElementsAre("12min"));
  EXPECT_THAT(Lines(Run({.metrics = {"response(open=true)"}}).value()), ElementsAre("2min"));
}

TEST_F(BusinessTimeTest, NeedsHoursOnlyWhenAsked) {
  EXPECT_THAT(Lines(Run({.metrics = {"response"}}).value()), ElementsAre("12min"));
  EXPECT_THAT(Run({.metrics = {"response(open=true)"}}),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("the catalog's calendar says no business hours")));
}

}  // namespace
}  // namespace madad::adapters::duckdb
