// The pipeline of Maven CRM, against SQL written for these tests and figures
// computed by others.
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

#include "e2e/real_data_server.h"
#include "support/database.h"

namespace madad::testing {
namespace {

constexpr char kCatalog[] = R"(
tables:
  products:
    source: maven_crm
    files: products.csv
    key: product
    columns: {product: product, series: series, sales_price: {type: decimal(2)}}
  opportunities:
    source: maven_crm
    files: sales_pipeline.csv
    entity: opportunity
    key: opportunity_id
    joins: {item: {table: products, on: product}}
    columns:
      opportunity_id: opportunity_id
      created_at: {from: engage_date, type: date}
      closed_at: {from: close_date, type: date}
      owner: sales_agent
      product: {from: product, values: {GTXPro: GTX Pro}}
      outcome: {from: deal_stage, values: {Won: won, Lost: lost}, nulls: [Engaging, Prospecting]}
      amount: {from: close_value, type: decimal(2)}
dimensions:
  product: {opportunities: product}
metrics:
  maven.list_value: {from: opportunities, at: created_at, value: sum(item.sales_price),
    filter: outcome IS NULL, accumulate: balance, unit: count}
)";

class PipelineTest : public RealDataServer {
 protected:
  PipelineTest() : RealDataServer("maven_crm", kCatalog) {}

  // Rows of SQL over the file itself.
  Rows Sql(const std::string& sql) {
    Database database(2);
    database.Run(absl::StrCat("CREATE VIEW deals AS SELECT * FROM read_csv('",
                              RealData("maven_crm"), "/sales_pipeline.csv')"));
    return database.Rows(sql);
  }

  static void ExpectClose(const Rows& actual, const Rows& expected, double tolerance) {
    ASSERT_EQ(actual.size(), expected.size());
    for (size_t i = 0; i < actual.size(); ++i) {
      EXPECT_EQ(actual[i][0], expected[i][0]);
      ASSERT_FALSE(actual[i][1].empty()) << actual[i][0];
      EXPECT_NEAR(std::stod(actual[i][1]), std::stod(expected[i][1]), tolerance) << actual[i][0];
    }
  }
};

// Each month's end tested by itself, deal by deal.
TEST_F(PipelineTest, OpenCountAtTheEndOfEachMonth) {
  const Rows expected = Sql(
      "SELECT m.month, count(engage_date) FROM generate_series(DATE '2016-10-01', DATE "
      "'2017-12-01', INTERVAL 1 MONTH) AS m(month) LEFT JOIN deals ON engage_date < m.month + "
      "INTERVAL 1 MONTH AND (deal_stage NOT IN ('Won', 'Lost') OR close_date >= m.month + INTERVAL "
      "1 MONTH) GROUP BY 1 ORDER BY 1");
  Rows actual =
      Query({"open_count", "--grain", "month", "--from", "2016-10-01", "--to", "2018-01-01"});
  ASSERT_EQ(actual.size(), expected.size());
  for (size_t i = 0; i < actual.size(); ++i) {
    EXPECT_EQ(actual[i][0], expected[i][0].substr(0, 10));
    EXPECT_EQ(actual[i][1], expected[i][1]) << actual[i][0];
  }
}

// Engaging deals have a date of engagement, prospects have none: 1,589.
TEST_F(PipelineTest, OpenCountNow) { EXPECT_EQ(Query({"open_count"}), (Rows{{"1589"}})); }

// What open deals are worth at list price, as the data's description has it.
TEST_F(PipelineTest, OpenDealsAtListPrice) {
  EXPECT_EQ(Query({"maven.list_value"}), (Rows{{"3892229.00"}}));
}

TEST_F(PipelineTest, WonAndLost) {
  EXPECT_EQ(Query({"won_count", "lost_count", "won_value", "closed_count"}),
            (Rows{{"4238", "2473", "10005534.00", "6711"}}));
  const Rows size = Query({"average_deal_size"});
  EXPECT_NEAR(std::stod(size[0][0]), 2360.909391, 5e-7);
}

// Deals engaged before the quarter's end and not closed before its start, won
// over closed, mean value and mean days of those won.
TEST_F(PipelineTest, VelocityByQuarter) {
  const Rows expected = Sql(
      "WITH q AS (SELECT unnest(generate_series(DATE '2017-01-01', DATE '2017-10-01', INTERVAL 3 "
      "MONTH))::DATE AS a), p AS (SELECT a, (a + INTERVAL 3 MONTH)::DATE AS b FROM q) "
      "SELECT a, (SELECT count(*) FROM deals WHERE engage_date < b AND (close_date IS NULL OR "
      "close_date >= a)) * (SELECT count(*) FILTER (WHERE deal_stage = 'Won') / count(*) FROM "
      "deals WHERE close_date >= a AND close_date < b) * (SELECT avg(close_value) / "
      "avg(date_diff('day', engage_date, close_date)) FROM deals WHERE deal_stage = 'Won' AND "
      "close_date >= a AND close_date < b) FROM p ORDER BY a");
  ExpectClose(Query({"velocity", "--grain", "quarter", "--during", "2017"}), expected, 1e-6);
}

}  // namespace
}  // namespace madad::testing
