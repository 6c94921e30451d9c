// The models over orders, checked by hand.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <madad/sdk/testing/fake_host.h>

#include "clv/metrics/cohorts.h"
#include "clv/metrics/purchases.h"

namespace clv::orders {
namespace {

using sdk::testing::RunModel;
using sdk::testing::Table;
using sdk::testing::Values;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr int64_t kHour = 3'600'000'000;
constexpr int64_t kDay = 24 * kHour;

// Days of 2024; 0 is 1 January.
int64_t At(int64_t day, int64_t hour = 0) { return (19'723 + day) * kDay + hour * kHour; }

struct Order {
  const char* customer;  // empty: none
  int64_t at;
  int64_t cents;
};

Table Orders(const std::vector<Order>& orders) {
  Values<std::string> customers;
  Values<int64_t> times, values;
  for (const Order& order : orders) {
    customers.push_back(*order.customer ? std::optional<std::string>(order.customer)
                                        : std::nullopt);
    times.push_back(order.at);
    values.push_back(order.cents);
  }
  Table table;
  table.Text("customer_id", customers).Timestamp("ordered_at", times);
  return table.Decimal("value", 2, values).Decimal("revenue", 2, values);
}

// One customer orders three times, twice on one day; another's refund comes later; one has refunds
// only; one orders once; what is later than as_of has not happened.
TEST(PurchasesTest, MergesDaysAndKeepsRefundsWithWhatTheyRefund) {
  const Table orders = Orders({{"a", At(0, 1), 100},
                               {"a", At(0, 23), 50},
                               {"a", At(9), 70},
                               {"b", At(1), -5},
                               {"b", At(2), 80},
                               {"b", At(40), -30},
                               {"c", At(3), -10},
                               {"d", At(4), 20},
                               {"d", At(500), 9},
                               {"", At(4), 20}});
  const auto run = RunModel<Purchases>("{}", {{"orders", orders}}, {.as_of = At(60)});
  ASSERT_TRUE(run.ok()) << run.error;
  const Table& rows = run["purchases"];
  EXPECT_THAT(rows.Text("customer_id"), ElementsAre("a", "a", "b", "d"));
  EXPECT_THAT(rows.Int64("number"), ElementsAre(1, 2, 1, 1));
  EXPECT_THAT(rows.Timestamp("ordered_at"), ElementsAre(At(0, 1), At(9), At(2), At(4)));
  EXPECT_THAT(rows.Timestamp("next_at"),
              ElementsAre(At(9), std::nullopt, std::nullopt, std::nullopt));
  EXPECT_THAT(rows.Decimal("value"), ElementsAre(150, 70, 45, 20));
  EXPECT_THAT(run["notes"].Text("code"),
              ElementsAre("REFUNDS_ONLY", "ORDERS_IN_THE_FUTURE", "ORDERS_INCOMPLETE"));
  EXPECT_THAT(run["notes"].Int64("count"), ElementsAre(1, 1, 1));
}

TEST(PurchasesTest, DatesAreAsGoodAsTimes) {
  Table orders;
  orders.Text("customer_id", {"a", "a"}).Date("ordered_at", {19'723, 19'724});
  orders.Decimal("value", 2, {std::nullopt, 7}).Int64("revenue", {1, 1});
  const auto run = RunModel<Purchases>("{}", {{"orders", orders}});
  ASSERT_TRUE(run.ok()) << run.error;
  EXPECT_THAT(run["purchases"].Timestamp("next_at"), ElementsAre(At(1), std::nullopt));
  EXPECT_THAT(run["notes"].Text("code"), ElementsAre("ORDERS_WITHOUT_VALUE"));
}

TEST(PurchasesTest, TwoCurrenciesAreAnErrorUnlessOneIsChosen) {
  Table orders = Orders({{"a", At(0), 100}, {"a", At(1), 50}, {"a", At(2), 7}});
  orders.Text("currency", {"ILS", "USD", "ILS"});
  const auto both = RunModel<Purchases>("{}", {{"orders", orders}});
  EXPECT_EQ(both.code, MADAD_FAILED_PRECONDITION);
  EXPECT_THAT(both.error, HasSubstr("different currencies (ILS, USD)"));
  const auto one = RunModel<Purchases>(R"({"currency": "ILS"})", {{"orders", orders}});
  ASSERT_TRUE(one.ok()) << one.error;
  EXPECT_THAT(one["purchases"].Decimal("value"), ElementsAre(100, 7));
}

TEST(PurchasesTest, AmountsThatNoDecimalHoldsAreAnError) {
  const Table orders = Orders({{"a", At(0), INT64_MAX}, {"a", At(0), 1}});
  EXPECT_EQ(RunModel<Purchases>("{}", {{"orders", orders}}).code, MADAD_OUT_OF_RANGE);
}

TEST(MonthsTest, CountsFrom1970) {
  EXPECT_EQ(sdk::MonthOf(0), 0);
  EXPECT_EQ(sdk::MonthOf(-1), -1);
  EXPECT_EQ(sdk::MonthOf(19'723 + 59), 54 * 12 + 1);  // 29 February 2024
  EXPECT_EQ(sdk::FirstDayOf(54 * 12 + 2), 19'723 + 60);
  EXPECT_EQ(sdk::MonthOf(sdk::FirstDayOf(-3)), -3);
}

Table Customers(const Values<std::string>& ids, const Values<int64_t>& times) {
  Table table;
  table.Text("customer_id", ids).Timestamp("acquired_at", times);
  return table;
}

// Three in January, one of whom never orders, one in February; as_of is 15 March, so March is
// running. January: 100 + 60 in January, 40 - 10 in February, 5 in March, over 3.
TEST(CohortsTest, TriangleByHand) {
  const Table customers = Customers({"a", "b", "c", "d"}, {At(2), At(30), At(5), At(31)});
  const Table orders = Orders({{"a", At(0), 10000},  // before its acquisition, in the same month
                               {"a", At(45), 4000},
                               {"a", At(46), -1000},
                               {"b", At(30), 6000},
                               {"b", At(70), 500},
                               {"d", At(31), 2000},
                               {"x", At(31), 700}});
  const auto run =
      RunModel<Cohorts>("{}", {{"customers", customers}, {"orders", orders}}, {.as_of = At(74)});
  ASSERT_TRUE(run.ok()) << run.error;
  const Table& rows = run["cohorts"];
  EXPECT_THAT(rows.Date("cohort"), ElementsAre(19'723, 19'723, 19'723, 19'754, 19'754, 19'754));
  EXPECT_THAT(rows.Int64("months_since"), ElementsAre(0, 1, 2, 0, 1, 2));
  EXPECT_THAT(rows.Int64("customers"), ElementsAre(3, 3, 3, 1, 1, 1));
  EXPECT_THAT(rows.Decimal("value"), ElementsAre(16000, 3000, 500, 2000, 0, std::nullopt));
  EXPECT_THAT(rows.Decimal("cumulative"),
              ElementsAre(16000, 19000, 19500, 2000, 2000, std::nullopt));
  EXPECT_THAT(rows.Double("clv"),
              ElementsAre(160.0 / 3, 190.0 / 3, 65.0, 20.0, 20.0, std::nullopt));
  EXPECT_THAT(rows.Bool("is_running"), ElementsAre(false, false, true, false, true, false));
  EXPECT_THAT(run["notes"].Text("code"), ElementsAre("ORDERS_OF_NO_CUSTOMER"));
}

TEST(CohortsTest, TheLastDayOfAMonthEndsIt) {
  const Table customers = Customers({"a"}, {At(2)});
  for (const int64_t as_of : {At(30) - 1, At(30)}) {
    const auto run = RunModel<Cohorts>("{}", {{"customers", customers}, {"orders", Orders({})}},
                                       {.as_of = as_of});
    ASSERT_TRUE(run.ok()) << run.error;
    EXPECT_THAT(run["cohorts"].Bool("is_running"), ElementsAre(as_of < At(30)));
    EXPECT_THAT(run["cohorts"].Double("clv"), ElementsAre(0.0));
  }
}

TEST(CohortsTest, ByDimensionsAndUpToSoManyMonths) {
  Table customers = Customers({"a", "b", "c"}, {At(0), At(1), At(400)});
  customers.Text("source", {"ads", std::nullopt, "ads"});
  const auto run = RunModel<Cohorts>(
      R"({"by": ["source"], "months": 1})",
      {{"customers", customers}, {"orders", Orders({{"a", At(0), 100}, {"b", At(1), 10}})}},
      {.as_of = At(300)});
  ASSERT_TRUE(run.ok()) << run.error;
  EXPECT_THAT(run["cohorts"].Text("source"), ElementsAre(std::nullopt, std::nullopt, "ads", "ads"));
  EXPECT_THAT(run["cohorts"].Decimal("cumulative"), ElementsAre(10, 10, 100, 100));
  EXPECT_THAT(run["notes"].Text("code"), ElementsAre("CUSTOMERS_IN_THE_FUTURE"));
}

TEST(CohortsTest, NobodyMakesNoTriangle) {
  const auto run =
      RunModel<Cohorts>("{}", {{"customers", Customers({}, {})}, {"orders", Orders({})}});
  ASSERT_TRUE(run.ok()) << run.error;
  EXPECT_EQ(run["cohorts"].rows(), 0U);
}

}  // namespace
}  // namespace clv::orders
