// Comparison, shares, totals, targets and values that build on earlier periods,
// checked by hand.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/status.h"
#include "support/status_matchers.h"
#include "unit/adapters/duckdb/fixture.h"

namespace madad::adapters::duckdb {
namespace {

using core::Comparison;
using core::Grain;
using core::MetricKind;
using core::Query;
using core::Type;
using madad::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class ComparisonTest : public QueryFixture {
 protected:
  ComparisonTest() {
    // Leads a month: January 1 (web), February 3 (2 web, 1 fair), April 2
    // (fair) of 2024, and January 2023 1 (web). The newest is 10 April, noon.
    AddTable("leads", "id",
             "id,created_at,source,amount\n"
             "1,2024-01-05 10:00:00,web,10.00\n"
             "2,2024-02-01 10:00:00,web,20.00\n"
             "3,2024-02-09 10:00:00,web,5.00\n"
             "4,2024-02-20 10:00:00,fair,1.00\n"
             "5,2024-04-02 10:00:00,fair,2.00\n"
             "6,2024-04-10 12:00:00,fair,4.00\n"
             "7,2023-01-20 10:00:00,web,8.00\n",
             {{.name = "id"},
              {.name = "created_at", .type = Type::kTimestamp},
              {.name = "source"},
              {.name = "amount", .type = Type::kDecimal, .scale = 2}})
        .currency = "ILS";
    AddDimension("source");
    AddMetric("t.leads", "leads", "created_at").value = "count(DISTINCT id)";
    core::MetricDefinition& value = AddMetric("t.value", "leads", "created_at");
    value.value = "sum(amount)";
    value.unit = core::Unit::kMoney;
    core::MetricDefinition& mean = AddMetric("t.mean", "leads", "created_at");
    mean.kind = MetricKind::kRatio;
    mean.numerator = "sum(amount)";
    mean.denominator = "count(*)";
    core::MetricDefinition& derived = AddMetric("t.per_lead", "", "");
    derived.kind = MetricKind::kDerived;
    derived.formula = "t.value / t.leads";
    AddAccumulated("t.running", core::Accumulation::kRunning);
    AddAccumulated("t.balance", core::Accumulation::kBalance);
    AddAccumulated("t.rolling", core::Accumulation::kRolling).rolling = core::Duration{0, 2};
  }

  core::MetricDefinition& AddAccumulated(const std::string& id, core::Accumulation accumulation) {
    core::MetricDefinition& metric = AddMetric(id, "leads", "created_at");
    metric.value = "count(DISTINCT id)";
    metric.accumulation = accumulation;
    return metric;
  }

  Query Months(std::vector<std::string> metrics) {
    return {.metrics = std::move(metrics),
            .grain = Grain::kMonth,
            .from = Day("2024-01-01"),
            .to = Day("2024-05-01")};
  }
};

TEST_F(ComparisonTest, WithThePeriodBefore) {
  Query query = Months({"leads"});
  query.comparison = Comparison::kPrevious;
  MADAD_ASSERT_OK_AND_ASSIGN(const core::Result result, Run(query));
  // April is known up to the 10th at noon, and so March counts up to there.
  EXPECT_THAT(Lines(result), ElementsAre("2024-01-01|1|0|1|null", "2024-02-01|3|1|2|2",
                                         "2024-03-01|0|3|-3|-1", "2024-04-01|2|0|2|null"));
  EXPECT_EQ(result.columns[2].name, "t.leads:previous");
  EXPECT_EQ(result.columns[4].name, "t.leads:change_ratio");
}

TEST_F(ComparisonTest, ARunningPeriodIsComparedWithTheEqualElapsedPart) {
  Query query = Months({"leads"});
  query.comparison = Comparison::kPrevious;
  query.as_of = "2024-02-10";
  query.to = Day("2024-03-01");
  MADAD_ASSERT_OK_AND_ASSIGN(const core::Result result, Run(query));
  // January up to the 10th: one lead; February up to the 10th: two.
  EXPECT_THAT(Lines(result), ElementsAre("2024-01-01|1|0|1|null", "2024-02-01|2|1|1|1"));
  query.as_of = "2024-02-04";
  MADAD_ASSERT_OK_AND_ASSIGN(const core::Result earlier, Run(query));
  // January up to the 4th: none yet.
  EXPECT_THAT(Lines(earlier), ElementsAre("2024-01-01|1|0|1|null", "2024-02-01|1|0|1|null"));
}

TEST_F(ComparisonTest, WithTheYearBefore) {
  Query query = Months({"leads"});
  query.to = Day("2024-03-01");
  query.comparison = Comparison::kYear;
  MADAD_ASSERT_OK_AND_ASSIGN(const core::Result result, Run(query));
  EXPECT_THAT(Lines(result), ElementsAre("2024-01-01|1|1|0|0", "2024-02-01|3|0|3|null"));
}

TEST_F(ComparisonTest, WithoutAGrainComparesRangesOfEqualLength) {
  Query query{.metrics = {"leads", "value"},
              .from = Day("2024-02-01"),
              .to = Day("2024-03-01"),
              .comparison = Comparison::kPrevious};
  MADAD_ASSERT_OK_AND_ASSIGN(const core::Result months, Run(query));
  EXPECT_THAT(Lines(months), ElementsAre("3|1|2|2|26.00|10.00|16.00|1.6"));
  query.from = Day("2024-02-05");
  query.to = Day("2024-02-25");
  query.metrics = {"leads"};
  // The 20 days before are 16 January to 4 February.
  MADAD_ASSERT_OK_AND_ASSIGN(const core::Result days, Run(query));
  EXPECT_THAT(Lines(days), ElementsAre("2|1|1|1"));
  query.to.reset();
  EXPECT_THAT(Run(query),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("range with both ends")));
}

TEST_F(ComparisonTest, AGroupThatIsGoneIsStillShown) {
  Query query{.metrics = {"leads"},
              .dimensions = {"source"},
              .from = Day("2024-04-01"),
              .to = Day("2024-05-01"),
              .comparison = Comparison::kPrevious};
  query.from = Day("2024-03-01");
  // March and April against January and February.
  MADAD_ASSERT_OK_AND_ASSIGN(const core::Result result, Run(query));
  EXPECT_THAT(Lines(result), ElementsAre("fair|2|0|2|null", "web|0|3|-3|-1"));
}

TEST_F(ComparisonTest, BeforeTheDataBeganThereIsNothingToCompareWith) {
  Query query{.metrics = {"leads"}, .grain = Grain::kYear, .comparison = Comparison::kPrevious};
  MADAD_ASSERT_OK_AND_ASSIGN(const core::Result result, Run(query));
  EXPECT_THAT(Lines(result), ElementsAre("2023-01-01|1|null|null|null", "2024-01-01|6|1|5|5"));
}

TEST_F(ComparisonTest, SharesAreOfTheSamePeriod) {
  Query query = Months({"leads"});
  query.to = Day("2024-03-01");
  query.dimensions = {"source"};
  query.share = true;
  MADAD_ASSERT_OK_AND_ASSIGN(const core::Result result, Run(query));
  EXPECT_THAT(Lines(result),
              ElementsAre("fair|2024-01-01|0|0", "fair|2024-02-01|1|0.3333333333333333",
                          "web|2024-01-01|1|1", "web|2024-02-01|2|0.6666666666666666"));
  query.metrics = {"mean"};
  EXPECT_THAT(Run(query), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("no share")));
}

