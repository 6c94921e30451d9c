#include <cmath>

#include <gtest/gtest.h>

#include "unit/sdk/survival_data.h"

namespace madad::sdk {
namespace {

// Months after a transplant to relapse (1) or to death by it (2), of 18 patients with acute myeloid
// and of 17 with acute lymphoblastic leukaemia.
// Source: Scrucca, Santucci & Aversa, Bone Marrow Transplantation 40 (2007) and 45 (2010).
Sample Myeloid() {
  return {{67, 70, 4, 7, 68, 10, 7, 3, 4, 4, 3, 3, 8, 2, 35, 2, 8, 32},
          {0, 0, 0, 0, 0, 2, 2, 1, 1, 1, 1, 1, 1, 2, 0, 0, 0, 0},
          {}};
}

Sample Lymphoblastic() {
  return {{13, 1, 72, 7, 8, 9, 5, 1, 22, 0, 0, 35, 4, 14, 26, 3, 12},
          {2, 1, 0, 2, 2, 2, 2, 2, 2, 2, 1, 0, 2, 2, 2, 2, 1},
          {}};
}

AalenJohansen Incidence(const Sample& sample, int32_t cause) {
  return AalenJohansen(TabulateRisk(sample.seen()), cause);
}

// The curves that R's cmprsk and scikit-survival give for these data; the first are 17/18 x 3/16
// and that + 17/18 x 13/16 x 2/13 by hand.
TEST(AalenJohansenTest, RelapseAndDeathAfterTransplants) {
  const AalenJohansen relapse = Incidence(Myeloid(), 1);
  EXPECT_EQ(relapse.Incidence(2), 0);
  EXPECT_NEAR(relapse.Incidence(3), .17708333, 5e-9);
  EXPECT_NEAR(relapse.Incidence(4), .29513889, 5e-9);
  EXPECT_NEAR(relapse.Incidence(7), .29513889, 5e-9);
  EXPECT_NEAR(relapse.Incidence(8), .36818576, 5e-9);
  EXPECT_NEAR(relapse.Incidence(70), .36818576, 5e-9);
  const AalenJohansen death = Incidence(Myeloid(), 2);
  EXPECT_NEAR(death.Incidence(2), .05555556, 5e-9);
  EXPECT_NEAR(death.Incidence(7), .12048611, 5e-9);
  EXPECT_NEAR(death.Incidence(10), .20570747, 5e-9);
  EXPECT_NEAR(Incidence(Lymphoblastic(), 1).Incidence(35), .17647059, 5e-9);
  EXPECT_NEAR(Incidence(Lymphoblastic(), 2).Incidence(35), .70588235, 5e-9);
}

// By hand, at the first two steps of relapse. At 3 F is S(3-) = 17/18 times 3/16, and by the delta
// method its variance (3/16)^2 Var S + (17/18)^2 (3 x 13) / 16^3, Var S = 17/18^3.
TEST(AalenJohansenTest, VarianceByHand) {
  const AalenJohansen relapse = Incidence(Myeloid(), 1);
  const double at_3 =
      std::pow(3.0 / 16, 2) * 17 / std::pow(18, 3) + std::pow(17.0 / 18, 2) * 39 / std::pow(16, 3);
  EXPECT_NEAR(relapse.At(3)->variance, at_3, 1e-12);
  // The scale of log(-log(1 - F)).
  const double f = relapse.At(3)->incidence;
  const double middle = std::log(-std::log(1 - f));
  const double spread = 1.959963984540054 * std::sqrt(at_3) / ((1 - f) * -std::log(1 - f));
  EXPECT_NEAR(relapse.At(3)->interval.low, 1 - std::exp(-std::exp(middle - spread)), 1e-12);
  EXPECT_NEAR(relapse.At(3)->interval.high, 1 - std::exp(-std::exp(middle + spread)), 1e-12);
}

TEST(AalenJohansenTest, BeforeTheFirstEventAndAfterTheLastTime) {
  const AalenJohansen relapse = Incidence(Myeloid(), 1);
  EXPECT_EQ(relapse.At(1), nullptr);
  EXPECT_EQ(relapse.Incidence(1), 0);
  EXPECT_TRUE(std::isnan(relapse.At(2)->interval.low));
  EXPECT_TRUE(std::isnan(relapse.Incidence(71)));
  EXPECT_EQ(Incidence(Myeloid(), 3).Incidence(70), 0);
  EXPECT_EQ(Incidence(Myeloid(), 3).events(), 0);
  EXPECT_TRUE(std::isnan(Incidence({}, 1).Incidence(0)));
}

TEST(AalenJohansenTest, IncidencesAndSurvivalAddUpToOne) {
  std::mt19937 random(3);
  for (int round = 0; round < 500; ++round) {
    const Sample sample = RandomSample(random, 3, true, round % 2 == 0);
    const RiskTable table = TabulateRisk(sample.seen());
    const KaplanMeier survival(table);
    for (size_t i = 0; i < table.rows.size(); ++i) {
      double sum = survival.steps()[i].survival;
      for (int32_t cause = 1; cause <= 3; ++cause) {
        sum += AalenJohansen(table, cause).steps()[i].incidence;
      }
      EXPECT_NEAR(sum, 1, 1e-12);
    }
  }
}

TEST(AalenJohansenTest, WithOneCauseItIsWhatKaplanMeierLeaves) {
  std::mt19937 random(4);
  for (int round = 0; round < 500; ++round) {
    const RiskTable table = TabulateRisk(RandomSample(random, 1, true, round % 2 == 0).seen());
    const KaplanMeier survival(table);
    const AalenJohansen incidence(table, 1);
    for (size_t i = 0; i < table.rows.size(); ++i) {
      EXPECT_NEAR(incidence.steps()[i].incidence, 1 - survival.steps()[i].survival, 1e-12);
      EXPECT_NEAR(incidence.steps()[i].variance, survival.steps()[i].variance, 1e-12);
    }
  }
}

TEST(AalenJohansenTest, WithoutCensoringItIsTheShare) {
  std::mt19937 random(5);
  for (int round = 0; round < 500; ++round) {
    const Sample sample = RandomSample(random, 2, false, false);
    const auto n = static_cast<double>(sample.time.size());
    for (const AalenJohansen::Step& step : Incidence(sample, 2).steps()) {
      double met = 0;
      for (size_t i = 0; i < sample.time.size(); ++i) {
        met += sample.cause[i] == 2 && sample.time[i] <= step.time;
      }
      EXPECT_NEAR(step.incidence, met / n, 1e-12);
      EXPECT_NEAR(step.variance, met / n * (1 - met / n) / n, 1e-12);
    }
  }
}

}  // namespace
}  // namespace madad::sdk
