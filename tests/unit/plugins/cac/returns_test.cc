// What comes back for the costs, checked by hand.
#include "unit/plugins/cac/fixture.h"

namespace cac {
namespace {

using core::Grain;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class ReturnsTest : public CacFixture {
 protected:
  // The newest event is 30 June, which is as_of: c1 and c2 have been customers for 180 days each
  // (1 January), c3 for 60 (1 May).
  ReturnsTest() {
    AddCosts(
        "2024-01-10,300.00,marketing,ads,,\n"
        "2024-01-20,100.00,sales,ads,,\n"
        "2024-05-03,90.00,marketing,fair,,\n");
    AddCustomers("c1,2024-01-01,ads,\nc2,2024-01-01,ads,\nc3,2024-05-01,fair,\n");
    AddOrders(
        "1,c1,2024-01-05,500,200\n"
        "2,c1,2024-02-05,100,40\n"
        "3,c1,2024-02-05,50,20\n"     // the same day
        "4,c1,2024-03-01,-100,-40\n"  // a refund
        "5,c3,2024-05-02,30,-9\n"     // sold at a loss
        "6,c3,2024-06-30,0,0\n"
        "7,c1,2028-01-01,9999,9999\n"  // dated later than it was loaded
        "8,nobody,2024-02-01,70,70\n");
  }

  void AddOpportunities() {
    AddTable("opportunities", "opportunity_id",
             "opportunity_id,created_at,closed_at,outcome,amount,source\n"
             "o1,2024-01-01,2024-01-30,won,900,ads\n"
             "o2,2024-01-01,2024-01-30,lost,800,ads\n"
             "o3,2024-01-01,2024-02-15,won,10,ads\n",
             {{.name = "opportunity_id"},
              {.name = "created_at", .type = core::Type::kTimestamp},
              {.name = "closed_at", .type = core::Type::kTimestamp},
              {.name = "outcome"},
              {.name = "amount", .type = core::Type::kDecimal, .scale = 2},
              {.name = "source"}});
  }
};

// January's customers brought 220 in 2 x 181 days to 30 June: 362 / 30.4375 = 11.893223819 months,
// 18.4979 a month; they cost 400 / 2, which takes 72,400 / 6,696.25 = 10.812 months. May's brought
// a loss, so nothing is ever paid back.
TEST_F(ReturnsTest, PaybackIsOfTheVeryCustomersThatWereAcquired) {
  const auto lines = Ask({.metrics = {"margin_of_acquired", "customer_months",
                                      "monthly_margin_per_customer", "payback_months"},
                          .grain = Grain::kMonth,
                          .from = Day("2024-01-01"),
                          .to = Day("2024-02-01")});
  EXPECT_THAT(lines, ElementsAre("2024-01-01|220.00|11.893223819301848|18.49792817679558|"
                                 "10.812021653910772"));
  EXPECT_THAT(Ask({.metrics = {"margin_of_acquired", "payback_months"}, .during = "2024-05"}),
              ElementsAre("-9.00|null"));
  EXPECT_THAT(Ask({.metrics = {"payback_months"}, .during = "2024-02"}), ElementsAre("null"));
}

TEST_F(ReturnsTest, MarginOfOrdersLeavesOutWhatHasNotHappened) {
  EXPECT_THAT(
      Ask({.metrics = {"gross_margin"}, .grain = Grain::kMonth, .during = "2024"}),
      ElementsAre("2024-01-01|200.00", "2024-02-01|130.00", "2024-03-01|-40.00", "2024-04-01|0.00",
                  "2024-05-01|-9.00", "2024-06-01|0.00", "2024-07-01|0.00", "2024-08-01|0.00",
                  "2024-09-01|0.00", "2024-10-01|0.00", "2024-11-01|0.00", "2024-12-01|0.00"));
}

TEST_F(ReturnsTest, ReturnsByMonthAndOnNothingSpent) {
  AddOpportunities();
  EXPECT_THAT(
      Ask({.metrics = {"return_on_ad_spend", "return_on_investment", "margin_return_on_ad_spend",
                       "margin_return_on_investment", "fully_loaded_return_on_investment"},
           .grain = Grain::kMonth,
           .from = Day("2024-01-01"),
           .to = Day("2024-03-01")}),
      ElementsAre("2024-01-01|3|2|0.6666666666666666|-0.3333333333333333|-0.5",
                  "2024-02-01|null|null|null|null|null"));
  EXPECT_THAT(Ask({.metrics = {"return_on_ad_spend"}, .dimensions = {"source"}, .interval = true}),
              ElementsAre("ads|3.033333333333333|910.00|300.00", "fair|0|0.00|90.00"));
}

TEST_F(ReturnsTest, CurrenciesOfTwoTablesDoNotMeet) {
  AddOpportunities();
  catalog_.tables["costs"].columns.erase("currency");
  catalog_.tables["costs"].currency = "ILS";
  catalog_.tables["opportunities"].currency = "USD";
  EXPECT_THAT(Ask({.metrics = {"return_on_ad_spend"}}),
              ElementsAre(HasSubstr("costs is in ILS and opportunities in USD")));
  // A count has no currency.
  EXPECT_THAT(Ask({.metrics = {"cac", "pipeline.won_value"}}),
              ElementsAre("163.33333333333334|910.00"));
}

TEST_F(ReturnsTest, LtvNamesTheMetricThatIsMissing) {
  EXPECT_THAT(Ask({.metrics = {"ltv_to_cac"}}), ElementsAre(HasSubstr("'clv.simple_clv'")));
  EXPECT_THAT(Ask({.metrics = {"predicted_ltv_to_cac"}}),
              ElementsAre(HasSubstr("'clv.mean_predicted_clv'")));
}

// c1 and c2 brought 220 together, each cost 200; c3 lost 9 and cost 90.
TEST_F(ReturnsTest, HistoricLtvToCac) {
  Take("clv", clv::DeclareOrderMetrics);
  EXPECT_THAT(Ask({.metrics = {"clv.historic_margin", "cac", "historic_ltv_to_cac"},
                   .dimensions = {"source"}}),
              ElementsAre("ads|110|200|0.55", "fair|-9|90|-0.1"));
}

TEST_F(ReturnsTest, AModelThatTheCatalogDoesNotNameIsSaidToBeMissing) {
  Take("clv", clv::DeclareOrderMetrics);
  EXPECT_THAT(Ask({.metrics = {"ltv_to_cac"}}),
              ElementsAre(HasSubstr("no instance of model 'clv.purchases'")));
}

}  // namespace
}  // namespace cac
