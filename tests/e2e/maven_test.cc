// Maven CRM's opportunities: figures computed by others, through the server
// and the command line.
#include <map>
#include <memory>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "e2e/real_data_server.h"

namespace madad::testing {
namespace {

constexpr char kCatalog[] = R"(
tables:
  sales_teams:
    source: maven_crm
    files: sales_teams.csv
    key: sales_agent
    columns: {sales_agent: sales_agent, region: regional_office, manager: manager}
  products:
    source: maven_crm
    files: products.csv
    key: product
    columns: {product: product, series: series}
  opportunities:
    source: maven_crm
    files: sales_pipeline.csv
    entity: opportunity
    key: opportunity_id
    joins:
      team: {table: sales_teams, on: owner}
      item: {table: products, on: product}
    columns:
      opportunity_id: opportunity_id
      created_at: {from: engage_date, type: date}
      closed_at: {from: close_date, type: date}
      owner: sales_agent
      product: {from: product, values: {GTXPro: GTX Pro}}
      outcome: {from: deal_stage, values: {Won: won, Lost: lost}, nulls: [Engaging, Prospecting]}
      amount: {from: close_value, type: decimal(2)}
dimensions:
  region: {opportunities: team.region}
  product: {opportunities: product}
  series: {opportunities: item.series}
)";

class MavenTest : public RealDataServer {
 protected:
  MavenTest() : RealDataServer("maven_crm", kCatalog) {}
};

TEST_F(MavenTest, WinRateByRegionEqualsTheComputedTable) {
  // won / (won + lost) of each region.
  const std::map<std::string, double> expected = {{"Central", 1629.0 / (1629 + 975)},
                                                  {"East", 1171.0 / (1171 + 687)},
                                                  {"West", 1438.0 / (1438 + 811)}};
  const Rows rows = Query({"win_rate", "--by", "region"});
  ASSERT_EQ(rows.size(), expected.size());
  for (const auto& row : rows) {
    ASSERT_EQ(expected.count(row[0]), 1U) << row[0];
    EXPECT_DOUBLE_EQ(std::stod(row[1]), expected.at(row[0])) << row[0];
  }
}

TEST_F(MavenTest, WinRateLeavesOpenDealsOut) {
  const Rows rows = Query({"win_rate"});
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_NEAR(std::stod(rows[0][0]), .6315005215, 5e-11);
}

TEST_F(MavenTest, WinRateByQuarterEqualsTheComputedOne) {
  const std::vector<double> expected = {.8207, .6171, .6141, .6025};
  const Rows rows =
      Query({"win_rate", "--grain", "quarter", "--from", "2017-01-01", "--to", "2018-01-01"});
  ASSERT_EQ(rows.size(), expected.size());
  for (size_t i = 0; i < rows.size(); ++i) EXPECT_NEAR(std::stod(rows[i][1]), expected[i], 5e-5);
}

TEST_F(MavenTest, ValueMapMendsTheProductThatTheJoinNeeds) {
  // 1,480 rows say `GTXPro` where the products table says `GTX Pro`.
  const Rows rows = Query({"win_rate", "--by", "series", "--where", "product = 'GTX Pro'"});
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0][0], "GTX");
}

TEST_F(MavenTest, OrderAndLimitKeepTheBestRegion) {
  const Rows rows =
      Query({"win_rate", "--by", "region", "--sort", "win_rate:desc", "--limit", "1"});
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0][0], "West");
}

// Days as the durations of an answer.
double Days(const std::string& micros) { return std::stod(micros) / 86'400'000'000; }

TEST_F(MavenTest, SalesCycleEqualsTheComputedOne) {
  const Rows rows =
      Query({"sales_cycle_mean", "sales_cycle_median", "lost_cycle_mean", "lost_cycle_median"});
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_NEAR(Days(rows[0][0]), 51.781973, 5e-7);
  EXPECT_EQ(Days(rows[0][1]), 57);
  EXPECT_NEAR(Days(rows[0][2]), 41.479175, 5e-7);
  EXPECT_EQ(Days(rows[0][3]), 14);
}

TEST_F(MavenTest, SalesCycleByRegionEqualsTheComputedOne) {
  const std::map<std::string, std::pair<double, double>> expected = {
      {"Central", {52.559852670349905, 58}},
      {"East", {50.63535439795047, 52}},
      {"West", {51.83449235048679, 59}}};
  const Rows rows = Query({"sales_cycle_mean", "sales_cycle_median", "--by", "region"});
  ASSERT_EQ(rows.size(), expected.size());
  for (const auto& row : rows) {
    EXPECT_NEAR(Days(row[1]), expected.at(row[0]).first, 1e-9) << row[0];
    EXPECT_EQ(Days(row[2]), expected.at(row[0]).second) << row[0];
  }
}

TEST_F(MavenTest, WinRateAndCycleByProductEqualTheComputedOnes) {
  // won, won + lost, mean and median days of the won ones
  const std::map<std::string, std::vector<double>> expected = {
      {"GTK 500", {15, 25, 64.06666666666666, 69}},
      {"GTX Basic", {915, 1436, 54.76502732240437, 61}},
      {"GTX Plus Basic", {653, 1051, 51.75650842266462, 56}},
      {"GTX Plus Pro", {479, 745, 51.72651356993737, 57}},
      {"GTX Pro", {729, 1147, 48.32647462277092, 47}},
      {"MG Advanced", {654, 1084, 51.77981651376147, 57.5}},
      {"MG Special", {793, 1223, 51.34047919293821, 57}}};
  const Rows rows = Query(
      {"win_rate", "sales_cycle_mean", "sales_cycle_median", "--by", "product", "--interval"});
  ASSERT_EQ(rows.size(), expected.size());
  for (const auto& row : rows) {
    const std::vector<double>& reference = expected.at(row[0]);
    EXPECT_DOUBLE_EQ(std::stod(row[1]), reference[0] / reference[1]) << row[0];
    EXPECT_EQ(std::stod(row[2]), reference[0]) << row[0];
    EXPECT_EQ(std::stod(row[3]), reference[1]) << row[0];
    EXPECT_LT(std::stod(row[4]), std::stod(row[1])) << row[0];
    EXPECT_GT(std::stod(row[5]), std::stod(row[1])) << row[0];
    EXPECT_NEAR(Days(row[6]), reference[2], 1e-9) << row[0];
    EXPECT_EQ(Days(row[7]), reference[3]) << row[0];
  }
}

TEST_F(MavenTest, CreatedWinRateCountsOpenDealsToo) {
  // Prospecting deals have no engage date, so they belong to no period.
  const Rows rows = Query({"created_win_rate", "--interval"});
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(std::stod(rows[0][1]), 4238);
  EXPECT_EQ(std::stod(rows[0][2]), 4238 + 2473 + 1589);
}

}  // namespace
}  // namespace madad::testing