TEST_F(ComparisonTest, TotalsAreComputedAnew) {
  Query query = Months({"mean"});
  query.to = Day("2024-03-01");
  query.total = true;
  MADAD_ASSERT_OK_AND_ASSIGN(const core::Result result, Run(query));
  EXPECT_THAT(Lines(result), ElementsAre("2024-01-01|10", "2024-02-01|8.666666666666666"));
  ASSERT_EQ(result.totals.size(), 2U);
  EXPECT_EQ(core::ToText(result.totals[0].At(0)), "null");
  EXPECT_EQ(core::ToText(result.totals[1].At(0)), "9");
}

TEST_F(ComparisonTest, FormulasCombineMetrics) {
  MADAD_ASSERT_OK_AND_ASSIGN(const core::Result result,
                             Run({.metrics = {"per_lead"}, .dimensions = {"source"}}));
  EXPECT_THAT(Lines(result), ElementsAre("fair|2.3333333333333335", "web|10.75"));
}

TEST_F(ComparisonTest, RunningTotalsBeginWithTheRange) {
  MADAD_ASSERT_OK_AND_ASSIGN(const core::Result result, Run(Months({"running"})));
  EXPECT_THAT(Lines(result),
              ElementsAre("2024-01-01|1", "2024-02-01|4", "2024-03-01|4", "2024-04-01|6"));
}

