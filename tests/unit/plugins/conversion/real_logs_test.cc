// Funnels over real logs: figures published or computed elsewhere, and
// independently written SQL.
#include <cmath>
#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/database.h"
#include "support/real_data.h"
#include "unit/plugins/conversion/funnel_rows.h"

namespace madad::testing {
namespace {

using sdk::testing::RunResult;
using ::testing::ElementsAre;

std::vector<LogRow> RowsOf(Database& database, const std::string& sql) {
  std::vector<LogRow> rows;
  for (const auto& row : database.Rows(sql)) {
    rows.push_back({.entity = row[0], .stage = row[1], .time = std::stoll(row[2])});
    if (row.size() > 3) rows.back().source = row[3];
  }
  return rows;
}

double Hours(std::optional<int64_t> micros) { return static_cast<double>(micros.value()) / 3.6e9; }

TEST(RealLogsTest, LoanApplications) {
  MADAD_SKIP_WITHOUT_DATA("bpi2012");
  Database database(2);
  database.Run(
      "CREATE TABLE log AS SELECT case_id, activity, epoch_us(timestamp) AS t FROM "
      "read_csv('" +
      RealData("bpi2012/bpi2012_events.csv") +
      "', types = {'case_id': "
      "'VARCHAR', 'timestamp': 'TIMESTAMPTZ'})");
  const sdk::testing::Table log =
      StageLog(RowsOf(database,
                      "SELECT case_id, activity, t FROM log WHERE activity LIKE 'A\\_%' ESCAPE "
                      "'\\' ORDER BY hash(case_id, t)"));
  const RunResult run = RunFunnel(
      R"({"steps": ["A_SUBMITTED", "A_PREACCEPTED", "A_ACCEPTED", "A_FINALIZED", "A_APPROVED"]})",
      log);
  ASSERT_TRUE(run.ok()) << run.error;
  const sdk::testing::Table& steps = run["steps"];
  EXPECT_THAT(steps.Int64("entered"), ElementsAre(13'087, 7'367, 5'113, 5'015, 2'246));
  const auto to_next = steps.Duration("time_to_next_median");
  EXPECT_NEAR(Hours(to_next[0]), 0.0122, 5e-5);
  EXPECT_NEAR(Hours(to_next[1]), 4.1201, 5e-5);
  EXPECT_NEAR(Hours(to_next[2]), 0.0511, 5e-5);
  EXPECT_NEAR(Hours(steps.Duration("time_from_first_median")[4]), 346.4794, 5e-5);
  // The mean of times to convert, from the attempts one by one.
  double sum = 0;
  for (const auto& time : run["entities"].Duration("time_to_convert")) {
    if (time) sum += static_cast<double>(*time) / 3.6e9;
  }
  EXPECT_NEAR(sum / 2'246, 399.8125, 5e-5);
  const auto sql = database.Rows(
      "WITH s AS (SELECT case_id, activity, min(t) AS t FROM log GROUP BY ALL) SELECT "
      "quantile_cont(y.t - x.t, 0.9), quantile_cont(y.t - x.t, 0.5) FROM s x JOIN s y USING "
      "(case_id) WHERE x.activity = 'A_FINALIZED' AND y.activity = 'A_APPROVED'");
  EXPECT_NEAR(static_cast<double>(*steps.Duration("time_to_next_p90")[3]), std::stod(sql[0][0]), 1);
  EXPECT_NEAR(static_cast<double>(*to_next[3]), std::stod(sql[0][1]), 1);
}

TEST(RealLogsTest, ConversionOfLeadsByOrigin) {
  MADAD_SKIP_WITHOUT_DATA("olist");
  Database database(2);
  database.Run(
      "CREATE TABLE leads AS SELECT mql_id, first_contact_date::TIMESTAMP AS first, "
      "coalesce(origin, '') AS origin, date_trunc('day', won_date::TIMESTAMP) AS won FROM "
      "read_csv('" +
      RealData("olist/olist_marketing_qualified_leads_dataset.csv") +
      "') AS l LEFT JOIN read_csv('" + RealData("olist/olist_closed_deals_dataset.csv") +
      "') AS d USING (mql_id)");
  const std::vector<LogRow> rows =
      RowsOf(database,
             "SELECT mql_id, 'lead', epoch_us(first), origin FROM leads UNION ALL SELECT mql_id, "
             "'won', epoch_us(won), origin FROM leads WHERE won IS NOT NULL");
  // In any order, the deal that was won two days before the first contact counts.
  const RunResult any =
      RunFunnel(R"({"steps": ["lead", "won"], "order": "unordered", "by": ["source"]})",
                StageLog(rows, true));
  ASSERT_TRUE(any.ok()) << any.error;
  std::map<std::string, std::vector<int64_t>> counts;
  for (size_t i = 0; i < any["steps"].rows(); ++i) {
    counts[*any["steps"].Text("source")[i]].push_back(*any["steps"].Int64("entered")[i]);
  }
  EXPECT_EQ(counts, (std::map<std::string, std::vector<int64_t>>{{"organic_search", {2296, 271}},
                                                                 {"paid_search", {1586, 195}},
                                                                 {"social", {1350, 75}},
                                                                 {"unknown", {1099, 179}},
                                                                 {"direct_traffic", {499, 56}},
                                                                 {"email", {493, 15}},
                                                                 {"referral", {284, 24}},
                                                                 {"other", {150, 4}},
                                                                 {"display", {118, 6}},
                                                                 {"other_publicities", {65, 3}},
                                                                 {"", {60, 14}}}));
  // In order it does not, and a note says so.
  const RunResult ordered = RunFunnel(R"({"steps": ["lead", "won"]})", StageLog(rows));
  EXPECT_THAT(ordered["steps"].Int64("entered"), ElementsAre(8'000, 841));
  EXPECT_EQ(*ordered["steps"].Duration("time_to_next_median")[0], 14 * kTestDay);
  EXPECT_THAT(ordered["notes"].Text("code"),
              ::testing::Contains(::testing::Optional(std::string("OUTCOME_BEFORE_ENTRY"))));
}

}  // namespace
}  // namespace madad::testing
