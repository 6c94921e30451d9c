// What customers and leads cost, checked by hand with every corner.
#include "unit/plugins/cac/fixture.h"

namespace cac {
namespace {

using core::Grain;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr char kCosts[] =
    "2024-01-10,100.00,marketing,ads,a1,ILS\n"
    "2024-01-20,50.50,sales,ads,,ILS\n"
    "2024-01-31,30.00,overhead,,,ILS\n"
    "2024-02-05,80.00,marketing,fair,,ILS\n"
    "2024-02-06,0.00,marketing,ads,a1,ILS\n"
    "2024-03-01,60.00,marketing,ads,a2,ILS\n";

// January: two by ads and one by word, which is mapped and cost nothing. February: nobody, though
// 80 were spent on a fair. March: one by ads, and one of whom nobody knows the source.
constexpr char kCustomers[] =
    "c1,2024-01-15,ads,a1\n"
    "c2,2024-01-31,ads,a1\n"
    "c3,2024-01-02,word,\n"
    "c4,2024-03-20,ads,a2\n"
    "c5,2024-03-31,,\n";

class CostsTest : public CacFixture {
 protected:
  CostsTest() {
    AddCosts(kCosts);
    AddCustomers(kCustomers);
  }
};

TEST_F(CostsTest, FullyLoadedAndMarketingOnlyByMonth) {
  EXPECT_THAT(Ask({.metrics = {"acquisition_cost", "marketing_cost", "new_customers", "cac",
                               "marketing_cac"},
                   .grain = Grain::kMonth}),
              ElementsAre("2024-01-01|180.50|100.00|3|60.166666666666664|33.333333333333336",
                          "2024-02-01|80.00|80.00|0|null|null", "2024-03-01|60.00|60.00|2|30|30"));
  // All together: 320.50 / 5 and 240 / 5, not a mean of the months.
  EXPECT_THAT(Ask({.metrics = {"cac", "marketing_cac"}}), ElementsAre("64.1|48"));
}

TEST_F(CostsTest, CostsWithoutCustomersShowTheirCost) {
  EXPECT_THAT(Ask({.metrics = {"cac"}, .during = "2024-02", .interval = true}),
              ElementsAre("null|80.00|0"));
}

TEST_F(CostsTest, NothingAtAll) {
  EXPECT_THAT(Ask({.metrics = {"acquisition_cost", "new_customers", "cac"}, .during = "2020"}),
              ElementsAre("0.00|0|null"));
}

TEST_F(CostsTest, ByCategoryAddsUp) {
  EXPECT_THAT(Ask({.metrics = {"acquisition_cost"}, .dimensions = {"category"}, .total = true}),
              ElementsAre("marketing|240.00", "overhead|30.00", "sales|50.50"));
  EXPECT_THAT(Ask({.metrics = {"cac"}, .dimensions = {"category"}}),
              ElementsAre(HasSubstr("category")));  // no customer has one
}

// 210.50 and 80 are attributed, 30 are not: 320.50 in all. The fair brought nobody; word of mouth
// cost nothing; c5 stands beside the costs of no source.
TEST_F(CostsTest, BySourceUnattributedIsApart) {
  EXPECT_THAT(
      Ask({.metrics = {"acquisition_cost", "new_customers", "cac"}, .dimensions = {"source"}}),
      ElementsAre("ads|210.50|3|70.16666666666667", "fair|80.00|0|null", "word|0.00|1|0",
                  "null|30.00|1|30"));
  EXPECT_THAT(Ask({.metrics = {"marketing_cac"}, .dimensions = {"campaign"}}),
              ElementsAre("a1|50", "a2|60", "null|40"));
  EXPECT_THAT(Ask({.metrics = {"cac"}, .filter = "source = 'word'", .interval = true}),
              ElementsAre("0|0.00|1"));
}

// January's costs count in April, February's in May; 31 January plus a month is 29 February.
TEST_F(CostsTest, LagTakesCostsFromEarlier) {
  EXPECT_THAT(Ask({.metrics = {"acquisition_cost(lag=2mo)", "cac(lag=2mo)"},
                   .grain = Grain::kMonth,
                   .from = Day("2024-01-01"),
                   .to = Day("2024-05-01")}),
              ElementsAre("2024-01-01|0.00|0", "2024-02-01|0.00|null", "2024-03-01|180.50|90.25",
                          "2024-04-01|80.00|null"));
  EXPECT_THAT(Ask({.metrics = {"acquisition_cost", "cac"},
                   .during = "2024-02",
                   .parameters = {{"lag", "1mo"}}}),
              ElementsAre("180.50|null"));
  EXPECT_THAT(Ask({.metrics = {"acquisition_cost(lag=30d)"}, .grain = Grain::kMonth}),
              ElementsAre("2024-02-01|150.50", "2024-03-01|170.00"));
  EXPECT_THAT(Ask({.metrics = {"cac(lag=soon)"}}), ElementsAre(HasSubstr("duration such as")));
}

TEST_F(CostsTest, CostPerLeadAndStage) {
  AddLeads(
      "1,2024-01-05,2024-01-06,2024-01-07,2024-02-01,2024-02-10,ads\n"
      "2,2024-01-09,2024-01-10,,,,ads\n"
      "3,2024-01-30,,,,,word\n"
      "4,2024-02-10,,2024-03-02,,,\n");
  // MQLs: 1, 2, and 4, which skipped it and reached beyond in March.
  EXPECT_THAT(Ask({.metrics = {"cost_per_lead", "cost_per_mql", "cost_per_sql",
                               "cost_per_opportunity", "marketing_cost_per_lead"},
                   .grain = Grain::kMonth}),
              ElementsAre("2024-01-01|60.166666666666664|90.25|180.5|null|33.333333333333336",
                          "2024-02-01|80|null|null|80|80", "2024-03-01|null|60|60|null|null"));
  EXPECT_THAT(Ask({.metrics = {"cost_per_lead"}, .dimensions = {"source"}}),
              ElementsAre("ads|105.25", "fair|null", "word|0", "null|30"));
}

// Dollars and shekels meet nowhere: not in a sum, and not in a quotient.
TEST_F(CostsTest, TwoCurrenciesWithoutRatesAreAnError) {
  AddCosts("2024-01-10,100,marketing,ads,,ILS\n2024-02-20,50,sales,ads,,USD\n");
  for (const char* metric : {"acquisition_cost", "cac", "cac(lag=1mo)"}) {
    EXPECT_THAT(Ask({.metrics = {metric}, .grain = Grain::kMonth}),
                ElementsAre(HasSubstr("different currencies (ILS, USD)")))
        << metric;
  }
  EXPECT_THAT(Ask({.metrics = {"acquisition_cost"}, .dimensions = {"currency"}}),
              ElementsAre("ILS|100.00", "USD|50.00"));
  EXPECT_THAT(Ask({.metrics = {"marketing_cac"}}), ElementsAre("20"));
}

// What was spent nobody knows when is in no month, and every answer that it is missing from says
// so.
TEST_F(CostsTest, CostsWithoutADayAreSaidToBeMissing) {
  AddCosts(std::string(kCosts) + ",500.00,marketing,ads,,ILS\n");
  const auto result = Run({.metrics = {"cac"}});
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_THAT(Lines(*result), ElementsAre("64.1"));
  ASSERT_EQ(result->warnings.size(), 1U);
  EXPECT_EQ(result->warnings[0].reason, "ROWS_WITHOUT_TIME");
  EXPECT_THAT(result->warnings[0].message,
              HasSubstr("1 rows of table 'costs' have no incurred_on"));
}

TEST_F(CostsTest, WithoutCategoriesTheWholeIsStillThere) {
  catalog_.tables["costs"].columns.erase("category");
  catalog_.dimensions.erase("category");
  EXPECT_THAT(Ask({.metrics = {"cac"}}), ElementsAre("64.1"));
  EXPECT_THAT(Ask({.metrics = {"marketing_cac"}}), ElementsAre(HasSubstr("costs.category")));
}

}  // namespace
}  // namespace cac