TEST_F(ComparisonTest, BalancesBeginWithTheDataAndEndWithAsOf) {
  Query query = Months({"balance"});
  query.to = Day("2024-06-01");
  MADAD_ASSERT_OK_AND_ASSIGN(const core::Result result, Run(query));
  EXPECT_THAT(Lines(result), ElementsAre("2024-01-01|2", "2024-02-01|5", "2024-03-01|5",
                                         "2024-04-01|7", "2024-05-01|null"));
  query.dimensions = {"source"};
  query.from = Day("2024-03-01");
  query.to = Day("2024-05-01");
  MADAD_ASSERT_OK_AND_ASSIGN(const core::Result groups, Run(query));
  EXPECT_THAT(Lines(groups), ElementsAre("fair|2024-03-01|1", "fair|2024-04-01|3",
                                         "web|2024-03-01|4", "web|2024-04-01|4"));
  // Without periods: what is there at the end.
  MADAD_ASSERT_OK_AND_ASSIGN(const core::Result end, Run({.metrics = {"balance"}}));
  EXPECT_THAT(Lines(end), ElementsAre("7"));
}

TEST_F(ComparisonTest, RollingSumsReadThePeriodsBefore) {
  Query query = Months({"rolling"});
  query.from = Day("2024-02-01");
  MADAD_ASSERT_OK_AND_ASSIGN(const core::Result result, Run(query));
  EXPECT_THAT(Lines(result), ElementsAre("2024-02-01|4", "2024-03-01|3", "2024-04-01|2"));
  query.grain = Grain::kQuarter;
  EXPECT_THAT(Run(query), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("trailing 2mo")));
  // Without periods: the two months up to as_of's day.
  MADAD_ASSERT_OK_AND_ASSIGN(const core::Result last, Run({.metrics = {"rolling"}}));
  EXPECT_THAT(Lines(last), ElementsAre("3"));
}

TEST_F(ComparisonTest, GapsOfOneOldRowAreNotFilled) {
  folder_.Write("leads.csv",
                "id,created_at,source,amount\n1,1970-01-01,web,1\n2,2024-01-01,web,1\n");
  MADAD_ASSERT_OK_AND_ASSIGN(const core::Result result,
                             Run({.metrics = {"leads"}, .grain = Grain::kDay}));
  EXPECT_THAT(Lines(result), ElementsAre("1970-01-01|1", "2024-01-01|1"));
  ASSERT_EQ(result.warnings.size(), 1U);
  EXPECT_EQ(result.warnings[0].reason, "PERIODS_NOT_FILLED");
  EXPECT_THAT(Run({.metrics = {"balance"}, .grain = Grain::kDay}),
              StatusIs(absl::StatusCode::kResourceExhausted, HasSubstr("coarser grain")));
}

TEST_F(ComparisonTest, DuringAndAsOf) {
  const auto count = [&](const std::string& during, const std::string& as_of = "") {
    const auto result = Run({.metrics = {"leads"}, .during = during, .as_of = as_of});
    return result.ok() ? Lines(*result).front() : std::string(result.status().message());
  };
  EXPECT_EQ(count("2024"), "6");
  EXPECT_EQ(count("2024-Q1"), "4");
  EXPECT_EQ(count("2024-02"), "3");
  EXPECT_EQ(count("2024-02-09"), "1");
  EXPECT_EQ(count("last-9d"), "2");
  EXPECT_EQ(count("last-8d"), "1");
  EXPECT_EQ(count("last-2mo"), "3");
  EXPECT_EQ(count("2024", "2024-02-09"), "3");
  EXPECT_THAT(count("2024-Q5"), HasSubstr("expected a year"));
  EXPECT_THAT(count("2024-13"), HasSubstr("expected a year"));
  EXPECT_THAT(count("last-3h"), HasSubstr("expected a year"));
}

TEST_F(ComparisonTest, FiscalYears) {
  catalog_.calendar.fiscal_start = 2;
  MADAD_ASSERT_OK_AND_ASSIGN(const core::Result years,
                             Run({.metrics = {"leads"}, .grain = Grain::kYear}));
  EXPECT_THAT(Lines(years), ElementsAre("2022-02-01|1", "2023-02-01|1", "2024-02-01|5"));
  MADAD_ASSERT_OK_AND_ASSIGN(
      const core::Result quarters,
      Run({.metrics = {"leads"}, .grain = Grain::kQuarter, .during = "FY2024"}));
  EXPECT_THAT(Lines(quarters),
              ElementsAre("2024-02-01|5", "2024-05-01|0", "2024-08-01|0", "2024-11-01|0"));
  MADAD_ASSERT_OK_AND_ASSIGN(const core::Result first,
                             Run({.metrics = {"leads"}, .during = "FY2023-Q4"}));
  EXPECT_THAT(Lines(first), ElementsAre("1"));
}

