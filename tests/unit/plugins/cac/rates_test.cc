// Amounts of several currencies in one, by rates that the catalog names; checked by hand.
#include "unit/plugins/cac/fixture.h"

namespace cac {
namespace {

using core::Grain;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

// Dollars were worth 3.60 on the 1st of January, 3.70 on the 5th, and 4 in February.
class RatesTest : public CacFixture {
 protected:
  RatesTest() {
    AddCosts(
        "2024-01-02,100.00,marketing,ads,,ILS\n"
        "2024-01-04,10.00,marketing,ads,,USD\n"    // 36, of three days before
        "2024-01-05,10.01,sales,fair,,USD\n"       // 37.037
        "2024-02-01,1.00,marketing,fair,,USD\n");  // 4
    AddCustomers("c1,2024-01-15,ads,\nc2,2024-02-15,fair,\n");
    AddRates("USD,2024-01-01,3.60\nUSD,2024-01-05,3.70\nUSD,2024-02-01,4.00\n");
    catalog_.rates = core::Rates{.table = "rates", .to = "ILS"};
  }

  void AddRates(const std::string& lines) {
    AddTable("rates", "", "currency,day,rate\n" + lines,
             {{.name = "currency"},
              {.name = "day", .type = core::Type::kDate},
              {.name = "rate", .type = core::Type::kDecimal, .scale = 4}});
  }
};

TEST_F(RatesTest, EachAmountAtTheRateOfItsDay) {
  EXPECT_THAT(
      Ask({.metrics = {"acquisition_cost", "marketing_cost", "cac"}, .grain = Grain::kMonth}),
      ElementsAre("2024-01-01|173.04|136.00|173.04", "2024-02-01|4.00|4.00|4"));
  EXPECT_THAT(Ask({.metrics = {"acquisition_cost"}, .dimensions = {"source"}, .share = true}),
              ElementsAre("ads|136.00|0.7681879801174876", "fair|41.04|0.23181201988251243"));
  const auto result = Run({.metrics = {"acquisition_cost", "cac", "new_customers"}});
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_THAT(Lines(*result), ElementsAre("177.04|88.52|2"));
  EXPECT_EQ(result->columns[0].currency, "ILS");
  EXPECT_EQ(result->columns[1].currency, "ILS");
}

// The lag moves the month, not the day that the rate is of.
TEST_F(RatesTest, AMovedCostKeepsItsRate) {
  EXPECT_THAT(Ask({.metrics = {"acquisition_cost(lag=1mo)"}, .grain = Grain::kMonth}),
              ElementsAre("2024-02-01|173.04", "2024-03-01|4.00"));
}

TEST_F(RatesTest, AllAtTheRatesOfAsOf) {
  catalog_.rates->at_as_of = true;
  // The data is known up to 15 February, and the rate of the 1st is too old by then.
  EXPECT_THAT(Ask({.metrics = {"acquisition_cost"}}),
              ElementsAre(HasSubstr("no rate for USD on 2024-02-15, nor on the 7 days before")));
  EXPECT_THAT(Ask({.metrics = {"acquisition_cost"}, .as_of = "2024-02-03"}),
              ElementsAre("184.04"));  // 100 + 21.01 x 4
}

TEST_F(RatesTest, AMissingRateIsAnErrorThatNamesIt) {
  AddRates("USD,2024-01-01,3.60\nEUR,2024-02-01,4\n");
  EXPECT_THAT(Ask({.metrics = {"cac"}}),
              ElementsAre(HasSubstr("table 'rates' has no rate for USD on 2024-02-01")));
  // Nothing needs it in January: 100 + 20.01 x 3.60 is 172.036. And nothing at all in no time.
  EXPECT_THAT(Ask({.metrics = {"cac"}, .during = "2024-01"}), ElementsAre("172.04"));
  EXPECT_THAT(Ask({.metrics = {"acquisition_cost", "cac"}, .during = "2023"}),
              ElementsAre("0.00|null"));
  EXPECT_THAT(Ask({.metrics = {"acquisition_cost"}, .filter = "currency = 'ILS'"}),
              ElementsAre("100.00"));
}

TEST_F(RatesTest, RatesThatCannotBeAreErrors) {
  AddRates("USD,2024-01-01,3.60\nUSD,2024-01-01,3.61\n");
  EXPECT_THAT(Ask({.metrics = {"cac"}}), ElementsAre(HasSubstr("two rates for USD on 2024-01-01")));
}

TEST_F(RatesTest, ZeroIsNoRate) {
  AddRates("USD,2024-01-01,0\n");
  EXPECT_THAT(Ask({.metrics = {"cac"}}), ElementsAre(HasSubstr("no positive number for USD")));
}

TEST_F(RatesTest, AmountsWithoutACurrencyAreInTheTablesOrAnError) {
  AddCosts("2024-01-02,100.00,marketing,ads,,\n2024-01-04,10.00,marketing,ads,,USD\n");
  EXPECT_THAT(Ask({.metrics = {"acquisition_cost"}}),
              ElementsAre(HasSubstr("table 'costs' on 2024-01-02 have no currency")));
}

TEST_F(RatesTest, AWholeTableInAnotherCurrency) {
  catalog_.tables["costs"].columns.erase("currency");
  catalog_.tables["costs"].currency = "USD";
  // 100 at 3.60, 10 at 3.60, 10.01 at 3.70 and 1 at 4.
  EXPECT_THAT(Ask({.metrics = {"acquisition_cost"}}), ElementsAre("437.04"));
}

// An opportunity of 10 dollars is open over a change of rates, and another was won: what is open is
// worth its amount at one rate, and nothing is left of what was closed.
TEST_F(RatesTest, WhatAddsUpOverHistoryIsAtOneRate) {
  Take("open", [](sdk::Plugin& p) {
    p.Metric("open.value")
        .Label("Open")
        .Derived("open.created - open.closed")
        .Unit(sdk::Unit::kMoney)
        .Neutral();
    for (const auto& [id, at] :
         {std::pair("open.created", "created_at"), {"open.closed", "closed_at"}}) {
      p.Metric(id)
          .Label(id)
          .Aggregate("sum(amount)")
          .From("opportunities")
          .At(at)
          .Balance()
          .Unit(sdk::Unit::kMoney)
          .Neutral();
    }
  });
  AddTable("opportunities", "id",
           "id,created_at,closed_at,amount,currency\n"
           "a,2024-01-01,2024-02-01,50,USD\nb,2024-01-05,,10,USD\n",
           {{.name = "id"},
            {.name = "created_at", .type = core::Type::kDate},
            {.name = "closed_at", .type = core::Type::kDate},
            {.name = "amount", .type = core::Type::kDecimal, .scale = 2},
            {.name = "currency"}});
  EXPECT_THAT(Ask({.metrics = {"open.value"}, .grain = Grain::kMonth, .as_of = "2024-02-05"}),
              ElementsAre("2024-01-01|240.00", "2024-02-01|40.00"));
}

TEST_F(RatesTest, ACatalogWithoutTheTableIsWrong) {
  catalog_.rates->table = "prices";
  const std::vector<core::CatalogProblem> problems = core::ValidateCatalog(catalog_);
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_EQ(problems[0].path, "rates.table");
  catalog_.rates->table = "rates";
  catalog_.tables["rates"].columns.erase("rate");
  catalog_.tables["rates"].columns["day"].type = core::Type::kString;
  std::string all;
  for (const auto& problem : core::ValidateCatalog(catalog_)) all += problem.path + "\n";
  EXPECT_EQ(all, "tables.rates.columns.day\ntables.rates.columns\n");
}

}  // namespace
}  // namespace cac
