// The ways from scores to probabilities.
#include <cmath>
#include <cstdint>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "calibration/calibrator.h"
#include "evaluation/calibration_table.h"
#include "unit/plugins/lead_quality/random.h"

namespace lead_quality {
namespace {

using ::testing::DoubleNear;
using ::testing::ElementsAre;

using Doubles = std::vector<double>;
using Flags = std::vector<uint8_t>;

// Fitted beside it by Newton steps in 50 digits, to targets 5/6 and 1/6.
TEST(PlattTest, MatchesHighPrecision) {
  const Platt platt =
      FitPlatt({Doubles{-2.5, -1, -.5, .25, .5, 1, 1.5, 3}, Flags{0, 0, 1, 0, 0, 1, 1, 1}}).value();
  EXPECT_NEAR(platt.slope, .63329781299884861865, 1e-9);
  EXPECT_NEAR(platt.intercept, -.1821995304589566795, 1e-9);
}

TEST(PlattTest, SeparatedScoresAreFinite) {
  const Platt platt = FitPlatt({Doubles{-2, -1, 1, 2}, Flags{0, 0, 1, 1}}).value();
  EXPECT_NEAR(platt.slope, .67399639398392318584, 1e-9);
  EXPECT_NEAR(platt.intercept, 0, 1e-9);
}

TEST(PlattTest, DoesNotMindTheScoresUnit) {
  const Flags converted = {0, 1, 0, 1, 1, 0, 1, 1};
  Doubles scores = {1, 2, 3, 4, 5, 6, 7, 8};
  const Platt plain = FitPlatt({scores, converted}).value();
  for (double& score : scores) score = 1e6 + 1e3 * score;
  const Platt moved = FitPlatt({scores, converted}).value();
  EXPECT_NEAR(plain.Probability(3), moved.Probability(1e6 + 3e3), 1e-9);
}

TEST(PlattTest, EqualScoresGiveTheShare) {
  const Platt platt = FitPlatt({Doubles{2, 2, 2, 2}, Flags{1, 0, 0, 0}}).value();
  // Targets 2/3 and 1/5 have the mean 19/60.
  EXPECT_NEAR(platt.Probability(2), (2.0 / 3 + 3.0 / 5) / 4, 1e-9);
  EXPECT_FALSE(FitPlatt({Doubles{}, Flags{}}).has_value());
}

// Pools by hand: {2, 3} of rate 1/2, {4, 5, 6} of 2/3.
TEST(IsotonicTest, PoolsViolators) {
  const Isotonic curve = FitIsotonic({Doubles{1, 2, 3, 4, 5, 6, 7}, Flags{0, 1, 0, 1, 1, 0, 1}});
  EXPECT_THAT(curve.scores, ElementsAre(1, 2, 3, 4, 6, 7));
  EXPECT_THAT(curve.probabilities,
              ElementsAre(0, .5, .5, DoubleNear(2.0 / 3, 1e-12), DoubleNear(2.0 / 3, 1e-12), 1));
  EXPECT_EQ(curve.Probability(-5), 0);
  EXPECT_NEAR(curve.Probability(1.5), .25, 1e-12);
  EXPECT_NEAR(curve.Probability(3.5), (.5 + 2.0 / 3) / 2, 1e-12);
  EXPECT_EQ(curve.Probability(99), 1);
}

TEST(IsotonicTest, EqualScoresAreOne) {
  const Isotonic curve = FitIsotonic({Doubles{1, 1, 1, 2}, Flags{1, 0, 0, 1}});
  EXPECT_THAT(curve.scores, ElementsAre(1, 2));
  EXPECT_THAT(curve.probabilities, ElementsAre(DoubleNear(1.0 / 3, 1e-12), 1));
  EXPECT_EQ(FitIsotonic({Doubles{}, Flags{}}).Probability(1), .5);
}

// The least squared error of a rising curve, from its min-max formula.
TEST(IsotonicTest, AgreesWithMinMaxFormula) {
  Random random(8);
  for (int trial = 0; trial < 20; ++trial) {
    Doubles scores;
    Flags converted;
    for (int i = 0; i < 40; ++i) {
      scores.push_back(i);
      converted.push_back(random.Uniform() < i / 40.0 ? 1 : 0);
    }
    const Isotonic curve = FitIsotonic({scores, converted});
    for (int at = 0; at < 40; ++at) {
      double largest = 0;
      for (int from = 0; from <= at; ++from) {
        double sum = 0, least = 1;
        for (int to = from; to < 40; ++to) {
          sum += converted[to];
          if (to >= at) least = std::min(least, sum / (to - from + 1));
        }
        largest = std::max(largest, least);
      }
      EXPECT_NEAR(curve.Probability(at), largest, 1e-12);
    }
  }
}

Doubles Logits(Random& random, Flags& converted, size_t leads, double sharpness) {
  Doubles logits;
  for (size_t i = 0; i < leads; ++i) {
    const double logit = random.Normal() - 1;
    logits.push_back(sharpness * logit);
    converted.push_back(random.Uniform() < 1 / (1 + std::exp(-logit)) ? 1 : 0);
  }
  return logits;
}

TEST(CalibratorTest, CorrectsOverconfidence) {
  for (const size_t leads : {1400, 20'000}) {
    Random random(leads);
    Flags converted, later;
    const Doubles logits = Logits(random, converted, leads, 3);
    const Calibrator calibrator = FitCalibrator({logits, converted});
    EXPECT_STREQ(calibrator.name(), leads > 2000 ? "isotonic" : "platt");
    Doubles probabilities, raw;
    for (const double logit : Logits(random, later, 20'000, 3)) {
      probabilities.push_back(calibrator.Probability(logit));
      raw.push_back(Calibrator().Probability(logit));
    }
    EXPECT_LT(MakeCalibrationTable({probabilities, later}).expected_error, .02);
    EXPECT_GT(MakeCalibrationTable({raw, later}).expected_error, .1);
  }
}

TEST(CalibratorTest, IsNeverCertain) {
  Doubles logits;
  Flags converted;
  for (int i = 0; i < 2000; ++i) {
    logits.push_back(i);
    converted.push_back(i < 1000 ? 0 : 1);
  }
  const Calibrator calibrator = FitCalibrator({logits, converted});
  EXPECT_STREQ(calibrator.name(), "isotonic");
  EXPECT_NEAR(calibrator.Probability(-1e9), .5 / 2001, 1e-12);
  EXPECT_NEAR(calibrator.Probability(1e9), 1 - .5 / 2001, 1e-12);
}

TEST(CalibratorTest, ReversedRankingGivesTheShare) {
  const Calibrator calibrator = FitCalibrator({Doubles{1, 2, 3, 4, 5, 6}, Flags{1, 1, 1, 0, 0, 0}});
  EXPECT_NEAR(calibrator.Probability(1), .5, 1e-9);
  EXPECT_NEAR(calibrator.Probability(6), .5, 1e-9);
}

TEST(CalibratorTest, OneKindOfLeadStaysBetween) {
  const Calibrator none = FitCalibrator({Doubles{1, 2, 3}, Flags{0, 0, 0}});
  EXPECT_GT(none.Probability(2), 0);
  EXPECT_LT(none.Probability(2), .3);
  EXPECT_EQ(FitCalibrator({Doubles{}, Flags{}}).Probability(0), .5);
}

}  // namespace
}  // namespace lead_quality
