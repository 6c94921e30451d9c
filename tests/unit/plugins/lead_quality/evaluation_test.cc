// Measures of ranking and of probabilities against figures by hand, published ones, and pairs.
#include <cmath>
#include <cstdint>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "evaluation/auc.h"
#include "evaluation/calibration_table.h"
#include "evaluation/drift.h"
#include "evaluation/ks.h"
#include "evaluation/lift.h"
#include "evaluation/loss.h"
#include "evaluation/precision.h"
#include "evaluation/woe.h"
#include "unit/plugins/lead_quality/random.h"

namespace lead_quality {
namespace {

using ::testing::DoubleNear;
using ::testing::ElementsAre;

using Doubles = std::vector<double>;
using Flags = std::vector<uint8_t>;

// Ties across the classes and within them.
const Doubles kTied = {.8, .4, .4, .6, .4, .2, .6, .1, .3};
const Flags kTiedConverted = {1, 1, 1, 1, 0, 0, 0, 0, 0};

// The AUC and its variance from all pairs, as DeLong, DeLong & Clarke-Pearson write them.
Auc FromPairs(const Doubles& scores, const Flags& converted) {
  Doubles positives, negatives;
  for (size_t i = 0; i < scores.size(); ++i) {
    (converted[i] != 0 ? positives : negatives).push_back(scores[i]);
  }
  const auto credit = [](double p, double n) { return p > n ? 1 : p == n ? 0.5 : 0; };
  Doubles by_positive, by_negative;
  double auc = 0;
  for (const double p : positives) {
    double sum = 0;
    for (const double n : negatives) sum += credit(p, n);
    by_positive.push_back(sum / static_cast<double>(negatives.size()));
    auc += by_positive.back() / static_cast<double>(positives.size());
  }
  for (const double n : negatives) {
    double sum = 0;
    for (const double p : positives) sum += credit(p, n);
    by_negative.push_back(sum / static_cast<double>(positives.size()));
  }
  double variance = 0;
  for (const Doubles* components : {&by_positive, &by_negative}) {
    const auto n = static_cast<double>(components->size());
    for (const double c : *components) variance += (c - auc) * (c - auc) / (n - 1) / n;
  }
  return {.value = auc, .standard_error = std::sqrt(variance)};
}

TEST(AucTest, CountsTiesAsHalf) {
  const Auc auc = RocAuc({kTied, kTiedConverted}).value();
  EXPECT_NEAR(auc.value, 33.0 / 40, 1e-12);
  EXPECT_NEAR(auc.standard_error, std::sqrt(33.0 / 1600), 1e-12);
  EXPECT_NEAR(auc.lower, .4015438510322257, 1e-12);
  EXPECT_NEAR(auc.upper, .970694350668904, 1e-12);
}

TEST(AucTest, AgreesWithAllPairs) {
  Random random(3);
  for (int trial = 0; trial < 50; ++trial) {
    Doubles scores;
    Flags converted = {1, 1, 0, 0};
    for (int i = 0; i < 60; ++i) {
      scores.push_back(std::floor(random.Uniform() * (2 + trial)));
      if (i >= 4) converted.push_back(random.Uniform() < 0.3 ? 1 : 0);
    }
    const Auc auc = RocAuc({scores, converted}).value();
    const Auc expected = FromPairs(scores, converted);
    EXPECT_NEAR(auc.value, expected.value, 1e-12);
    EXPECT_NEAR(auc.standard_error, expected.standard_error, 1e-12);
  }
}

// scikit-learn's documentation of roc_auc_score and average_precision_score.
TEST(AucTest, MatchesPublishedExample) {
  const Doubles scores = {.1, .4, .35, .8};
  const Flags converted = {0, 0, 1, 1};
  EXPECT_NEAR(RocAuc({scores, converted})->value, .75, 1e-12);
  EXPECT_NEAR(AveragePrecision({scores, converted}).value(), .5 + .5 * 2 / 3, 1e-12);
}

TEST(AucTest, OneKindOfLeadHasNone) {
  const Doubles scores = {.1, .4};
  EXPECT_FALSE(RocAuc({scores, Flags{1, 1}}).has_value());
  EXPECT_FALSE(RocAuc({scores, Flags{0, 0}}).has_value());
  EXPECT_FALSE(RocAuc({Doubles{}, Flags{}}).has_value());
  EXPECT_FALSE(CompareAuc({scores, Flags{1, 1}}, scores).has_value());
  EXPECT_FALSE(KolmogorovSmirnov({scores, Flags{0, 0}}).has_value());
  EXPECT_FALSE(AveragePrecision({scores, Flags{0, 0}}).has_value());
}

TEST(AucTest, DifferenceOfTheSameScoresIsCertain) {
  const AucDifference none = CompareAuc({kTied, kTiedConverted}, kTied).value();
  EXPECT_EQ(none.value, 0);
  EXPECT_EQ(none.standard_error, 0);
}

// The error of the difference is the spread that the difference has over samples.
TEST(AucTest, DifferenceKnowsItsError) {
  Random random(4);
  double sum = 0, squares = 0, errors = 0;
  constexpr int kSamples = 400;
  for (int sample = 0; sample < kSamples; ++sample) {
    Doubles first, second;
    Flags converted;
    for (int i = 0; i < 200; ++i) {
      converted.push_back(i < 60 ? 1 : 0);
      const double shared = random.Normal() + converted.back();
      first.push_back(shared + 0.5 * random.Normal());
      second.push_back(shared + 0.5 * random.Normal());
    }
    const AucDifference difference = CompareAuc({first, converted}, second).value();
    sum += difference.value;
    squares += difference.value * difference.value;
    errors += difference.standard_error;
  }
  const double spread = std::sqrt((squares - sum * sum / kSamples) / (kSamples - 1));
  EXPECT_NEAR(errors / kSamples, spread, 0.1 * spread);
}

// scikit-learn's documentation of brier_score_loss and log_loss.
TEST(LossTest, MatchesPublishedExamples) {
  EXPECT_NEAR(BrierScore({Doubles{.1, .9, .8, .3}, Flags{0, 1, 1, 0}}).value(), .0375, 1e-12);
  EXPECT_NEAR(LogLoss({Doubles{.9, .1, .2, .65}, Flags{1, 0, 0, 1}}).value(), .21616187468057912,
              1e-12);
}

TEST(LossTest, CertainMistakeStaysFinite) {
  EXPECT_NEAR(LogLoss({Doubles{1}, Flags{0}}).value(), -std::log(1e-15), 0.1);
  EXPECT_FALSE(LogLoss({Doubles{}, Flags{}}).has_value());
  EXPECT_FALSE(BrierScore({Doubles{}, Flags{}}).has_value());
}

TEST(CalibrationTableTest, ComparesRateWithProbability) {
  const Doubles p = {.1, .1, .2, .2, .7, .7, .9, .9};
  const Flags converted = {0, 0, 0, 1, 1, 0, 1, 1};
  const CalibrationTable table = MakeCalibrationTable({p, converted}, 2);
  ASSERT_EQ(table.bins.size(), 2);
  EXPECT_NEAR(table.bins[0].mean_probability, .15, 1e-12);
  EXPECT_NEAR(table.bins[0].observed_rate, .25, 1e-12);
  EXPECT_EQ(table.bins[0].upper, .2);
  EXPECT_NEAR(table.bins[1].mean_probability, .8, 1e-12);
  EXPECT_NEAR(table.bins[1].observed_rate, .75, 1e-12);
  EXPECT_NEAR(table.expected_error, .5 * .1 + .5 * .05, 1e-12);
  EXPECT_NEAR(table.mean_probability, .475, 1e-12);
  EXPECT_NEAR(table.observed_rate, .5, 1e-12);
}

TEST(CalibrationTableTest, NeverPartsEqualProbabilities) {
  const CalibrationTable table =
      MakeCalibrationTable({Doubles{.3, .3, .3, .3, .9}, Flags{0, 1, 0, 0, 1}}, 5);
  ASSERT_EQ(table.bins.size(), 2);
  EXPECT_EQ(table.bins[0].leads, 4);
  EXPECT_TRUE(MakeCalibrationTable({Doubles{}, Flags{}}).bins.empty());
}

// Chance alone is foreseen: the error of right probabilities is about what the table says.
TEST(CalibrationTableTest, ForeseesChance) {
  Random random(5);
  double found = 0, foreseen = 0;
  for (int sample = 0; sample < 50; ++sample) {
    Doubles p;
    Flags converted;
    for (int i = 0; i < 5000; ++i) {
      p.push_back(random.Uniform());
      converted.push_back(random.Uniform() < p.back() ? 1 : 0);
    }
    const CalibrationTable table = MakeCalibrationTable({p, converted});
    EXPECT_TRUE(IsCalibrated(table));
    found += table.expected_error;
    foreseen += table.chance_error;
    for (double& value : p) value = 0.5 * value;
    EXPECT_FALSE(IsCalibrated(MakeCalibrationTable({p, converted})));
  }
  EXPECT_NEAR(found, foreseen, 0.1 * foreseen);
}

TEST(KsTest, IsTheLargestGap) {
  // From .4 on: all of the converted, and two of the five others.
  EXPECT_NEAR(KolmogorovSmirnov({kTied, kTiedConverted}).value(), 1 - 2.0 / 5, 1e-12);
  EXPECT_NEAR(KolmogorovSmirnov({Doubles{1, 2, 3}, Flags{0, 1, 1}}).value(), 1, 1e-12);
}

TEST(LiftTest, TopTenthBringsMost) {
  Doubles scores;
  Flags converted;
  for (int i = 0; i < 20; ++i) {
    scores.push_back(i);
    converted.push_back(i >= 18 || i == 5 || i == 9 ? 1 : 0);
  }
  const std::vector<LiftRow> rows = LiftByDecile({scores, converted});
  ASSERT_EQ(rows.size(), 10);
  EXPECT_EQ(rows[0].leads, 2);
  EXPECT_NEAR(rows[0].lift, 5, 1e-12);
  EXPECT_NEAR(rows[0].cumulative_gain, .5, 1e-12);
  EXPECT_NEAR(rows[9].cumulative_gain, 1, 1e-12);
}

TEST(LiftTest, TiesAreSharedOut) {
  const std::vector<LiftRow> rows = LiftByDecile({Doubles{1, 1, 1, 1, 1}, Flags{1, 0, 0, 0, 0}});
  ASSERT_EQ(rows.size(), 10);
  for (const LiftRow& row : rows) {
    EXPECT_NEAR(row.leads, .5, 1e-12);
    EXPECT_NEAR(row.lift, 1, 1e-12);
  }
  EXPECT_TRUE(LiftByDecile({Doubles{1, 2}, Flags{0, 0}}).empty());
}

TEST(DriftTest, IndexByHand) {
  // .1 ln 2 - .1 ln(2/3) = .1 ln 3.
  EXPECT_NEAR(PopulationStabilityIndex(Doubles{10, 20, 30, 40}, Doubles{2, 2, 2, 4}).value(),
              .1 * std::log(3), 1e-12);
  EXPECT_NEAR(PopulationStabilityIndex(Doubles{1, 1}, Doubles{1, 0}).value(),
              .5 * std::log(2) + (.5 - kLeastShare) * std::log(.5 / kLeastShare), 1e-12);
  EXPECT_FALSE(PopulationStabilityIndex(Doubles{0, 0}, Doubles{1, 0}).has_value());
}

TEST(DriftTest, BinsHoldEquallyMany) {
  Doubles values;
  for (int i = 0; i < 100; ++i) values.push_back(i);
  values.push_back(NAN);
  const QuantileBins bins = MakeQuantileBins(values, 4);
  EXPECT_THAT(bins.upper, ElementsAre(25, 50, 75));
  EXPECT_THAT(bins.Count(values), ElementsAre(25, 25, 25, 25, 1));
  EXPECT_TRUE(MakeQuantileBins({NAN, NAN}).upper.empty());
  EXPECT_TRUE(MakeQuantileBins({7, 7, 7}).upper.empty());
}

TEST(WoeTest, ByHand) {
  const std::vector<ValueCounts> counts = {{10, 40}, {30, 20}};
  const WeightsOfEvidence evidence = WeighEvidence(counts, 0);
  const double first = std::log((10.0 / 40) / (40.0 / 60));
  const double second = std::log((30.0 / 40) / (20.0 / 60));
  EXPECT_THAT(evidence.weights, ElementsAre(DoubleNear(first, 1e-12), DoubleNear(second, 1e-12)));
  EXPECT_NEAR(evidence.information_value, (.25 - 2.0 / 3) * first + (.75 - 1.0 / 3) * second,
              1e-12);
}

TEST(WoeTest, SmoothsEmptyCounts) {
  const std::vector<ValueCounts> counts = {{0, 3}, {2, 1}};
  const WeightsOfEvidence evidence = WeighEvidence(counts, 0.5);
  EXPECT_NEAR(evidence.weights[0], std::log((.5 / 3) / (3.5 / 5)), 1e-12);
  EXPECT_EQ(WeighEvidence(counts, 0).weights[0], 0);
  EXPECT_THAT(WeighEvidence(std::vector<ValueCounts>{{0, 3}, {0, 1}}).weights, ElementsAre(0, 0));
}

}  // namespace
}  // namespace lead_quality
