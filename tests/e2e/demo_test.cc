// The demo's catalog over its own data: what its models make, and what is asked of that.
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "e2e/demo_server.h"

namespace madad::testing {
namespace {

TEST_F(DemoTest, BottleneckNamesTheSlowStage) {
  RunModel("lead_bottleneck");
  const Rows rows = Ask({"rows", "lead_bottleneck", "--columns", "stage,verdict", "--where",
                         "measure = 'dwell' AND rank = 1"});
  EXPECT_EQ(rows, (Rows{{"sql", "as before"}}));
}

// The log and the opportunities say the same of how many were open, in all and by a dimension.
TEST_F(DemoTest, HistoryAgreesWithTheOpportunities) {
  RunModel("pipeline_history");
  for (const Rows& rows :
       {Ask({"query", "history_open_count", "open_count", "--grain", "month", "--during", "2025"}),
        Ask({"query", "history_open_count", "open_count", "--by", "owner"})}) {
    EXPECT_GE(rows.size(), 12U);
    for (const auto& row : rows) EXPECT_EQ(row[1], row[2]) << row[0];
  }
}

// Worth at each month's end by the amounts of the time: each opportunity's last entry before it.
TEST_F(DemoTest, PastValuesAreThoseOfTheTime) {
  RunModel("pipeline_history");
  const Rows expected = database_.Rows(
      "WITH ends AS (SELECT unnest(generate_series(TIMESTAMP '2025-01-01', TIMESTAMP '2025-11-01', "
      "INTERVAL 1 MONTH)) AS month), last AS (SELECT month, \"Amount\" AS amount, \"Probability\" "
      "AS "
      "probability, \"Stage\" AS stage FROM ends JOIN opportunity_stage_events ON \"Entered At\" < "
      "month + INTERVAL 1 MONTH QUALIFY row_number() OVER (PARTITION BY month, \"Opportunity ID\" "
      "ORDER BY \"Entered At\" DESC, \"Sequence\" DESC) = 1) SELECT month, sum(amount), sum(amount "
      "* "
      "probability) FROM last WHERE stage NOT LIKE 'Closed%' GROUP BY month ORDER BY month");
  const Rows actual = Ask({"query", "history_open_value", "history_weighted_value", "--grain",
                           "month", "--from", "2025-01-01", "--to", "2025-12-01"});
  ASSERT_EQ(actual.size(), expected.size());
  for (size_t i = 0; i < actual.size(); ++i) {
    EXPECT_EQ(actual[i][0], expected[i][0].substr(0, 10));
    EXPECT_NEAR(std::stod(actual[i][1]), std::stod(expected[i][1]), 0.001) << actual[i][0];
    // Each opportunity's is rounded to a hundredth.
    EXPECT_NEAR(std::stod(actual[i][2]), std::stod(expected[i][2]), 2) << actual[i][0];
  }
}

TEST_F(DemoTest, DwellTimeAndConversionByStage) {
  RunModel("stage_dwell");
  const Rows rows = Ask({"query", "stage_dwell_time", "stage_conversion_rate", "--by", "stage"});
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[0][0], "Discovery");
  EXPECT_EQ(rows[2][0], "Negotiation");
  for (const auto& row : rows) {
    EXPECT_GT(std::stod(row[1]), 4 * 86'400e6);
    EXPECT_LT(std::stod(row[1]), 40 * 86'400e6);
    EXPECT_GT(std::stod(row[2]), 0.3);
    EXPECT_LT(std::stod(row[2]), 1);
  }
}

// Who is a customer, and since when, is what the orders say; what is foretold of the last quarter
// is near what happened.
TEST_F(DemoTest, CustomersHaveValuesBySource) {
  RunModel("customer_value");
  const Rows expected = database_.Rows(
      "SELECT strftime(min(\"Ordered At\"::TIMESTAMP), '%Y-%m') AS month, \"Customer ID\" FROM "
      "orders GROUP BY 2");
  EXPECT_EQ(Ask({"query", "valued_customers"}), (Rows{{std::to_string(expected.size())}}));
  const Rows by_source = Ask({"query", "predicted_clv", "mean_p_alive", "--by", "source"});
  EXPECT_GE(by_source.size(), 5U);
  for (const auto& row : by_source) {
    EXPECT_GT(std::stod(row[1]), 0) << row[0];
    EXPECT_GT(std::stod(row[2]), 0) << row[0];
    EXPECT_LE(std::stod(row[2]), 1) << row[0];
  }
  const Rows backtest = Ask({"rows", "customer_value_backtest", "--columns", "predicted,actual",
                             "--where", "chosen AND decile IS NULL"});
  ASSERT_EQ(backtest.size(), 1U);
  EXPECT_NEAR(std::stod(backtest[0][0]) / std::stod(backtest[0][1]), 1, 0.25);
}

// Share and value by reason, and the win rate against each competitor.
TEST_F(DemoTest, LossReasonsAndCompetitors) {
  const Rows reasons = database_.Rows(
      "SELECT \"Lost Reason\", count(*), sum(\"Amount\"::DECIMAL(18, 2)) FROM opportunities WHERE "
      "Outcome = "
      "'Closed "
      "Lost' GROUP BY 1 ORDER BY 1 NULLS LAST");
  const Rows actual =
      Ask({"query", "lost_count", "lost_value", "--by", "lost_reason", "--sort", "lost_reason"});
  EXPECT_EQ(actual.size(), reasons.size());
  for (const auto& expected : reasons) {
    EXPECT_THAT(actual, ::testing::Contains(::testing::ElementsAre(
                            expected[0], expected[1], ::testing::StartsWith(expected[2]))));
  }
  const Rows rates = Ask(
      {"query", "competitive_win_rate", "--by", "competitor", "--where", "competitor IS NOT NULL"});
  for (const auto& expected : database_.Rows(
           "SELECT Competitor, count(*) FILTER (WHERE Outcome = 'Closed Won') / count(*) FROM "
           "opportunities WHERE Outcome IS NOT NULL AND Competitor IS NOT NULL GROUP BY 1")) {
    bool found = false;
    for (const auto& row : rates) {
      if (row[0] != expected[0]) continue;
      found = true;
      EXPECT_NEAR(std::stod(row[1]), std::stod(expected[1]), 1e-9) << row[0];
    }
    EXPECT_TRUE(found) << expected[0];
  }
}

}  // namespace
}  // namespace madad::testing
