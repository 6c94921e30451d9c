// The metrics over orders and over the models' tables, checked by hand.
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "clv/metrics/orders.h"
#include "registry/description.h"
#include "support/status_matchers.h"
#include "unit/adapters/duckdb/fixture.h"

namespace clv {
namespace {

namespace core = madad::core;
using core::Grain;
using core::Type;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

// 30 June 2024 is as_of: the newest event that is not after the load.
class OrderMetricsTest : public madad::adapters::duckdb::QueryFixture {
 protected:
  OrderMetricsTest() {
    sdk::Plugin plugin("clv", "1.0.0");
    DeclareOrderMetrics(plugin);
    auto description = madad::registry::ParseDescription(plugin.Describe());
    EXPECT_TRUE(description.ok()) << description.status();
    metrics_ = std::move(description->metrics);
    // Models' tables stand here as files.
    for (core::MetricDefinition& metric : metrics_) {
      metric.plugin = "clv";
      if (metric.from.starts_with("clv.")) metric.from = metric.from.substr(4);
    }
    AddDimension("source");
    AddDimension("months_since");
    AddTable("customers", "customer_id",
             "customer_id,acquired_at,source\n"
             "a,2024-01-01,ads\nb,2024-01-02,ads\nc,2024-02-01,word\nd,2030-01-01,word\n",
             {{.name = "customer_id"},
              {.name = "acquired_at", .type = Type::kTimestamp},
              {.name = "source"}});
    core::Table& orders = AddTable("orders", "",
                                   "order_id,customer_id,ordered_at,revenue,margin\n"
                                   "1,a,2024-01-01,100,40\n"  // two lines
                                   "1,a,2024-01-01,20,5\n"
                                   "2,a,2024-01-01,30,10\n"  // the same day
                                   "3,a,2024-03-01,50,20\n"
                                   "4,a,2024-03-02,-50,-20\n"  // a refund
                                   "5,c,2024-06-30,60,\n"
                                   "6,c,2029-01-01,999,999\n"  // in the future
                                   "7,,2024-01-05,8,1\n",
                                   {{.name = "order_id"},
                                    {.name = "customer_id"},
                                    {.name = "ordered_at", .type = Type::kTimestamp},
                                    {.name = "revenue", .type = Type::kDecimal, .scale = 2},
                                    {.name = "margin", .type = Type::kDecimal, .scale = 2}});
    orders.joins["customer"] = {.name = "customer", .table = "customers", .on = "customer_id"};
    AddPurchases(
        "1,a,1,2024-01-01,2024-01-31,30\n"
        "2,a,2,2024-01-31,,10\n"
        "3,b,1,2024-01-01,,20\n"
        "4,c,1,2024-06-01,,6\n");
    AddTable("cohorts", "",
             "cohort,months_since,customers,is_running,cumulative,source\n"
             "2024-01-01,0,10,false,100,ads\n2024-01-01,1,10,false,150,ads\n"
             "2024-01-01,2,10,true,160,ads\n2024-02-01,0,30,false,60,ads\n"
             "2024-02-01,1,30,true,90,ads\n2024-02-01,2,30,false,,ads\n",
             {{.name = "cohort", .type = Type::kDate},
              {.name = "months_since", .type = Type::kInt64},
              {.name = "customers", .type = Type::kInt64},
              {.name = "is_running", .type = Type::kBool},
              {.name = "cumulative", .type = Type::kDecimal, .scale = 2},
              {.name = "source"}});
  }

  void AddPurchases(const std::string& lines) {
    AddTable("purchases", "purchase",
             "purchase,customer_id,number,ordered_at,next_at,value\n" + lines,
             {{.name = "purchase", .type = Type::kInt64},
              {.name = "customer_id"},
              {.name = "number", .type = Type::kInt64},
              {.name = "ordered_at", .type = Type::kTimestamp},
              {.name = "next_at", .type = Type::kTimestamp},
              {.name = "value", .type = Type::kDecimal, .scale = 2}});
  }

