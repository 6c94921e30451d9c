// What customers cost and bring, in the demo and in a real month of advertising, against SQL
// written for these tests and figures computed by others.
#include <cmath>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

#include "e2e/demo_server.h"
#include "e2e/real_data_server.h"

namespace madad::testing {
namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;

double Number(const std::string& text) { return text.empty() ? std::nan("") : std::stod(text); }

// Compares rows: first columns exactly, the others as numbers, to `relative`.
void ExpectSame(const Rows& actual, const Rows& expected, size_t keys, double relative = 1e-9) {
  ASSERT_EQ(actual.size(), expected.size());
  ASSERT_FALSE(actual.empty());
  for (size_t row = 0; row < actual.size(); ++row) {
    for (size_t i = 0; i < keys; ++i) {
      EXPECT_EQ(actual[row][i], expected[row][i].substr(0, actual[row][i].size()));
    }
    for (size_t i = keys; i < actual[row].size(); ++i) {
      const double value = Number(expected[row][i]);
      if (std::isnan(value)) {
        EXPECT_EQ(actual[row][i], "") << actual[row][0];
      } else {
        EXPECT_NEAR(Number(actual[row][i]), value, std::fabs(value) * relative + 1e-12)
            << actual[row][0] << ", column " << i;
      }
    }
  }
}

class DemoCostTest : public DemoTest {};

TEST_F(DemoCostTest, CacByMonth) {
  const Rows expected = database_.Rows(
      "WITH c AS (SELECT date_trunc('month', Day) AS m, sum(Amount) AS cost, sum(Amount) FILTER "
      "(WHERE Category = 'marketing') AS marketing FROM costs GROUP BY 1), n AS (SELECT "
      "date_trunc('month', \"Acquired At\") AS m, count(*) AS customers FROM customers GROUP BY 1) "
      "SELECT m, cost, customers, cost / customers, marketing / customers FROM c JOIN n USING (m) "
      "WHERE year(m) = 2025 ORDER BY m");
  ExpectSame(Ask({"query", "acquisition_cost", "new_customers", "cac", "marketing_cac", "--grain",
                  "month", "--during", "2025"}),
             expected, 1);
}

// Costs of February to May for the customers of April to July.
TEST_F(DemoCostTest, CacWithALag) {
  const Rows expected = database_.Rows(
      "SELECT (SELECT sum(Amount) FROM costs WHERE Day >= DATE '2025-02-01' AND Day < DATE "
      "'2025-06-01') / (SELECT count(*) FROM customers WHERE \"Acquired At\" >= TIMESTAMP "
      "'2025-04-01' AND \"Acquired At\" < TIMESTAMP '2025-08-01')");
  ExpectSame(Ask({"query", "cac(lag=2mo)", "--from", "2025-04-01", "--to", "2025-08-01"}), expected,
             0);
}

// Overhead belongs to no campaign, and some customers came by none.
TEST_F(DemoCostTest, ByCampaignWithCostsPerLeadAndStage) {
  const Rows expected = database_.Rows(
      "WITH c AS (SELECT Campaign AS k, sum(Amount) AS cost FROM costs GROUP BY 1), n AS (SELECT "
      "l.Campaign AS k, count(*) AS customers FROM customers c JOIN leads l ON l.\"Lead ID\" = "
      "c.\"Lead ID\" GROUP BY 1), l AS (SELECT Campaign AS k, count(*) AS leads, "
      "count(coalesce(\"Opportunity Date\", \"Won Date\")) AS opportunities FROM leads GROUP BY 1) "
      "SELECT l.k, cost / customers, cost / leads, cost / opportunities FROM l LEFT JOIN c ON c.k "
      "IS "
      "NOT DISTINCT FROM l.k LEFT JOIN n ON n.k IS NOT DISTINCT FROM l.k ORDER BY l.k NULLS LAST");
  ExpectSame(Ask({"query", "cac", "cost_per_lead", "cost_per_opportunity", "--by", "campaign",
                  "--sort", "campaign"}),
             expected, 1);
}

// Spread over the leads of each month, every month still costs what it cost, to the cent.
TEST_F(DemoCostTest, SpreadCostsAddUp) {
  RunModel("costs_by_source");
  const Rows months = Ask({"query", "spread_cost", "acquisition_cost", "--grain", "month"});
  EXPECT_GE(months.size(), 24U);
  for (const auto& row : months) EXPECT_EQ(row[1], row[2]) << row[0];
  // March 2025: overhead by leads, and what carries a source.
  const Rows expected = database_.Rows(
      "WITH l AS (SELECT Origin AS k, count(*) AS leads FROM leads WHERE date_trunc('month', "
      "Created) = DATE '2025-03-01' GROUP BY 1), c AS (SELECT Source AS k, sum(Amount) AS cost "
      "FROM "
      "costs WHERE date_trunc('month', Day) = DATE '2025-03-01' GROUP BY 1) SELECT (SELECT cost "
      "FROM "
      "c WHERE k = 'GADS') + (SELECT leads FROM l WHERE k = 'GADS') * (SELECT cost FROM c WHERE k "
      "IS "
      "NULL) / (SELECT sum(leads) FROM l)");
  const Rows actual =
      Ask({"query", "spread_cost", "--where", "source = 'Google Ads'", "--during", "2025-03"});
  ASSERT_EQ(actual.size(), 1U);
  EXPECT_NEAR(Number(actual[0][0]), Number(expected[0][0]), 0.0101);
}

// Customers of the months, and costs of two months earlier.
TEST_F(DemoCostTest, BudgetIsOfTheMonthsThatItNames) {
  RunModel("budget");
  const Rows rows =
      Ask({"rows", "budget", "--columns", "source,verdict,customers,cost,from,to,evidence"});
  ASSERT_GE(rows.size(), 4U);
  for (const auto& row : rows) {
    EXPECT_THAT(row[1], AnyOf("more", "less", "keep", "insufficient")) << row[0];
    EXPECT_THAT(row[6], HasSubstr(absl::StrCat(row[2], " customers for ")));
    const std::string source = row[0] == "Google Ads" ? "GADS"
                               : row[0] == "פייסבוק"  ? "FB"
                                                      : row[0];
    const Rows expected = database_.Rows(absl::StrCat(
        "SELECT (SELECT count(*) FROM customers c JOIN leads l ON l.\"Lead ID\" = c.\"Lead ID\" "
        "WHERE l.Origin = '",
        source, "' AND \"Acquired At\" >= '", row[4], "' AND \"Acquired At\" < '", row[5],
        "'), (SELECT coalesce(sum(Amount), 0) FROM costs WHERE Source = '", source,
        "' AND Day + INTERVAL 2 MONTH >= DATE '", row[4], "' AND Day + INTERVAL 2 MONTH < DATE '",
        row[5], "')"));
    EXPECT_EQ(row[2], expected[0][0]) << row[0];
    EXPECT_NEAR(Number(row[3]), Number(expected[0][1]), 0.005) << row[0];
  }
}

TEST_F(DemoCostTest, OrdersAndHistoricValue) {
  ExpectSame(Ask({"query", "average_order_value", "purchase_frequency", "gross_margin", "--grain",
                  "quarter", "--during", "2025"}),
             database_.Rows(
                 "SELECT date_trunc('quarter', \"Ordered At\") AS q, avg(Revenue), count(*) / "
                 "count(DISTINCT \"Customer ID\"), sum(Margin) FROM orders WHERE year(\"Ordered "
                 "At\") = 2025 GROUP BY 1 ORDER BY 1"),
             1);
  ExpectSame(
      Ask({"query", "historic_revenue", "historic_margin", "--grain", "quarter", "--during",
           "2024"}),
      database_.Rows(
          "SELECT date_trunc('quarter', \"Acquired At\") AS q, sum(r) / count(*), sum(m) / "
          "count(*) FROM customers c LEFT JOIN (SELECT \"Customer ID\" AS id, sum(Revenue) AS r, "
          "sum(Margin) AS m FROM orders GROUP BY 1) o ON o.id = c.\"Customer ID\" WHERE "
          "year(\"Acquired At\") = 2024 GROUP BY 1 ORDER BY 1"),
      1);
}

// Of those who bought up to October 2025, by their days of purchase. Clocks go forward and back,
// which the SQL does not know: an hour in some months.
TEST_F(DemoCostTest, RepeatChurnAndSimpleClv) {
  RunModel("purchases");
  const Rows expected = database_.Rows(
      "WITH d AS (SELECT \"Customer ID\" AS c, min(\"Ordered At\") AS t, sum(Margin) AS m FROM "
      "orders WHERE \"Ordered At\" < TIMESTAMP '2025-10-01' GROUP BY 1, \"Ordered At\"::DATE), p "
      "AS "
      "(SELECT *, lead(t) OVER (PARTITION BY c ORDER BY t) AS n, row_number() OVER (PARTITION BY c "
      "ORDER BY t) AS i, epoch(TIMESTAMP '2025-10-01' - t) / 86400 AS age FROM d), s AS (SELECT "
      "sum(CASE WHEN n IS NULL THEN 90 ELSE epoch(n - t) / 86400 END) / 30.4375 AS months, sum(m) "
      "AS "
      "value, count(*) - count(n) AS gone FROM p WHERE age >= 90) SELECT (SELECT count(n) / "
      "count(*) "
      "FROM p WHERE i = 1), (SELECT count(DISTINCT c) FILTER (WHERE n IS NULL) / count(DISTINCT c) "
      "FROM p WHERE age >= 90), value / months, gone / months, value / months * 1.01 / (gone / "
      "months "
      "+ 0.01) FROM s");
  ExpectSame(Ask({"query", "repeat_rate", "churn_rate", "monthly_margin", "monthly_churn",
                  "simple_clv", "--as-of", "2025-09-30"}),
             expected, 0, 1e-3);
}

TEST_F(DemoCostTest, CohortTriangle) {
  RunModel("cohorts");
  const Rows expected = database_.Rows(
      "WITH c AS (SELECT \"Customer ID\" AS id, date_trunc('month', \"Acquired At\") AS m FROM "
      "customers), n AS (SELECT m, count(*) AS n FROM c GROUP BY 1), o AS (SELECT c.m, "
      "greatest(date_diff('month', c.m, date_trunc('month', \"Ordered At\")), 0) AS k, sum(Margin) "
      "AS v FROM orders JOIN c ON c.id = \"Customer ID\" GROUP BY 1, 2) SELECT n.m, (SELECT sum(v) "
      "FROM o WHERE o.m = n.m AND k <= 6) / n FROM n WHERE n.m >= DATE '2024-03-01' AND n.m < DATE "
      "'2025-04-01' ORDER BY n.m");
  ExpectSame(Ask({"query", "cohort_clv", "--where", "months_since = 6", "--grain", "month",
                  "--from", "2024-03-01", "--to", "2025-04-01"}),
             expected, 1);
  EXPECT_EQ(Ask({"query", "cohort_clv"}), (Rows{{""}}));
}

// LTV to CAC has its CLV by month, of customers who bought then, and its CAC by month.
TEST_F(DemoCostTest, LtvToCacAndPaybackAreTheirParts) {
  RunModel("purchases");
  for (const auto& row : Ask({"query", "ltv_to_cac", "simple_clv", "cac", "payback_months",
                              "monthly_margin_per_customer", "--during", "2025"})) {
    EXPECT_NEAR(Number(row[0]), Number(row[1]) / Number(row[2]), 1e-9);
    EXPECT_NEAR(Number(row[3]), Number(row[2]) / Number(row[4]), 1e-9);
  }
}

constexpr char kSpendCatalog[] = R"(
tables:
  costs:
    source: marketing_spend
    files: Marketing.csv
    columns:
      id: ID
      incurred_on: {from: C Date, type: date}
      campaign: {from: Campaign Name, values: {facebOOK_tier2: facebook_tier2}}
      source: Category
      category:
        from: Category
        values: {social: marketing, search: marketing, influencer: marketing, media: marketing}
      amount: {from: Mark Spent, type: decimal(2)}
      leads: {from: Leads, type: int64}
      orders: {from: Orders, type: int64}
      revenue: {from: Revenue, type: decimal(2)}
  # The file has numbers of leads and orders; here they are as many leads and customers.
  leads:
    source: marketing_spend
    query: >-
      SELECT concat(id, '-', n) AS lead_id, incurred_on AS created_at, source, campaign
      FROM costs, LATERAL (SELECT unnest(range(leads)) AS n)
    entity: lead
    key: lead_id
    columns: {lead_id: {}, created_at: {type: date}, source: {}, campaign: {}}
  customers:
    source: marketing_spend
    query: >-
      SELECT concat(id, '-', n) AS customer_id, incurred_on AS acquired_at, source, campaign
      FROM costs, LATERAL (SELECT unnest(range(orders)) AS n)
    entity: customer
    key: customer_id
    columns: {customer_id: {}, acquired_at: {type: date}, source: {}, campaign: {}}
  opportunities:
    source: marketing_spend
    query: "SELECT id AS opportunity_id, incurred_on AS closed_at, 'won' AS outcome, revenue AS amount, source FROM costs"
    entity: opportunity
    key: opportunity_id
    columns:
      opportunity_id: {}
      closed_at: {type: date}
      outcome: {}
      amount: {type: decimal(2)}
      source: {}
dimensions: {source: {}, campaign: {}, category: {}}
)";

