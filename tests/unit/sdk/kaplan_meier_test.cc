#include <cmath>
#include <limits>
#include <numeric>

#include <gtest/gtest.h>

#include "unit/sdk/survival_data.h"

namespace madad::sdk {
namespace {

constexpr double kInfinite = std::numeric_limits<double>::infinity();

KaplanMeier Curve(const Sample& sample, CurveScale scale = CurveScale::kLogLog) {
  return KaplanMeier(TabulateRisk(sample.seen()), scale);
}

struct PublishedStep {
  double time;
  int64_t at_risk, events;
  double survival, error, low, high;
};

// Venables & Ripley, Modern Applied Statistics with S (2002), 13.1, print this table with intervals
// on the log(-log) scale; Kalbfleisch & Prentice and most textbooks print the first five columns.
TEST(KaplanMeierTest, RemissionUnderMercaptopurine) {
  const PublishedStep published[] = {
      {6, 21, 3, .857, .0764, .620, .952},  {7, 17, 1, .807, .0869, .563, .923},
      {10, 15, 1, .753, .0963, .503, .889}, {13, 12, 1, .690, .1068, .432, .849},
      {16, 11, 1, .627, .1141, .368, .805}, {22, 7, 1, .538, .1282, .268, .747},
      {23, 6, 1, .448, .1346, .188, .680}};
  const KaplanMeier curve = Curve(Mercaptopurine());
  EXPECT_EQ(curve.subjects(), 21);
  EXPECT_EQ(curve.events(), 9);
  ASSERT_EQ(curve.steps().size(), std::size(published));
  for (size_t i = 0; i < std::size(published); ++i) {
    const KaplanMeier::Step& step = curve.steps()[i];
    EXPECT_EQ(step.time, published[i].time);
    EXPECT_EQ(step.at_risk, published[i].at_risk);
    EXPECT_EQ(step.events, published[i].events);
    EXPECT_NEAR(step.survival, published[i].survival, 5.01e-4) << step.time;
    EXPECT_NEAR(std::sqrt(step.variance), published[i].error, 5.01e-5) << step.time;
    EXPECT_NEAR(step.interval.low, published[i].low, 5.01e-4) << step.time;
    EXPECT_NEAR(step.interval.high, published[i].high, 5.01e-4) << step.time;
  }
}

// R's survival package prints a median of 23 (16 to none) for 6-MP and of 8 (4 to 12) for the
// placebo, on its default scale.
TEST(KaplanMeierTest, MedianRemissionWithItsInterval) {
  const KaplanMeier treated = Curve(Mercaptopurine(), CurveScale::kLog);
  EXPECT_EQ(treated.Median(), 23);
  EXPECT_EQ(treated.MedianInterval().low, 16);
  EXPECT_EQ(treated.MedianInterval().high, kInfinite);
  const KaplanMeier placebo = Curve(Placebo(), CurveScale::kLog);
  EXPECT_EQ(placebo.Median(), 8);
  EXPECT_EQ(placebo.MedianInterval().low, 4);
  EXPECT_EQ(placebo.MedianInterval().high, 12);
}

// Miller, Survival Analysis (1981), maintenance of remission in leukaemia; R prints medians of 31
// (18 to none) and 23 (8 to none).
TEST(KaplanMeierTest, MedianWhenTheCurveReachesZero) {
  const Sample kept{
      {9, 13, 13, 18, 23, 28, 31, 34, 45, 48, 161}, {1, 1, 0, 1, 1, 0, 1, 1, 0, 1, 0}, {}};
  const Sample stopped{
      {5, 5, 8, 8, 12, 16, 23, 27, 30, 33, 43, 45}, {1, 1, 1, 1, 1, 0, 1, 1, 1, 1, 1, 1}, {}};
  EXPECT_EQ(Curve(kept, CurveScale::kLog).Median(), 31);
  EXPECT_EQ(Curve(kept, CurveScale::kLog).MedianInterval().low, 18);
  EXPECT_EQ(Curve(kept, CurveScale::kLog).MedianInterval().high, kInfinite);
  EXPECT_EQ(Curve(stopped, CurveScale::kLog).Median(), 23);
  EXPECT_EQ(Curve(stopped, CurveScale::kLog).MedianInterval().low, 8);
  EXPECT_EQ(Curve(stopped, CurveScale::kLog).MedianInterval().high, kInfinite);
}

// The area under the published curve: 6 + .857 + 3 x .807 + 3 x .753 + 3 x .690 + 6 x .627 + .538.
TEST(KaplanMeierTest, RestrictedMeanIsTheArea) {
  const KaplanMeier curve = Curve(Mercaptopurine());
  EXPECT_NEAR(curve.RestrictedMean(23), 17.9092, 1e-4);
  EXPECT_NEAR(curve.RestrictedMean(6), 6, 1e-12);
  EXPECT_NEAR(curve.RestrictedMean(1000), curve.RestrictedMean(35), 1e-12);
}

TEST(KaplanMeierTest, UnknownBeyondTheLastTimeSeen) {
  const KaplanMeier curve = Curve(Mercaptopurine());
  EXPECT_EQ(curve.Survival(5.9), 1);
  EXPECT_NEAR(curve.Survival(35), .448, 5e-4);
  EXPECT_TRUE(std::isnan(curve.Survival(35.1)));
  EXPECT_TRUE(std::isnan(curve.Quantile(.9)));
  EXPECT_EQ(Curve(Placebo()).Survival(100), 0);
}

TEST(KaplanMeierTest, NothingSeenSaysNothing) {
  const KaplanMeier none = Curve({});
  EXPECT_TRUE(none.steps().empty());
  EXPECT_TRUE(std::isnan(none.Survival(0)));
  EXPECT_TRUE(std::isnan(none.Median()));
  EXPECT_TRUE(std::isnan(none.RestrictedMean(1)));
  const KaplanMeier censored = Curve({{3, 5}, {0, 0}, {}});
  EXPECT_EQ(censored.Survival(5), 1);
  EXPECT_TRUE(std::isnan(censored.Median()));
  EXPECT_TRUE(std::isnan(censored.MedianInterval().low));
  EXPECT_EQ(censored.MedianInterval().high, kInfinite);
  EXPECT_EQ(censored.RestrictedMean(5), 5);
}

// Seen only from their entries on: at 2 the first and the second are at risk, at 4 the second and
// the third, at 5 the third.
TEST(KaplanMeierTest, DelayedEntry) {
  const KaplanMeier curve = Curve({{2, 4, 5, 6}, {1, 1, 1, 1}, {0, 1, 2, 6}});
  ASSERT_EQ(curve.steps().size(), 3u);
  EXPECT_EQ(curve.subjects(), 3);
  EXPECT_EQ(curve.steps()[0].at_risk, 2);
  EXPECT_EQ(curve.steps()[1].at_risk, 2);
  EXPECT_EQ(curve.steps()[2].at_risk, 1);
  EXPECT_EQ(curve.Survival(4), .25);
}

TEST(KaplanMeierTest, RefusesWhatIsNoSample) {
  EXPECT_THROW(Curve({{1, 2}, {1}, {}}), std::invalid_argument);
  EXPECT_THROW(Curve({{kUnknown}, {1}, {}}), std::invalid_argument);
  EXPECT_THROW(Curve({{1}, {-1}, {}}), std::invalid_argument);
}

double Mean(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

// All times known: the curve is the share that is later, its variance the binomial one, and the
// mean over the whole time the sample's.
TEST(KaplanMeierTest, WithoutCensoringItIsTheEmpiricalDistribution) {
  std::mt19937 random(1);
  for (int round = 0; round < 500; ++round) {
    const Sample sample = RandomSample(random, 1, false, false);
    const KaplanMeier curve = Curve(sample);
    const auto n = static_cast<double>(sample.time.size());
    for (const KaplanMeier::Step& step : curve.steps()) {
      const auto later = std::count_if(sample.time.begin(), sample.time.end(),
                                       [&](double time) { return time > step.time; });
      const double share = static_cast<double>(later) / n;
      EXPECT_NEAR(step.survival, share, 1e-12);
      EXPECT_NEAR(step.variance, share * (1 - share) / n, 1e-12);
    }
    const double mean = Mean(sample.time);
    double squares = 0;
    for (const double time : sample.time) squares += (time - mean) * (time - mean);
    EXPECT_NEAR(curve.RestrictedMean(100), mean, 1e-9);
    EXPECT_NEAR(curve.RestrictedMeanVariance(100), squares / (n * n), 1e-9);
  }
}

// The definition, subject by subject: the product of the shares that stay at each time.
TEST(KaplanMeierTest, IsTheProductOfTheSharesThatStay) {
  std::mt19937 random(2);
  for (int round = 0; round < 500; ++round) {
    const Sample sample = RandomSample(random, 2, true, round % 2 == 0);
    const KaplanMeier curve = Curve(sample);
    double survival = 1;
    for (int t = -2; t <= 12; ++t) {
      double at_risk = 0, events = 0;
      for (size_t i = 0; i < sample.time.size(); ++i) {
        const bool entered = sample.entry.empty() || sample.entry[i] < t;
        at_risk += entered && sample.time[i] >= t;
        events += entered && sample.time[i] == t && sample.cause[i] != 0;
      }
      if (at_risk > 0) survival *= 1 - events / at_risk;
      const double actual = curve.Survival(t);
      if (std::isnan(actual)) continue;
      EXPECT_NEAR(actual, survival, 1e-12) << t;
    }
  }
}

}  // namespace
}  // namespace madad::sdk