  std::vector<std::string> Ask(const core::Query& query) {
    const absl::StatusOr<core::Result> result = Run(query);
    if (!result.ok()) return {std::string(result.status().message())};
    return Lines(*result);
  }
};

// a brought 150 and b nothing; c 60; d is not there yet.
TEST_F(OrderMetricsTest, HistoricIsPerCustomerToDate) {
  EXPECT_THAT(
      Ask({.metrics = {"customer_count", "revenue_to_date", "historic_revenue", "historic_margin"},
           .grain = Grain::kMonth,
           .to = Day("2024-03-01")}),
      ElementsAre("2024-01-01|2|150.00|75|27.5", "2024-02-01|1|60.00|60|0"));
  EXPECT_THAT(Ask({.metrics = {"historic_revenue"}, .dimensions = {"source"}}),
              ElementsAre("ads|75", "word|60"));
}

// January: orders 1, 2 and 7, worth 158; of them 1 and 2 are a's. March: 50 - 50 over one order.
TEST_F(OrderMetricsTest, OrdersAreNotLinesAndRefundsAreNoOrders) {
  EXPECT_THAT(
      Ask({.metrics = {"average_order_value", "purchase_frequency"},
           .grain = Grain::kMonth,
           .to = Day("2024-07-01")}),
      ElementsAre("2024-01-01|52.666666666666664|2", "2024-02-01|null|null", "2024-03-01|0|1",
                  "2024-04-01|null|null", "2024-05-01|null|null", "2024-06-01|60|1"));
  // 218 / 5 orders; 4 orders of two customers.
  EXPECT_THAT(Ask({.metrics = {"average_order_value", "purchase_frequency"}}),
              ElementsAre("43.6|2"));
}

// Of a, b and c one came back, 30 days after the first time; within 20 days nobody did.
TEST_F(OrderMetricsTest, RepeatRate) {
  EXPECT_THAT(Ask({.metrics = {"repeat_rate", "repeat_rate(window=20d)", "repeat_rate(window=30d)",
                               "repeat_rate(window=29d)"}}),
              ElementsAre("0.3333333333333333|0|0.5|0"));
  EXPECT_THAT(Ask({.metrics = {"repeat_rate"}, .grain = Grain::kMonth, .to = Day("2024-02-01")}),
              ElementsAre("2024-01-01|0.5"));
}

// In January a and b bought; neither has for 90 days. c may come back yet: with a horizon of 29
// days it has left, with one of 30 it has not been waited for.
TEST_F(OrderMetricsTest, ChurnRate) {
  EXPECT_THAT(Ask({.metrics = {"churn_rate"}, .during = "2024-01", .interval = true}),
              ElementsAre(HasSubstr("1|2|2|0.34238")));  // Wilson: 2 / (2 + 1.96^2)
  EXPECT_THAT(Ask({.metrics = {"churn_rate(horizon=29d)"}, .during = "2024-06"}), ElementsAre("1"));
  EXPECT_THAT(Ask({.metrics = {"churn_rate(horizon=30d)"}, .during = "2024-06"}),
              ElementsAre("null"));
  // On 1 February only purchases up to the 12th of January are twenty days old: a's first, which
  // was not its last, and b's.
  EXPECT_THAT(Ask({.metrics = {"churn_rate(horizon=20d)"}, .as_of = "2024-02-01"}),
              ElementsAre("0.5"));
  // A day before a came back, it had not.
  EXPECT_THAT(Ask({.metrics = {"churn_rate(horizon=20d)"}, .as_of = "2024-01-30"}),
              ElementsAre("1"));
}

// Active: a 30 + 90 days and b 90, which are 210 days or 6.899384 months; c bought too lately. Two
// left, and 60 came in: churn 0.289881 and margin 8.696429 a month.
TEST_F(OrderMetricsTest, SimpleClvByHand) {
  const double months = 210 / 30.4375;
  const auto number = [&](const core::Query& query) { return std::stod(Ask(query).front()); };
  EXPECT_NEAR(number({.metrics = {"monthly_margin"}}), 60 / months, 1e-12);
  EXPECT_NEAR(number({.metrics = {"monthly_churn"}}), 2 / months, 1e-12);
  EXPECT_NEAR(number({.metrics = {"simple_clv(d=0)"}}), 30, 1e-12);
  EXPECT_NEAR(number({.metrics = {"simple_clv"}}), 60 / months * 1.01 / (2 / months + 0.01), 1e-12);
  EXPECT_THAT(Ask({.metrics = {"simple_clv"}, .during = "2024-06"}), ElementsAre("null"));
  EXPECT_THAT(Ask({.metrics = {"simple_clv(d=much)"}}), ElementsAre(HasSubstr("a number")));
}

// The purchase of 1 March is too young, and after that of 1 January nobody left.
TEST_F(OrderMetricsTest, SimpleClvWhereNobodyLeaves) {
  AddPurchases("1,a,1,2024-01-01,2024-03-01,30\n2,a,2,2024-03-01,,10\n");
  EXPECT_THAT(Ask({.metrics = {"monthly_churn(horizon=150d)", "simple_clv(horizon=150d, d=0)"}}),
              ElementsAre("0|null"));
  EXPECT_NEAR(std::stod(Ask({.metrics = {"simple_clv(horizon=150d, d=0.02)"}}).front()),
              30 / (60 / 30.4375) * 1.02 / 0.02, 1e-9);
}

// At the age of one month only January has been seen to the end.
TEST_F(OrderMetricsTest, CohortClvByAge) {
  EXPECT_THAT(Ask({.metrics = {"cohort_clv"}, .dimensions = {"months_since"}}),
              ElementsAre("0|4", "1|15", "2|null"));
  EXPECT_THAT(
      Ask({.metrics = {"cohort_clv"}, .grain = Grain::kMonth, .filter = "months_since = 0"}),
      ElementsAre("2024-01-01|10", "2024-02-01|2"));
  EXPECT_THAT(Ask({.metrics = {"cohort_clv"}}), ElementsAre("null"));
}

}  // namespace
}  // namespace clv
