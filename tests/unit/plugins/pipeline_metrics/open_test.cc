// What is open at the end of a period, checked by hand.
#include "unit/plugins/pipeline_metrics/fixture.h"

namespace pipeline {
namespace {

using core::Grain;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

class OpenTest : public PipelineFixture {
 protected:
  // a is won in February; b is lost in the very moment that March begins; c is created in the very
  // moment that February begins; d was won before it was created; e is lost, nobody knows when; f
  // and g are open, and expected to be closed later and earlier; h and i have no creation.
  OpenTest() {
    AddOpportunities(
        "a,2024-01-05,2024-02-10,won,100,1,x,,\n"
        "b,2024-01-20,2024-03-01,lost,200,0,y,price,\n"
        "c,2024-02-01,,,300,0.25,x,,\n"
        "d,2024-02-15,2024-02-10,won,50,1,x,,\n"
        "e,2024-02-20,,lost,70,0,y,,\n"
        "f,2024-03-05,2028-01-01,,400,0.5,y,,\n"
        "g,2024-01-10,2024-02-01,,10,,y,,\n"
        "h,,,,1000,0.9,x,,\n"
        "i,,2024-03-10,won,500,1,x,,\n");
  }
};

TEST_F(OpenTest, AtTheEndOfEachMonth) {
  EXPECT_THAT(Ask({.metrics = {"open_count", "open_value"}, .grain = Grain::kMonth}),
              ElementsAre("2024-01-01|3|310.00", "2024-02-01|3|510.00", "2024-03-01|3|710.00"));
}

TEST_F(OpenTest, NowWithoutPeriods) {
  EXPECT_THAT(Ask({.metrics = {"open_count", "open_value"}}), ElementsAre("3|710.00"));
}

TEST_F(OpenTest, ReadsTheHistoryBeforeTheRange) {
  EXPECT_THAT(Ask({.metrics = {"open_count", "open_value"},
                   .grain = Grain::kMonth,
                   .from = Day("2024-03-01")}),
              ElementsAre("2024-03-01|3|710.00"));
  EXPECT_THAT(Ask({.metrics = {"open_count"}, .from = Day("2024-02-01"), .to = Day("2024-03-01")}),
              ElementsAre("3"));
}

// The data is known up to 10 March.
TEST_F(OpenTest, NothingIsKnownOfLaterPeriods) {
  EXPECT_THAT(Ask({.metrics = {"open_count", "open_value"},
                   .grain = Grain::kMonth,
                   .from = Day("2024-03-01"),
                   .to = Day("2024-06-01")}),
              ElementsAre("2024-03-01|3|710.00", "2024-04-01|null|null", "2024-05-01|null|null"));
}

// On the 9th a is still open; on the 10th it is closed.
TEST_F(OpenTest, AsOfAnyPastDate) {
  EXPECT_THAT(Ask({.metrics = {"open_count", "open_value"}, .as_of = "2024-01-31"}),
              ElementsAre("3|310.00"));
  EXPECT_THAT(Ask({.metrics = {"open_count", "open_value"}, .as_of = "2024-02-09"}),
              ElementsAre("4|610.00"));
  EXPECT_THAT(Ask({.metrics = {"open_count", "open_value"}, .as_of = "2024-02-10"}),
              ElementsAre("3|510.00"));
  EXPECT_THAT(Ask({.metrics = {"open_count"}, .grain = Grain::kMonth, .as_of = "2024-02-09"}),
              ElementsAre("2024-01-01|3", "2024-02-01|4"));
  EXPECT_THAT(Ask({.metrics = {"open_count"}, .as_of = "2023-12-31"}), ElementsAre("0"));
}

TEST_F(OpenTest, AddsUpOverGroups) {
  EXPECT_THAT(
      Ask({.metrics = {"open_count", "open_value"},
           .dimensions = {"owner"},
           .grain = Grain::kMonth}),
      ElementsAre("x|2024-01-01|1|100.00", "x|2024-02-01|1|300.00", "x|2024-03-01|1|300.00",
                  "y|2024-01-01|2|210.00", "y|2024-02-01|2|210.00", "y|2024-03-01|2|410.00"));
}

TEST_F(OpenTest, SaysWhatBelongsToNoPeriod) {
  Ask({.metrics = {"created_to_date"}});
  EXPECT_THAT(warnings_, Contains("ROWS_WITHOUT_TIME"));
}

// c and f; g has no probability and h belongs to no period.
TEST_F(OpenTest, WeightedValueNow) {
  EXPECT_THAT(Ask({.metrics = {"weighted_value"}}), ElementsAre("275"));
  EXPECT_THAT(messages_, HasSubstr("1 open opportunities have no probability"));
  EXPECT_THAT(warnings_, Not(Contains("KNOWN_NOW_ONLY")));
  EXPECT_THAT(Ask({.metrics = {"weighted_value"}, .dimensions = {"owner"}}),
              ElementsAre("x|75", "y|200"));
}

TEST_F(OpenTest, WeightedValueHasNoPast) {
  EXPECT_THAT(Ask({.metrics = {"weighted_value"}, .grain = Grain::kMonth}),
              ElementsAre("2024-01-01|null", "2024-02-01|null", "2024-03-01|275"));
  EXPECT_THAT(warnings_, Contains("KNOWN_NOW_ONLY"));
  EXPECT_THAT(messages_, HasSubstr("not of what was so earlier"));
  EXPECT_THAT(Ask({.metrics = {"weighted_value"}, .during = "2024-02"}), ElementsAre("null"));
  EXPECT_THAT(warnings_, Contains("KNOWN_NOW_ONLY"));
  EXPECT_THAT(Ask({.metrics = {"weighted_value"}, .as_of = "2024-02-29"}), ElementsAre("null"));
  EXPECT_THAT(warnings_, Contains("KNOWN_NOW_ONLY"));
  EXPECT_THAT(Ask({.metrics = {"weighted_value"}, .grain = Grain::kMonth, .as_of = "2024-02-29"}),
              ElementsAre("2024-01-01|null", "2024-02-01|null"));
}

TEST_F(OpenTest, WeightedValueFromThePeriodOfTheData) {
  EXPECT_THAT(Ask({.metrics = {"weighted_value"},
                   .grain = Grain::kMonth,
                   .from = Day("2024-03-01"),
                   .to = Day("2024-05-01")}),
              ElementsAre("2024-03-01|275", "2024-04-01|null"));
  EXPECT_THAT(warnings_, Not(Contains("KNOWN_NOW_ONLY")));
}

TEST_F(OpenTest, PercentagesAreNoProbabilities) {
  folder_.Write("opportunities.csv",
                "opportunity_id,created_at,closed_at,outcome,amount,probability,owner,lost_reason,"
                "competitor\na,2024-01-05,,,100,25,x,,\n");
  Ask({.metrics = {"weighted_value"}});
  EXPECT_THAT(messages_, HasSubstr("map 25 % as 0.25"));
}

}  // namespace
}  // namespace pipeline