class SpendTest : public RealDataServer {
 protected:
  SpendTest() : RealDataServer("marketing_spend", kSpendCatalog) {}
};

TEST_F(SpendTest, FiguresThatOthersComputed) {
  const Rows rows = Query({"acquisition_cost", "lead_count", "new_customers", "won_value",
                           "cost_per_lead", "marketing_cac", "return_on_investment"});
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0][0], "30590879.82");
  EXPECT_EQ(rows[0][1], "65579");
  EXPECT_EQ(rows[0][2], "8043");
  EXPECT_EQ(rows[0][3], "42889366.00");
  EXPECT_NEAR(Number(rows[0][4]), 466.4737, 5e-5);
  EXPECT_NEAR(Number(rows[0][5]), 3803.4166, 5e-5);
  EXPECT_NEAR(Number(rows[0][6]), 0.402031, 5e-7);
}

// By category: what was spent over what it brought, each from the computed table.
TEST_F(SpendTest, ByCategoryOfTheCampaign) {
  const Rows expected = {{"influencer", "8305304.08", "16939", "3014"},
                         {"media", "5026674.76", "10149", "1566"},
                         {"search", "3460400.07", "7107", "828"},
                         {"social", "13798500.91", "31384", "2635"}};
  const Rows rows = Query({"acquisition_cost", "lead_count", "new_customers", "cost_per_lead",
                           "cac", "--by", "source", "--sort", "source"});
  ASSERT_EQ(rows.size(), expected.size());
  for (size_t i = 0; i < rows.size(); ++i) {
    EXPECT_EQ(Rows({{rows[i][0], rows[i][1], rows[i][2], rows[i][3]}}), Rows({expected[i]}));
    EXPECT_NEAR(Number(rows[i][4]), Number(expected[i][1]) / Number(expected[i][2]), 1e-9);
    EXPECT_NEAR(Number(rows[i][5]), Number(expected[i][1]) / Number(expected[i][3]), 1e-9);
  }
}

}  // namespace
}  // namespace madad::testing
