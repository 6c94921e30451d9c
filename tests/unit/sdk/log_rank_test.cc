#include <cmath>

#include <gtest/gtest.h>

#include "unit/sdk/survival_data.h"

namespace madad::sdk {
namespace {

// R's survdiff, SAS and the textbooks: 9 relapses against 19.25 expected, chi-square 16.79.
TEST(LogRankTest, RemissionIsLongerUnderMercaptopurine) {
  const Sample treated = Mercaptopurine();
  const Sample placebo = Placebo();
  const LogRank test = CompareSurvival(treated.seen(), placebo.seen());
  EXPECT_EQ(test.observed, 9);
  EXPECT_NEAR(test.expected, 19.25, .005);
  EXPECT_NEAR(test.chi_square(), 16.79, .005);
  EXPECT_LT(test.z(), 0);
  EXPECT_NEAR(test.p_value(), 4.17e-5, 5e-7);
}

TEST(LogRankTest, IsTheSameTheOtherWayRound) {
  std::mt19937 random(6);
  for (int round = 0; round < 200; ++round) {
    const Sample a = RandomSample(random, 2, true, round % 2 == 0);
    const Sample b = RandomSample(random, 2, true, round % 2 == 0);
    const LogRank test = CompareSurvival(a.seen(), b.seen());
    const LogRank mirrored = CompareSurvival(b.seen(), a.seen());
    EXPECT_NEAR(test.variance, mirrored.variance, 1e-9);
    // What one group has too many, the other has too few.
    EXPECT_NEAR(test.observed - test.expected, mirrored.expected - mirrored.observed, 1e-9);
  }
}

// Under one distribution 5 % of the tests call a difference.
TEST(LogRankTest, HoldsItsLevel) {
  std::mt19937 random(7);
  std::exponential_distribution<double> event(1);
  std::exponential_distribution<double> censoring(.5);
  int called = 0;
  for (int round = 0; round < 4000; ++round) {
    Sample groups[2];
    for (int i = 0; i < 100; ++i) {
      const double time = event(random);
      const double seen = censoring(random);
      groups[i % 2].time.push_back(std::min(time, seen));
      groups[i % 2].cause.push_back(time <= seen);
    }
    called += CompareSurvival(groups[0].seen(), groups[1].seen()).p_value() < .05;
  }
  EXPECT_NEAR(called / 4000.0, .05, .012);
}

TEST(LogRankTest, NothingToCompare) {
  const Sample some{{1, 2}, {1, 1}, {}};
  const Sample none;
  EXPECT_TRUE(std::isnan(CompareSurvival(some.seen(), none.seen()).z()));
  EXPECT_TRUE(std::isnan(CompareSurvival(some.seen(), none.seen()).p_value()));
}

}  // namespace
}  // namespace madad::sdk
