// Where to move budget, on data made by hand, and the statistics behind it.
#include "cac/budget.h"

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <madad/sdk/testing/fake_host.h>

#include "cac/statistics.h"

namespace cac {
namespace {

constexpr int64_t kMicrosPerDay = 86'400'000'000;

using sdk::testing::RunModel;
using sdk::testing::RunResult;
using sdk::testing::Table;
using sdk::testing::Values;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

void ExpectInterval(const sdk::Interval& interval, double low, double high, double tolerance) {
  EXPECT_NEAR(interval.low, low, tolerance);
  EXPECT_NEAR(interval.high, high, tolerance);
}

// The tables of Garwood (1936), as every textbook has them.
TEST(StatisticsTest, PoissonInterval) {
  ExpectInterval(PoissonInterval(0), 0, 3.6889, 5e-5);
  ExpectInterval(PoissonInterval(1), 0.0253, 5.5716, 5e-5);
  ExpectInterval(PoissonInterval(10), 4.7954, 18.3904, 5e-5);
  ExpectInterval(PoissonInterval(100), 81.3638, 121.6272, 5e-4);
  // Of a million, as the normal has it: 1.96 times a thousand, and half of z squared more.
  ExpectInterval(PoissonInterval(1'000'000), 998'040.9, 1'001'961.9, 1);
}

TEST(StatisticsTest, WilsonInterval) {
  ExpectInterval(WilsonInterval(0, 10), 0, 0.277533, 1e-6);
  ExpectInterval(WilsonInterval(5, 10), 0.236593, 0.763407, 1e-6);
  EXPECT_TRUE(std::isnan(WilsonInterval(0, 0).low));
}

// 7 of 10 heads: twice 176/1024. None of 10: twice 1/1024.
TEST(StatisticsTest, BinomialTest) {
  EXPECT_NEAR(BinomialTest(7, 10, 0.5), 0.34375, 1e-12);
  EXPECT_NEAR(BinomialTest(0, 10, 0.5), 0.001953125, 1e-14);
  EXPECT_EQ(BinomialTest(5, 10, 0.5), 1);
  EXPECT_EQ(BinomialTest(0, 0, 0.3), 1);
  EXPECT_NEAR(BinomialTest(2, 3, 0.1), 2 * (3 * 0.01 * 0.9 + 0.001), 1e-12);
}

TEST(StatisticsTest, StudentQuantile) {
  EXPECT_NEAR(StudentQuantile(1), 12.706205, 1e-6);
  EXPECT_NEAR(StudentQuantile(2), 4.302653, 1e-6);
  EXPECT_NEAR(StudentQuantile(5), 2.570582, 1e-6);
  EXPECT_NEAR(StudentQuantile(10), 2.228139, 1e-6);
  EXPECT_NEAR(StudentQuantile(30), 2.042272, 1e-6);
}

// 40 and 20 of 100: pooled 0.3, so z = 0.2 / sqrt(0.21 / 50) = 3.086067.
TEST(StatisticsTest, ProportionTest) {
  EXPECT_NEAR(ProportionTest(40, 100, 20, 100), 0.0020281, 1e-6);
  EXPECT_TRUE(std::isnan(ProportionTest(0, 0, 1, 2)));
  EXPECT_TRUE(std::isnan(ProportionTest(0, 5, 0, 2)));
}

// Residuals -0.8, 0.6, 1, -0.6, -0.2: their squares are 2.4, so the error is sqrt(2.4 / 3 / 10).
TEST(StatisticsTest, SlopeByHand) {
  const Slope slope = SlopeOf({1, 2, 3, 4, 5}, {2, 4, 5, 4, 5});
  EXPECT_NEAR(slope.value, 0.6, 1e-12);
  ExpectInterval(slope.interval, 0.6 - 0.900132, 0.6 + 0.900132, 1e-6);
  EXPECT_NEAR(slope.p_value, 0.1240, 1e-4);  // t = 2.1213, 3 degrees
  EXPECT_TRUE(std::isnan(SlopeOf({7, 7, 7}, {1, 2, 3}).value));
  EXPECT_TRUE(std::isnan(SlopeOf({1, 2}, {1, 2}).value));
}

constexpr int64_t kJanuary = 19'723;  // 2024-01-01
// The tenth of a month of 2024.
int64_t Tenth(int month) { return sdk::FirstDayOf(54 * 12 + month - 1) + 9; }
constexpr int64_t kMay = (kJanuary + 121) * kMicrosPerDay;

// Costs, customers and leads of a few sources.
struct World {
  void Spend(const std::string& source, int month, int64_t amount, const char* category = "x") {
    cost_days.push_back(Tenth(month));
    cost_amounts.push_back(amount * 100);
    cost_sources.push_back(source.empty() ? std::nullopt : std::optional(source));
    categories.push_back(category);
  }
  void Acquire(const std::string& source, int month, int customers) {
    for (int i = 0; i < customers; ++i) {
      customer_times.push_back(Tenth(month) * kMicrosPerDay);
      customer_sources.push_back(source.empty() ? std::nullopt : std::optional(source));
    }
  }
  // Leads of January, of whom so many became customers in 30 days.
  void Lead(const std::string& source, int leads, int won) {
    for (int i = 0; i < leads; ++i) {
      const int64_t created = Tenth(1) * kMicrosPerDay;
      lead_times.push_back(created);
      lead_sources.push_back(source);
      won_times.push_back(i < won ? std::optional(created + 30 * kMicrosPerDay) : std::nullopt);
    }
  }

  RunResult Run(const std::string& parameters = R"({"months": 2})") const {
    Table costs, customers, leads;
    costs.Date("incurred_on", cost_days).Decimal("amount", 2, cost_amounts);
    costs.Text("source", cost_sources).Text("category", categories);
    if (!currencies.empty()) costs.Text("currency", currencies);
    customers.Timestamp("at", customer_times).Text("source", customer_sources);
    leads.Timestamp("at", lead_times).Text("source", lead_sources).Timestamp("won_at", won_times);
    return RunModel<Budget>(parameters,
                            {{"costs", costs}, {"customers", customers}, {"leads", leads}},
                            {.as_of = as_of});
  }

  Values<int64_t> cost_days, cost_amounts, customer_times, lead_times, won_times;
  Values<std::string> cost_sources, categories, currencies, customer_sources, lead_sources;
  int64_t as_of = kMay - 1;  // April is over
};

// Four months, the last two of them recent. A customer costs 50 by a, and 200 by b.
World TwoSources() {
  World world;
  for (int month = 1; month <= 4; ++month) {
    world.Spend("a", month, 1000);
    world.Acquire("a", month, 20);
    world.Spend("b", month, 3000);
    world.Acquire("b", month, 15);
  }
  world.Lead("a", 100, 40);
  world.Lead("b", 100, 20);
  return world;
}

std::string Evidence(const RunResult& run, size_t row) {
  return *run["budget"].Text("evidence")[row];
}

TEST(BudgetTest, MoreForTheCheapLessForTheDear) {
  const RunResult run = TwoSources().Run();
  ASSERT_TRUE(run.ok()) << run.error;
  const Table& rows = run["budget"];
  EXPECT_THAT(rows.Text("source"), ElementsAre("a", "b"));
  EXPECT_THAT(rows.Text("verdict"), ElementsAre("more", "less"));
  EXPECT_THAT(rows.Int64("rank"), ElementsAre(1, 2));
  EXPECT_THAT(rows.Int64("customers"), ElementsAre(40, 30));
  EXPECT_THAT(rows.Double("cac"), ElementsAre(50, 200));
  EXPECT_THAT(rows.Double("others_cac"), ElementsAre(200, 50));
  EXPECT_THAT(rows.Double("trend"), ElementsAre(1, 1));
  EXPECT_THAT(rows.Double("marginal_cac"), ElementsAre(std::nullopt, std::nullopt));
  // Garwood of 40: 28.577 to 54.469 customers for 2,000. The trend: exp(1.96 sqrt(2 / 40)).
  EXPECT_NEAR(*rows.Double("cac_low")[0], 2000 / 54.4686, 1e-3);
  EXPECT_NEAR(*rows.Double("cac_high")[0], 2000 / 28.5766, 1e-3);
  EXPECT_NEAR(*rows.Double("trend_high")[0], std::exp(1.959964 * std::sqrt(0.05)), 1e-6);
  EXPECT_THAT(rows.Int64("leads"), ElementsAre(100, 100));
  EXPECT_THAT(rows.Double("lead_to_customer_rate"), ElementsAre(0.4, 0.2));
  EXPECT_THAT(rows.Date("from"), ElementsAre(kJanuary + 60, kJanuary + 60));
  EXPECT_THAT(rows.Date("to"), ElementsAre(kJanuary + 121, kJanuary + 121));
  EXPECT_THAT(Evidence(run, 0), HasSubstr("40 customers for 2000.00 in 2 months: 50.00 each (95 %: "
                                          "36.72 to 69.99), rank 1 of 2 (1 is the cheapest); "
                                          "cheaper than those of the other sources, 200.00 each"));
  EXPECT_THAT(Evidence(run, 0), HasSubstr("40.0 % (95 %: 30.9 % to 49.8 %) of 100 leads became "
                                          "customers, 20.0 % of the others'"));
  EXPECT_THAT(Evidence(run, 1), HasSubstr("dearer than those of the other sources, 50.00 each"));
}

// Little was spent on c, so one customer says nothing; of the 2,000 for d, ten would have come at
// the price of the others; word of mouth has no budget.
TEST(BudgetTest, FewCustomersSayNothingUnlessTheirCostDoes) {
  World world = TwoSources();
  world.Spend("c", 3, 100);
  world.Acquire("c", 4, 1);
  world.Spend("d", 4, 2000);
  world.Acquire("word", 4, 5);
  const RunResult run = world.Run();
  ASSERT_TRUE(run.ok()) << run.error;
  const Table& rows = run["budget"];
  EXPECT_THAT(rows.Text("source"), ElementsAre("word", "a", "b", "d", "c"));
  EXPECT_THAT(rows.Text("verdict"), ElementsAre("keep", "more", "less", "less", "insufficient"));
  EXPECT_THAT(rows.Int64("rank"), ElementsAre(1, 2, 3, 4, std::nullopt));
  EXPECT_THAT(rows.Double("cac"), ElementsAre(0, 50, 200, std::nullopt, 100));
  EXPECT_NEAR(*rows.Double("cac_low")[3], 2000 / 3.68888, 1e-3);
  EXPECT_EQ(rows.Double("cac_high")[3], std::nullopt);
  EXPECT_THAT(Evidence(run, 0), HasSubstr("it costs nothing, so there is no budget to move"));
  EXPECT_THAT(Evidence(run, 3), HasSubstr("0 customers for 2000.00 in 2 months (95 %: 542.17 to no "
                                          "limit)"));
  EXPECT_THAT(Evidence(run, 4), HasSubstr("10 are needed to say anything"));
}

TEST(BudgetTest, WhatSpeaksAgainstMore) {
  World dearer = TwoSources();
  dearer.Acquire("a", 1, 60);  // a customer cost 20 and now costs 50
  const RunResult trend = dearer.Run();
  EXPECT_THAT(trend["budget"].Text("verdict"), ElementsAre("keep", "less"));
  EXPECT_THAT(Evidence(trend, 0), HasSubstr("kept because it is getting dearer"));

  World worse = TwoSources();
  worse.Lead("a", 300, 0);  // 40 of 400 are fewer than 20 of 100
  EXPECT_THAT(Evidence(worse.Run(), 0), HasSubstr("fewer of its leads become customers"));

  World saturated;
  for (int month = 1; month <= 4; ++month) {
    saturated.Spend("a", month, month % 2 == 0 ? 4000 : 1000);
    saturated.Acquire("a", month, month % 2 == 0 ? 60 : 100);
    saturated.Spend("b", month, 9000);
    saturated.Acquire("b", month, 15);
  }
  const RunResult run = saturated.Run();
  EXPECT_THAT(run["budget"].Text("verdict"), ElementsAre("keep", "less"));
  EXPECT_THAT(Evidence(run, 0), HasSubstr("months that cost more brought fewer customers"));

  // Two more for each further thousand: 500 a piece, where they cost 50 elsewhere.
  World exhausted;
  for (int month = 1; month <= 4; ++month) {
    exhausted.Spend("a", month, month % 2 == 0 ? 2000 : 1000);
    exhausted.Acquire("a", month, month % 2 == 0 ? 102 : 100);
    exhausted.Spend("b", month, 5000);
    exhausted.Acquire("b", month, 100);
  }
  EXPECT_THAT(Evidence(exhausted.Run(), 0),
              HasSubstr("further customer costs more than elsewhere"));
}

// Customers are twice the thousands spent in each month, so a further one cost 500.
TEST(BudgetTest, WhatAFurtherCustomerCost) {
  World world;
  for (int month = 1; month <= 4; ++month) {
    world.Spend("a", month, 1000 * month);
    world.Acquire("a", month, 2 * month + 20);
  }
  const RunResult run = world.Run();
  ASSERT_TRUE(run.ok()) << run.error;
  EXPECT_NEAR(*run["budget"].Double("marginal_cac")[0], 500, 1e-9);
  EXPECT_THAT(run["budget"].Text("verdict"), ElementsAre("keep"));
  EXPECT_THAT(Evidence(run, 0), HasSubstr("a further customer cost 500.00"));
  EXPECT_THAT(Evidence(run, 0), Not(HasSubstr("other sources")));
}

// On 29 April that month is not over: February and March are recent. With a lag of a month,
// customers of April belong to costs of March.
TEST(BudgetTest, FullMonthsOnlyAndLag) {
  World world = TwoSources();
  world.Spend("a", 2, 500);
  world.as_of = kMay - kMicrosPerDay - 1;
  EXPECT_THAT(world.Run()["budget"].Double("cost"), ElementsAre(2500, 6000));
  EXPECT_THAT(world.Run(R"({"months": 2, "lag": 1})")["budget"].Double("cost"),
              ElementsAre(2500, 6000));
  world.as_of = kMay - kMicrosPerDay;  // its last day
  EXPECT_THAT(world.Run()["budget"].Double("cost"), ElementsAre(2000, 6000));
  EXPECT_THAT(world.Run(R"({"months": 2, "lag": 1})")["budget"].Double("cost"),
              ElementsAre(2500, 6000));
}

TEST(BudgetTest, LeadsWithoutTheTimeDoNotCount) {
  EXPECT_THAT(TwoSources().Run(R"({"months": 2, "window": "120d"})")["budget"].Int64("leads"),
              ElementsAre(0, 0));
  EXPECT_THAT(TwoSources().Run(R"({"months": 2, "window": "29d"})")["budget"].Int64("won"),
              ElementsAre(0, 0));
}

TEST(BudgetTest, NotesSayWhatIsInNoRow) {
  World world = TwoSources();
  world.Spend("", 4, 77);
  world.Acquire("", 4, 3);
  const RunResult run = world.Run();
  EXPECT_THAT(run["notes"].Text("code"),
              ElementsAre("COSTS_UNATTRIBUTED", "CUSTOMERS_UNATTRIBUTED"));
  EXPECT_THAT(*run["notes"].Text("message")[0], HasSubstr("costs of 77.00 carry no source"));
  EXPECT_THAT(run["notes"].Int64("count"), ElementsAre(1, 3));
  EXPECT_THAT(run["budget"].Text("source"), ElementsAre("a", "b"));
}

TEST(BudgetTest, CategoryAndCurrency) {
  World world = TwoSources();
  world.Spend("a", 4, 900, "sales");
  EXPECT_THAT(world.Run(R"({"months": 2, "category": "x"})")["budget"].Double("cost"),
              ElementsAre(2000, 6000));
  for (size_t i = 0; i < world.cost_days.size(); ++i) {
    world.currencies.push_back(i == 0 ? "USD" : "ILS");
  }
  EXPECT_THAT(world.Run().error, HasSubstr("different currencies (ILS, USD)"));
  EXPECT_TRUE(world.Run(R"({"months": 2, "currency": "ILS"})").ok());
}

TEST(BudgetTest, NothingAtAll) {
  const RunResult run = World().Run();
  ASSERT_TRUE(run.ok()) << run.error;
  EXPECT_EQ(run["budget"].rows(), 0U);
}

}  // namespace
}  // namespace cac
