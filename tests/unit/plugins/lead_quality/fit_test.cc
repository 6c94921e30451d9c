// Scores against an ideal customer profile, by hand.
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "artifact/bytes.h"
#include "fit/fit_score.h"
#include "unit/plugins/lead_quality/frames.h"

namespace lead_quality {
namespace {

using ::testing::DoubleNear;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

Frame Companies() {
  Frame frame = PlainFrame(3);
  frame.as_of = 100 * kDayUs;
  frame.features = {
      Number("employees", {50, 8, NAN}),
      Category("industry", {"software", "retail", ""}),
      Category("email", {"ann@Acme.com", "bob@gmail.com", "eve@gmail.com"}),
      {.name = "last_visit",
       .kind = FeatureKind::kTimestamp,
       .instants = {100 * kDayUs, 70 * kDayUs, kNever}},
  };
  return frame;
}

std::vector<Criterion> Profile() {
  return {
      {.name = "size",
       .feature = "employees",
       .rule = RangeRule{.least = 10, .most = 200, .falloff = 4},
       .weight = 3},
      {.name = "industry", .feature = "industry", .rule = SetRule{{"software", "media"}}},
      {.name = "free mail",
       .feature = "email",
       .rule = PatternRule{"*@gmail.*"},
       .weight = 20,
       .penalty = true},
      {.name = "visit",
       .feature = "last_visit",
       .dimension = Dimension::kEngagement,
       .rule = RecencyRule{.half_life_us = 30 * kDayUs}},
  };
}

TEST(FitScoreTest, ByHand) {
  const std::vector<FitScore> scores = ScoreFit(Companies(), Profile(), 0.6);
  EXPECT_NEAR(scores[0].fit, 100, 1e-9);
  EXPECT_NEAR(scores[0].engagement, 100, 1e-9);
  EXPECT_NEAR(scores[0].combined, 100, 1e-9);
  // Two short of ten with a falloff of four is half of 75 points; free mail costs 20.
  EXPECT_NEAR(scores[1].fit, 17.5, 1e-9);
  EXPECT_NEAR(scores[1].engagement, 50, 1e-9);
  EXPECT_NEAR(scores[1].combined, .6 * 17.5 + .4 * 50, 1e-9);
  EXPECT_THAT(scores[1].contributions, ElementsAre(DoubleNear(.6 * 37.5, 1e-9), 0,
                                                   DoubleNear(-12, 1e-9), DoubleNear(20, 1e-9)));
  // Nothing but the penalty: kept at 0.
  EXPECT_EQ(scores[2].fit, 0);
  EXPECT_NEAR(scores[2].limited, 12, 1e-9);
}

TEST(FitScoreTest, ContributionsAddUp) {
  for (const FitScore& score : ScoreFit(Companies(), Profile(), 0.3)) {
    double sum = score.limited;
    for (const double points : score.contributions) sum += points;
    EXPECT_NEAR(sum, score.combined, 1e-9);
  }
}

TEST(FitScoreTest, OneDimensionAloneIsTheScore) {
  std::vector<Criterion> criteria = Profile();
  criteria.pop_back();
  EXPECT_NEAR(ScoreFit(Companies(), criteria, 0.5)[1].combined, 17.5, 1e-9);
  criteria = {Profile().back()};
  EXPECT_NEAR(ScoreFit(Companies(), criteria, 0.5)[1].combined, 50, 1e-9);
}

TEST(FitScoreTest, MissingCountsAsDeclared) {
  std::vector<Criterion> criteria = {Profile()[0]};
  criteria[0].missing = 0.4;
  EXPECT_NEAR(ScoreFit(Companies(), criteria)[2].fit, 40, 1e-9);
}

TEST(FitScoreTest, FutureTimesDoNotMatch) {
  Frame frame = Companies();
  frame.as_of = 99 * kDayUs;
  EXPECT_EQ(ScoreFit(frame, {Profile().back()})[0].engagement, 0);
}

TEST(FitScoreTest, RefusesWhatMakesNoSense) {
  const auto refuse = [](const std::string& why, auto change) {
    std::vector<Criterion> criteria = Profile();
    change(criteria[0]);
    try {
      ScoreFit(Companies(), criteria);
      ADD_FAILURE() << "accepted: " << why;
    } catch (const sdk::Error& error) {
      EXPECT_EQ(error.code(), MADAD_INVALID_ARGUMENT);
      EXPECT_THAT(error.what(), HasSubstr("criterion 'size'"));
      EXPECT_THAT(error.what(), HasSubstr(why));
    }
  };
  refuse("no feature 'staff'", [](Criterion& c) { c.feature = "staff"; });
  refuse("something else", [](Criterion& c) { c.feature = "industry"; });
  refuse("weight", [](Criterion& c) { c.weight = -1; });
  refuse("weight", [](Criterion& c) { c.weight = NAN; });
  refuse("range is empty", [](Criterion& c) { c.rule = RangeRule{.least = 2, .most = 1}; });
  refuse("range is empty", [](Criterion& c) { c.rule = RangeRule{.least = 2, .most = NAN}; });
  refuse("`missing`", [](Criterion& c) { c.missing = 2; });
  std::vector<Criterion> weightless = {Profile()[1]};
  weightless[0].weight = 0;
  EXPECT_THROW(ScoreFit(Companies(), weightless), sdk::Error);
  EXPECT_THROW(ScoreFit(Companies(), Profile(), 1.5), sdk::Error);
}

TEST(GlobTest, Matches) {
  EXPECT_TRUE(MatchesGlob("*@acme.*", "ann@Acme.com"));
  EXPECT_TRUE(MatchesGlob("c?o", "CEO"));
  EXPECT_TRUE(MatchesGlob("", ""));
  EXPECT_TRUE(MatchesGlob("**", "x"));
  EXPECT_FALSE(MatchesGlob("c?o", "co"));
  EXPECT_FALSE(MatchesGlob("*.com", "a.com.au"));
  EXPECT_FALSE(MatchesGlob("", "x"));
}

// Where a backtracking pattern takes forever.
TEST(GlobTest, LongTextsTakeNoTime) {
  const std::string text(20'000, 'a');
  EXPECT_FALSE(MatchesGlob("*a*a*a*a*a*a*a*a*a*a*b", text));
}

}  // namespace
}  // namespace lead_quality
