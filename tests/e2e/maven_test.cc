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

}  // namespace
}  // namespace madad::testing
