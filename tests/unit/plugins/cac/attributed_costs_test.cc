// Costs without a source, spread or apart, to the cent.
#include "cac/attributed_costs.h"

#include <numeric>
#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <madad/sdk/testing/fake_host.h>

#include "cac/spread.h"

namespace cac {
namespace {

constexpr int64_t kMicrosPerDay = 86'400'000'000;

using sdk::testing::Inputs;
using sdk::testing::RunModel;
using sdk::testing::RunResult;
using sdk::testing::Table;
using sdk::testing::Values;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(SpreadTest, LargestRemaindersGetWhatIsLeft) {
  EXPECT_THAT(SpreadExactly(100, {1, 1, 1}), ElementsAre(34, 33, 33));
  EXPECT_THAT(SpreadExactly(100, {3, 2, 2}), ElementsAre(43, 29, 28));  // 42.86, 28.57, 28.57
  EXPECT_THAT(SpreadExactly(-100, {1, 1, 1}), ElementsAre(-34, -33, -33));
  EXPECT_THAT(SpreadExactly(1, {0, 5, 5}), ElementsAre(0, 1, 0));
  EXPECT_THAT(SpreadExactly(0, {2, 3}), ElementsAre(0, 0));
  EXPECT_THAT(SpreadExactly(7, {0, 0}), ElementsAre(0, 0));
  EXPECT_THAT(SpreadExactly(7, {}), IsEmpty());
}

TEST(SpreadTest, NeverLosesAUnitAndStaysWithinOne) {
  std::mt19937_64 random(7);
  for (int round = 0; round < 2'000; ++round) {
    const auto amount =
        static_cast<int64_t>(random() >> (random() % 60 + 1)) * (random() % 2 == 0 ? 1 : -1);
    std::vector<int64_t> weights(random() % 9 + 1);
    for (int64_t& weight : weights) weight = static_cast<int64_t>(random() % 1'000'000);
    const int64_t whole = std::accumulate(weights.begin(), weights.end(), int64_t{0});
    if (whole == 0) continue;
    const std::vector<int64_t> shares = SpreadExactly(amount, weights);
    EXPECT_EQ(std::accumulate(shares.begin(), shares.end(), int64_t{0}), amount);
    for (size_t i = 0; i < weights.size(); ++i) {
      const long double exact = static_cast<long double>(amount) * weights[i] / whole;
      EXPECT_LT(std::abs(static_cast<long double>(shares[i]) - exact), 1.0L);
    }
  }
}

TEST(AmountTest, AsText) {
  EXPECT_EQ(AmountText(1050, 2), "10.50");
  EXPECT_EQ(AmountText(-5, 2), "-0.05");
  EXPECT_EQ(AmountText(7, 0), "7");
}

constexpr int64_t kJanuary = 19'723;  // 2024-01-01

struct Cost {
  int64_t day;  // of 2024, from 0
  int64_t cents;
  const char* category;
  const char* source;  // empty: none
};

Table Costs(const std::vector<Cost>& costs) {
  Values<int64_t> days, amounts;
  Values<std::string> categories, sources;
  for (const Cost& cost : costs) {
    days.push_back(kJanuary + cost.day);
    amounts.push_back(cost.cents);
    categories.push_back(std::string(cost.category));
    sources.push_back(*cost.source ? std::optional<std::string>(cost.source) : std::nullopt);
  }
  Table table;
  table.Date("incurred_on", days).Decimal("amount", 2, amounts).Text("category", categories);
  return table.Text("source", sources);
}

Table Leads(const std::vector<std::pair<int64_t, const char*>>& leads) {
  Values<int64_t> times;
  Values<std::string> sources;
  for (const auto& [day, source] : leads) {
    times.push_back((kJanuary + day) * kMicrosPerDay + 5);
    sources.push_back(*source ? std::optional<std::string>(source) : std::nullopt);
  }
  Table table;
  return table.Timestamp("at", times).Text("source", sources);
}

// A run's rows in a word each: month's day, source, category, attribution, cents.
std::vector<std::string> Lines(const RunResult& run) {
  EXPECT_TRUE(run.ok()) << run.error;
  std::vector<std::string> lines;
  const Table& rows = run["costs"];
  for (size_t i = 0; i < rows.rows(); ++i) {
    lines.push_back(std::to_string(*rows.Date("period")[i] - kJanuary) + " " +
                    rows.Text("source")[i].value_or("-") + " " +
                    rows.Text("category")[i].value_or("-") + " " + *rows.Text("attribution")[i] +
                    " " + std::to_string(*rows.Decimal("amount")[i]));
  }
  return lines;
}

// January: 100 by ads, and 10.01 of overhead nobody's; February: 5 nobody's, and nobody to spread
// it over; March: a refund of overhead.
const std::vector<Cost> kCosts = {{0, 9000, "marketing", "ads"},
                                  {30, 1000, "marketing", "ads"},
                                  {3, 1001, "overhead", ""},
                                  {31, 500, "overhead", ""},
                                  {60, -100, "overhead", ""}};
// January: two by ads, one by word, one of whom nobody knows; March: three by word.
const std::vector<std::pair<int64_t, const char*>> kLeads = {
    {1, "ads"}, {2, "ads"}, {30, "word"}, {9, ""}, {61, "word"}, {62, "word"}, {63, "word"}};

TEST(AttributedCostsTest, UnattributedIsApart) {
  const auto run = RunModel<AttributedCosts>("{}", {{"costs", Costs(kCosts)}});
  EXPECT_THAT(Lines(run),
              ElementsAre("0 ads marketing attributed 10000", "0 - overhead unattributed 1001",
                          "31 - overhead unattributed 500", "60 - overhead unattributed -100"));
  EXPECT_EQ(run["notes"].rows(), 0U);
}

// 10.01 over four leads: 5.005, 2.5025 and 2.5025 of nobody known; two units are left for the
// largest remainders, 0.5 and the first of the quarters.
TEST(AttributedCostsTest, SpreadByLeads) {
  const auto run = RunModel<AttributedCosts>(
      R"({"spread": "leads"})", {{"costs", Costs(kCosts)}, {"weights", Leads(kLeads)}});
  EXPECT_THAT(Lines(run),
              ElementsAre("0 ads marketing attributed 10000", "0 - overhead unattributed 250",
                          "0 ads overhead spread 501", "0 word overhead spread 250",
                          "31 - overhead unattributed 500", "60 word overhead spread -100"));
  EXPECT_THAT(run["notes"].Text("code"), ElementsAre("NOBODY_TO_SPREAD_OVER"));
  EXPECT_THAT(run["notes"].Int64("count"), ElementsAre(1));
}

TEST(AttributedCostsTest, OverAYearThereIsSomebody) {
  const auto run =
      RunModel<AttributedCosts>(R"({"spread": "customers", "period": "year"})",
                                {{"costs", Costs(kCosts)}, {"weights", Leads(kLeads)}});
  // 14.01 over 7: 1, 2 and 4 sevenths are 200.14, 400.29 and 800.57.
  EXPECT_THAT(Lines(run),
              ElementsAre("0 ads marketing attributed 10000", "0 - overhead unattributed 200",
                          "0 ads overhead spread 400", "0 word overhead spread 801"));
}

TEST(AttributedCostsTest, QuartersBeginInTheirFirstMonth) {
  const auto run = RunModel<AttributedCosts>(
      R"({"period": "quarter"})", {{"costs", Costs({{-1, 1, "x", "a"}, {91, 2, "x", "a"}})}});
  EXPECT_THAT(Lines(run), ElementsAre("-92 a x attributed 1", "91 a x attributed 2"));
}

// Whatever is spread, each month is what was spent in it.
TEST(AttributedCostsTest, EveryPeriodAddsUpToTheCent) {
  std::mt19937 random(11);
  std::vector<Cost> costs;
  std::vector<std::pair<int64_t, const char*>> leads;
  constexpr const char* kSources[] = {"", "a", "b", "c", "d"};
  for (int i = 0; i < 3'000; ++i) {
    costs.push_back({static_cast<int64_t>(random() % 360), static_cast<int64_t>(random() % 99'999),
                     random() % 2 == 0 ? "marketing" : "sales", kSources[random() % 5]});
    leads.emplace_back(random() % 360, kSources[random() % 5]);
  }
  std::map<int64_t, int64_t> spent, kept;
  for (const Cost& cost : costs) {
    spent[sdk::FirstDayOf(sdk::MonthOf(kJanuary + cost.day))] += cost.cents;
  }
  const auto run = RunModel<AttributedCosts>(R"({"spread": "leads"})",
                                             {{"costs", Costs(costs)}, {"weights", Leads(leads)}});
  ASSERT_TRUE(run.ok()) << run.error;
  const auto periods = run["costs"].Date("period");
  const auto amounts = run["costs"].Decimal("amount");
  for (size_t i = 0; i < periods.size(); ++i) kept[*periods[i]] += *amounts[i];
  EXPECT_EQ(kept, spent);
}

TEST(AttributedCostsTest, CurrenciesAreNotAdded) {
  Table costs = Costs({{0, 100, "sales", ""}, {1, 50, "sales", ""}});
  costs.Text("currency", {"ILS", "USD"});
  const auto run = RunModel<AttributedCosts>(
      R"({"spread": "leads"})", {{"costs", costs}, {"weights", Leads({{2, "a"}, {2, "b"}})}});
  EXPECT_THAT(Lines(run), ElementsAre("0 a sales spread 50", "0 b sales spread 50",
                                      "0 a sales spread 25", "0 b sales spread 25"));
  EXPECT_THAT(run["costs"].Text("currency"), ElementsAre("ILS", "ILS", "USD", "USD"));
}

TEST(AttributedCostsTest, WhatIsIncompleteIsSaid) {
  Table costs;
  costs.Date("incurred_on", {std::nullopt, kJanuary, kJanuary}).Decimal("amount", 2, {1, {}, 3});
  costs.Text("source", {"a", "a", "a"});
  const auto run = RunModel<AttributedCosts>("{}", {{"costs", costs}});
  EXPECT_THAT(Lines(run), ElementsAre("0 a - attributed 3"));
  EXPECT_THAT(run["notes"].Int64("count"), ElementsAre(2));
  EXPECT_THAT(RunModel<AttributedCosts>(R"({"spread": "evenly"})", {}).error, HasSubstr("spread"));
}

}  // namespace
}  // namespace cac
