// Fits of simulated customers: parameters, and how often ranges hold what happened.
#include <cmath>
#include <cstdlib>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/plugins/clv/simulate.h"
#include "value/backtest.h"
#include "value/bootstrap.h"
#include "value/fit.h"

namespace clv {
namespace {

// How many seeds a model is tried with, and customers each: MADAD_FULL=1 asks for all.
bool IsFull() { return std::getenv("MADAD_FULL") != nullptr; }
uint64_t Seeds() { return IsFull() ? 20 : 5; }
constexpr size_t kCustomers = 4000;

void InTurn(size_t count, const std::function<void(size_t)>& task) {
  for (size_t i = 0; i < count; ++i) task(i);
}

// How far estimates are from the truth, in standard errors of their logs.
struct Distances {
  int all = 0, within_two = 0, within_three = 0;

  void Add(const Fit& fit, const std::vector<double>& truth) {
    ASSERT_EQ(fit.diagnosis, Diagnosis::kOk);
    for (size_t i = 0; i < truth.size(); ++i) {
      const double distance =
          std::abs(std::log(fit.parameters[i] / truth[i])) / std::sqrt(fit.covariance(i, i));
      ++all;
      within_two += distance < 1.959964;
      within_three += distance < 3;
    }
  }
  // 99.73 % are within three; 95 % within two, give or take the luck of draws of which those of one
  // fit go together (three standard deviations of a quarter as many).
  void ExpectAsNormal() const {
    EXPECT_GE(within_three, all - 1 - all / 50);
    ::testing::Test::RecordProperty("within_95", std::to_string(within_two));
    ::testing::Test::RecordProperty("within_three", std::to_string(within_three));
    ::testing::Test::RecordProperty("of", std::to_string(all));
    const double luck = 3 * std::sqrt(0.95 * 0.05 * 4 / all);
    EXPECT_NEAR(static_cast<double>(within_two) / all, 0.95, luck);
  }
};

struct Truth {
  const char* model;
  std::vector<double> parameters;
};

class SimulationTest : public ::testing::TestWithParam<Truth> {};

// The range of a whole number of purchases has more than the level asked for; how much more the
// model says, and that is what is compared.
TEST_P(SimulationTest, ParametersAreRecoveredAndRangesHold) {
  const auto& [name, truth] = GetParam();
  const PurchaseModel& model = *FindPurchaseModel(name);
  constexpr double kTick = 1.0 / 700;  // of a week
  constexpr int32_t kTicks = 52 * 700;
  constexpr int32_t kLater = 26 * 700;
  Distances distances;
  double coverage = 0, expected_coverage = 0, predicted = 0, actual = 0;
  for (uint64_t seed = 1; seed <= Seeds(); ++seed) {
    std::vector<History> histories;
    std::vector<int32_t> later;
    for (const Simulated& customer :
         Simulation(name, truth, kTick, seed).Customers(kCustomers, kTicks, kLater)) {
      histories.push_back(customer.history);
      later.push_back(customer.later);
    }
    std::vector<uint32_t> group_of;
    const Histories data = Compress(histories, kTick, &group_of);
    const Fit fit = FitPurchases(model, data);
    distances.Add(fit, truth);
    ForecastOptions ahead;
    ahead.time = kLater * kTick;
    ahead.level = 0.8;
    ahead.residuals = false;
    const auto forecasts = ForecastGroups(model, fit.parameters, data, ahead, InTurn);
    const HeldOut held{later, std::vector<double>(later.size())};
    const std::vector<double> worth(later.size(), 1);
    const BacktestRow row =
        MakeBacktest(model, fit.parameters, data, group_of, held, worth, forecasts, ahead.time)[0];
    coverage += row.coverage / static_cast<double>(Seeds());
    expected_coverage += row.expected_coverage / static_cast<double>(Seeds());
    predicted += row.predicted;
    actual += row.actual;
  }
  distances.ExpectAsNormal();
  RecordProperty("coverage", std::to_string(coverage));
  RecordProperty("expected_coverage", std::to_string(expected_coverage));
  EXPECT_GE(expected_coverage, 0.8);
  EXPECT_NEAR(coverage, expected_coverage, 0.02);
  EXPECT_NEAR(predicted / actual, 1, 0.03);
}

INSTANTIATE_TEST_SUITE_P(Models, SimulationTest,
                         ::testing::Values(Truth{"bg_nbd", {0.8, 6, 1.2, 3.5}},
                                           Truth{"mbg_nbd", {0.9, 5, 0.8, 2.5}},
                                           Truth{"pareto_nbd", {0.9, 6, 0.8, 12}}),
                         [](const auto& truth) { return std::string(truth.param.model); });

TEST(SpendSimulationTest, ParametersAreRecovered) {
  const std::vector<double> truth = {5, 4, 30};
  Distances distances;
  for (uint64_t seed = 1; seed <= Seeds(); ++seed) {
    distances.Add(FitSpend(SpendData(SimulateSpend(truth, kCustomers, seed))), truth);
  }
  distances.ExpectAsNormal();
}

// The intervals of what each customer is expected to do, against what is expected at the truth. The
// customers of one fit go together, so this is over many small fits.
TEST(IntervalSimulationTest, HoldTheExpectationAtTheTruth) {
  const std::vector<double> truth = {0.8, 6, 1.2, 3.5};
  const PurchaseModel& model = *FindPurchaseModel("bg_nbd");
  const int fits = IsFull() ? 1000 : 100;
  double held = 0, all = 0, held_by_bootstrap = 0, all_by_bootstrap = 0;
  for (int seed = 1; seed <= fits; ++seed) {
    std::vector<History> histories;
    for (const Simulated& customer :
         Simulation("bg_nbd", truth, 1.0 / 7, static_cast<uint64_t>(seed))
             .Customers(1500, 364, 0)) {
      histories.push_back(customer.history);
    }
    const Histories data = Compress(histories, 1.0 / 7);
    const Fit fit = FitPurchases(model, data);
    if (fit.diagnosis != Diagnosis::kOk) continue;
    ForecastOptions ahead;
    ahead.time = 26;
    ahead.residuals = false;
    const auto expected = ForecastGroups(model, truth, data, ahead, InTurn);
    const auto count = [&](const Matrix& covariance) {
      ahead.covariance = covariance.values;
      double sum = 0;
      const auto found = ForecastGroups(model, fit.parameters, data, ahead, InTurn);
      for (size_t i = 0; i < found.size(); ++i) {
        const double distance = std::abs(std::log(found[i].expected / expected[i].expected));
        if (distance < 1.959964 * found[i].log_sd) sum += data.groups[i].weight;
      }
      return sum;
    };
    held += count(fit.covariance);
    all += data.weight;
    if (IsFull() && seed % 4 == 0) {
      all_by_bootstrap += data.weight;
      held_by_bootstrap += count(
          CovarianceOf(Bootstrap(static_cast<uint64_t>(seed), 100).Purchases(model, data, fit)));
    }
  }
  RecordProperty("laplace", std::to_string(held / all));
  RecordProperty("bootstrap", std::to_string(held_by_bootstrap / all_by_bootstrap));
  EXPECT_NEAR(held / all, 0.95, IsFull() ? 0.02 : 0.06);
  if (IsFull()) {
    EXPECT_NEAR(held_by_bootstrap / all_by_bootstrap, 0.95, 0.03);
  }
}

}  // namespace
}  // namespace clv