TEST_F(ComparisonTest, TargetsMatchMetricGrainPeriodAndDimensions) {
  AddTable("targets", "",
           "metric,period_start,grain,target,source\n"
           "t.leads,2024-01-01,month,5,\n"
           "t.leads,2024-02-01,month,6,\n"
           "t.leads,2024-02-01,month,4,web\n"
           "t.leads,2024-01-01,quarter,20,\n"
           "t.value,2024-02-01,month,99,\n",
           {{.name = "metric"},
            {.name = "period_start", .type = Type::kDate},
            {.name = "grain"},
            {.name = "target", .type = Type::kDouble},
            {.name = "source"}});
  Query query = Months({"leads"});
  query.to = Day("2024-04-01");
  query.targets = true;
  MADAD_ASSERT_OK_AND_ASSIGN(const core::Result months, Run(query));
  EXPECT_THAT(Lines(months), ElementsAre("2024-01-01|1|5", "2024-02-01|3|6", "2024-03-01|0|null"));
  query.dimensions = {"source"};
  query.from = Day("2024-02-01");
  query.to = Day("2024-03-01");
  MADAD_ASSERT_OK_AND_ASSIGN(const core::Result sources, Run(query));
  EXPECT_THAT(Lines(sources), ElementsAre("fair|2024-02-01|1|null", "web|2024-02-01|2|4"));
  MADAD_ASSERT_OK_AND_ASSIGN(
      const core::Result quarter,
      Run({.metrics = {"leads", "value"}, .during = "2024-Q1", .targets = true}));
  EXPECT_THAT(Lines(quarter), ElementsAre("4|20|36.00|null"));
  EXPECT_THAT(Run({.metrics = {"leads"}, .targets = true}),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("ask with a grain")));
}

TEST_F(ComparisonTest, WithoutATableOfTargetsTheErrorSaysWhatToMap) {
  EXPECT_THAT(Run({.metrics = {"leads"}, .during = "2024", .targets = true}),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("map a table `targets`")));
}

TEST_F(ComparisonTest, OrderByCompanionsAndByTheDimensionsOwnOrder) {
  catalog_.dimensions["source"].order = {"web"};
  Query query{.metrics = {"leads"}, .dimensions = {"source"}, .share = true};
  MADAD_ASSERT_OK_AND_ASSIGN(const core::Result own, Run(query));
  EXPECT_THAT(own.columns.front().At(0), core::Value(std::string("web")));
  query.order = {{"leads:share", false}};
  MADAD_ASSERT_OK_AND_ASSIGN(const core::Result shares, Run(query));
  EXPECT_THAT(shares.columns.front().At(0), core::Value(std::string("fair")));
  query.order = {{"leads:chare", false}};
  EXPECT_THAT(Run(query), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("t.leads:share")));
}

TEST_F(ComparisonTest, DimensionsMayBeExpressions) {
  catalog_.dimensions["size"] = {
      "size", {{"leads", "CASE WHEN amount >= 8 THEN 'large' ELSE 'small' END"}}, {}, {}};
  MADAD_ASSERT_OK_AND_ASSIGN(
      const core::Result result,
      Run({.metrics = {"leads"}, .dimensions = {"size"}, .filter = "size <> 'tiny'"}));
  EXPECT_THAT(Lines(result), ElementsAre("large|3", "small|4"));
}

TEST_F(ComparisonTest, QueriesOfABatchShareScans) {
  MADAD_ASSERT_OK(Run({.metrics = {"leads"}}).status());
  const std::vector<Query> queries = {
      {.metrics = {"leads"}, .dimensions = {"source"}, .explain = true},
      {.metrics = {"value"}, .dimensions = {"source"}, .explain = true},
      {.metrics = {"nonsense"}},
      {.metrics = {"mean"}, .dimensions = {"source"}, .explain = true}};
  std::vector<absl::StatusOr<core::Result>> results(queries.size(), absl::UnknownError(""));
  core::RunQueries(queries, *world_, {}, [&](size_t query, absl::StatusOr<core::Result> result) {
    results[query] = std::move(result);
  });
  MADAD_ASSERT_OK(results[0].status());
  MADAD_ASSERT_OK(results[1].status());
  MADAD_ASSERT_OK(results[3].status());
  EXPECT_THAT(results[2], StatusIs(absl::StatusCode::kNotFound, HasSubstr("nonsense")));
  ASSERT_EQ(results[0]->scans.size(), 1U);
  EXPECT_EQ(results[0]->scans[0].aggregates.size(), 2U);
  EXPECT_EQ(results[0]->scans[0].sql, results[1]->scans[0].sql);
  EXPECT_THAT(Lines(*results[3]), ElementsAre("fair|2.3333333333333335", "web|10.75"));
}

}  // namespace
}  // namespace madad::adapters::duckdb
