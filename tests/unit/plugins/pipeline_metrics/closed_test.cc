// What was won and lost, and how fast money moves, checked by hand.
#include "unit/plugins/pipeline_metrics/fixture.h"

namespace pipeline {
namespace {

using core::Grain;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class ClosedTest : public PipelineFixture {
 protected:
  // January: a is won in 10 days and b in 20, c and d are lost; February: e is won in 30 days and
  // has no amount, f is lost. g is open, and h was lost nobody knows when.
  ClosedTest() {
    AddOpportunities(
        "a,2024-01-01,2024-01-11,won,100,,x,,Zohar\n"
        "b,2024-01-05,2024-01-25,won,300,,y,,\n"
        "c,2024-01-02,2024-01-20,lost,50,,x,price,Zohar\n"
        "d,2024-01-03,2024-01-31,lost,150,,y,price,Pipe\n"
        "e,2024-01-10,2024-02-09,won,,,x,,Zohar\n"
        "f,2024-02-01,2024-02-20,lost,200,,x,,Zohar\n"
        "g,2024-02-02,,,500,,y,,Pipe\n"
        "h,2024-01-02,,lost,70,,y,timing,Pipe\n");
  }
};

TEST_F(ClosedTest, ByTheTimeOfClosing) {
  EXPECT_THAT(Ask({.metrics = {"won_count", "lost_count", "won_value", "lost_value"},
                   .grain = Grain::kMonth}),
              ElementsAre("2024-01-01|2|2|400.00|200.00", "2024-02-01|1|1|0.00|200.00"));
}

// e has no amount, so it does not make the mean smaller; February has none at all.
TEST_F(ClosedTest, AverageDealSizeIsOfDealsWithAnAmount) {
  EXPECT_THAT(Ask({.metrics = {"average_deal_size"}, .grain = Grain::kMonth}),
              ElementsAre("2024-01-01|200", "2024-02-01|null"));
}

TEST_F(ClosedTest, LossReasonsByShareAndValue) {
  EXPECT_THAT(
      Ask({.metrics = {"lost_count", "lost_value"}, .dimensions = {"lost_reason"}, .share = true}),
      ElementsAre("price|2|0.6666666666666666|200.00|0.5", "null|1|0.3333333333333333|200.00|0.5"));
}

TEST_F(ClosedTest, WinRateAgainstEachCompetitor) {
  EXPECT_THAT(Ask({.metrics = {"competitive_win_rate", "lost_count"},
                   .dimensions = {"competitor"},
                   .interval = true}),
              ElementsAre(::testing::StartsWith("Pipe|0|"), ::testing::StartsWith("Zohar|0.5|"),
                          ::testing::StartsWith("null|null|")));
}

// January: open at its end are e and f is not created yet, so 1 + 4 closed; 5 x 2/4 x 200 / 15.
// February: g is open, and 2 are closed; nothing won has an amount.
TEST_F(ClosedTest, VelocityWithItsFactors) {
  EXPECT_THAT(
      Ask({.metrics = {"worked_count", "velocity_win_rate", "average_deal_size", "time_to_win_mean",
                       "velocity"},
           .grain = Grain::kMonth}),
      ElementsAre("2024-01-01|5|0.5|200|15d|33.333333333333336", "2024-02-01|3|0.5|null|30d|null"));
  // Over both: g is open and 6 were closed; 7 x 3/6 x 200 / 20.
  EXPECT_THAT(Ask({.metrics = {"worked_count", "velocity"}}), ElementsAre("7|35"));
}

// Of those without a reason e is open at the end, and a and b were won: 3 x 1 x 200 / 15.
TEST_F(ClosedTest, VelocityIsNullWhenNothingWasWon) {
  EXPECT_THAT(Ask({.metrics = {"velocity"}, .dimensions = {"lost_reason"}, .during = "2024-01"}),
              ElementsAre("price|null", "timing|null", "null|40"));
}

// Amounts in shekels and in dollars are never added, in one group over all of its periods.
class CurrencyTest : public PipelineFixture {
 protected:
  void Add(const std::string& lines) {
    core::Table& table =
        AddTable("opportunities", "opportunity_id",
                 "opportunity_id,created_at,closed_at,outcome,amount,currency,owner\n" + lines,
                 {{.name = "opportunity_id"},
                  {.name = "created_at", .type = core::Type::kTimestamp},
                  {.name = "closed_at", .type = core::Type::kTimestamp},
                  {.name = "outcome"},
                  {.name = "amount", .type = core::Type::kDecimal, .scale = 2},
                  {.name = "currency"},
                  {.name = "owner"}});
    table.entity = "opportunity";
    AddDimension("owner");
    AddDimension("currency");
  }
};

constexpr char kTwoCurrencies[] =
    "a,2024-01-01,2024-01-11,won,100,ILS,x\n"
    "b,2024-01-02,2024-02-12,won,30,USD,y\n"
    "c,2024-01-02,,,50,USD,y\n";

TEST_F(CurrencyTest, TwoAreNotAdded) {
  Add(kTwoCurrencies);
  for (const char* metric : {"won_value", "open_value", "average_deal_size", "velocity"}) {
    EXPECT_THAT(Ask({.metrics = {metric}}), ElementsAre(HasSubstr("different currencies")))
        << metric;
  }
  EXPECT_THAT(Ask({.metrics = {"won_value"}, .grain = Grain::kMonth}),
              ElementsAre(HasSubstr("(ILS, USD)")));
}

TEST_F(CurrencyTest, EachGroupHasItsOwn) {
  Add(kTwoCurrencies);
  EXPECT_THAT(Ask({.metrics = {"won_value", "open_value"}, .dimensions = {"currency"}}),
              ElementsAre("ILS|100.00|0.00", "USD|30.00|50.00"));
  EXPECT_THAT(Ask({.metrics = {"won_value"}, .dimensions = {"owner"}}),
              ElementsAre("x|100.00", "y|30.00"));
  EXPECT_THAT(Ask({.metrics = {"won_value"}, .dimensions = {"owner"}, .total = true}),
              ElementsAre(HasSubstr("different currencies")));
}

TEST_F(CurrencyTest, OneIsNamed) {
  Add(kTwoCurrencies);
  const auto result = Run({.metrics = {"won_value", "won_count"}, .filter = "currency = 'USD'"});
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_EQ(result->columns[0].currency, "USD");
  EXPECT_EQ(result->columns[1].currency, "");
  // Counts add up, whatever they are counts of.
  EXPECT_THAT(Ask({.metrics = {"won_count", "open_count"}}), ElementsAre("2|1"));
}

TEST_F(CurrencyTest, NoneIsNotTheOther) {
  Add("a,2024-01-01,2024-01-11,won,100,ILS,x\nb,2024-01-02,2024-02-12,won,30,,y\n");
  EXPECT_THAT(Ask({.metrics = {"won_value"}}), ElementsAre(HasSubstr("(none, ILS)")));
}

}  // namespace
}  // namespace pipeline
