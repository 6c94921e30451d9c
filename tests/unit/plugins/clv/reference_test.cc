// Published and independently computed figures of the CDNOW customers, from the raw transactions.
#include <cmath>
#include <map>
#include <memory>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "orders/purchase_log.h"
#include "unit/plugins/clv/cdnow.h"
#include "value/fit.h"

namespace clv {
namespace {

// Times of the sample's calibration period: in days, and in weeks rounded to hundredths, as the
// published summaries have them.
struct Sample {
  std::map<std::string, Summary> by_customer;
  Histories days, rounded;
  SpendData spend{{}};

  Sample() {
    const PurchaseLog log = LogOf(CdnowSample());
    const std::vector<Summary> summaries = Summarise(log, ParseDay(kCalibrationEnd));
    std::vector<History> exact, hundredths;
    std::vector<SpendData::Customer> spends;
    for (size_t i = 0; i < summaries.size(); ++i) {
      const History& history = summaries[i].history;
      by_customer[std::get<std::string>(log.ids[i])] = summaries[i];
      exact.push_back(history);
      const auto round = [](int32_t day) {
        return static_cast<int32_t>(std::lround(day * 100 / 7.0));
      };
      hundredths.push_back({history.x, round(history.recency), round(history.age)});
      if (history.x > 0) {
        spends.push_back(
            {history.x, log.Money(static_cast<double>(summaries[i].repeat_amount)) / history.x});
      }
    }
    days = Compress(exact, 1.0 / 7);
    rounded = Compress(hundredths, 0.01);
    spend = SpendData(spends);
  }
};

class ReferenceTest : public ::testing::Test {
 protected:
  static void TearDownTestSuite() { sample_.reset(); }
  void SetUp() override {
    MADAD_SKIP_WITHOUT_DATA("cdnow");
    if (sample_ == nullptr) sample_ = std::make_unique<Sample>();
  }

  static Fit Fitted(const char* model, const Histories& data) {
    const Fit fit = FitPurchases(*FindPurchaseModel(model), data);
    EXPECT_STREQ(WordOf(fit.diagnosis), "ok") << model;
    return fit;
  }
  static double LogLikelihood(const char* model, const Histories& data,
                              const std::vector<double>& parameters) {
    std::vector<double> gradient(4);
    return FindPurchaseModel(model)->LogLikelihood(data, parameters, gradient);
  }
  static void ExpectNear(const std::vector<double>& actual, const std::vector<double>& expected,
                         double tolerance) {
    ASSERT_EQ(actual.size(), expected.size());
    for (size_t i = 0; i < actual.size(); ++i) EXPECT_NEAR(actual[i], expected[i], tolerance) << i;
  }

  static inline std::unique_ptr<Sample> sample_;
};

// Published rounded parameters.
const std::vector<double> kBg = {.243, 4.414, .793, 2.426};
const std::vector<double> kPareto = {.5534, 10.5802, .6061, 11.6562};

constexpr double kMle[] = {.2425945, 4.4136019, .7929199, 2.4258881};

// Conditional expected transactions, and the same discounted over all future.
double Cet(const char* name, const std::vector<double>& p, const Observed& c, double t) {
  const PurchaseModel& model = *FindPurchaseModel(name);
  return model.AliveProbability(p, c) * model.Expected(p, c.x, c.age, t);
}
double Dert(const char* name, const std::vector<double>& p, const Observed& c, double delta) {
  const PurchaseModel& model = *FindPurchaseModel(name);
  return model.AliveProbability(p, c) * model.Residual(p, c.x, c.age, delta);
}

TEST_F(ReferenceTest, SummaryOfTheSample) {
  double recency = 0, age = 0;
  for (const auto& [id, summary] : sample_->by_customer) {
    recency += summary.history.recency / 7.0;
    age += summary.history.age / 7.0;
  }
  EXPECT_EQ(sample_->days.weight, 2357);
  EXPECT_EQ(sample_->days.repeats, 2457);
  EXPECT_EQ(sample_->days.tails.size(), 29U);  // the largest x
  EXPECT_EQ(sample_->days.tails[0], 946);
  EXPECT_NEAR(recency, 16135.571429, 5e-7);
  EXPECT_NEAR(age, 77111.285714, 5e-7);
}

// Every customer's row of the published summary.
TEST_F(ReferenceTest, EachCustomerIsAsPublished) {
  std::ifstream file(
      madad::testing::RealData("cdnow/cdnow_customers_summary_with_transactions.csv"));
  std::string line;
  std::getline(file, line);
  size_t rows = 0;
  while (std::getline(file, line)) {
    int id = 0, x = 0;
    double recency = 0, age = 0, spend = 0;
    ASSERT_EQ(std::sscanf(line.c_str(), "%d,%d,%lf,%lf,%lf", &id, &x, &recency, &age, &spend), 5);
    char key[8];
    std::snprintf(key, sizeof(key), "%04d", id);
    const Summary& summary = sample_->by_customer.at(key);
    EXPECT_EQ(summary.history.x, x) << key;
    EXPECT_NEAR(summary.history.recency / 7.0, recency, 0.00501) << key;
    EXPECT_NEAR(summary.history.age / 7.0, age, 0.00501) << key;
    if (x > 0) {
      EXPECT_NEAR(static_cast<double>(summary.repeat_amount) / 100 / x, spend, 0.00501);
    }
    ++rows;
  }
  EXPECT_EQ(rows, 2357U);
}

TEST_F(ReferenceTest, BgNbdFit) {
  const Fit fit = Fitted("bg_nbd", sample_->days);
  ExpectNear(fit.parameters, {.2425945, 4.4136019, .7929199, 2.4258881}, 5e-5);
  EXPECT_NEAR(fit.log_likelihood, -9582.429, 5e-4);
  EXPECT_NEAR(fit.Aic(), 2 * 4 + 2 * 9582.429, 1e-3);
  EXPECT_NEAR(fit.Bic(), 4 * std::log(2357) + 2 * 9582.429, 1e-3);
}

TEST_F(ReferenceTest, BgNbdFitOfRoundedTimes) {
  const Fit fit = Fitted("bg_nbd", sample_->rounded);
  ExpectNear(fit.parameters, {.24259291, 4.41353156, .79288615, 2.42575344}, 1e-7);
  EXPECT_NEAR(fit.log_likelihood, -9582.42556, 5e-6);
  ExpectNear(fit.standard_errors, {.0125573, .3782214, .1857191, .7053458}, 1e-6);
  EXPECT_NEAR(LogLikelihood("bg_nbd", sample_->rounded, kBg), -9582.4268311824, 1e-9);
}

TEST_F(ReferenceTest, MbgNbdFit) {
  ExpectNear(Fitted("mbg_nbd", sample_->days).parameters, {.525, 6.183, .891, 1.614}, 1e-3);
}

TEST_F(ReferenceTest, ParetoNbdFit) {
  const Fit fit = Fitted("pareto_nbd", sample_->days);
  // The published fits agree to the digits of the paper: .553, 10.578, .606, 11.669.
  ExpectNear(fit.parameters, {.55315, 10.57633, .60625, 11.67150}, 3e-3);
  ExpectNear(fit.parameters, {.553, 10.578, .606, 11.669}, 5e-4);
  EXPECT_NEAR(fit.log_likelihood, -9594.976, 5e-4);
  EXPECT_NEAR(LogLikelihood("pareto_nbd", sample_->rounded, kPareto), -9594.9739553906, 1e-9);
}

TEST_F(ReferenceTest, GammaGammaFit) {
  const Fit fit = FitSpend(sample_->spend);
  EXPECT_STREQ(WordOf(fit.diagnosis), "ok");
  EXPECT_EQ(fit.customers, 946);
  // Published by a search that stopped a little before the peak.
  ExpectNear(fit.parameters, {6.249349, 3.744256, 15.444307}, 1e-3);
  EXPECT_NEAR(fit.log_likelihood, -4055.918, 5e-4);
}

// The fits of all 23,570 customers.
TEST_F(ReferenceTest, MasterCohort) {
  const PurchaseLog log = LogOf(CdnowMaster());
  std::vector<History> histories;
  double recency = 0, age = 0;
  for (const Summary& summary : Summarise(log, ParseDay(kCalibrationEnd))) {
    histories.push_back(summary.history);
    recency += summary.history.recency / 7.0;
    age += summary.history.age / 7.0;
  }
  const Histories data = Compress(histories, 1.0 / 7);
  EXPECT_EQ(data.weight, 23570);
  EXPECT_EQ(data.repeats, 24337);
  EXPECT_NEAR(recency, 161377.714286, 5e-7);
  EXPECT_NEAR(age, 771390.857143, 5e-7);
  const Fit fit = Fitted("bg_nbd", data);
  ExpectNear(fit.parameters, {.251624, 4.788941, .723434, 2.161089}, 3e-6);
  EXPECT_NEAR(fit.log_likelihood, -95368.44393, 5e-6);
}

TEST_F(ReferenceTest, BestCustomer) {
  const History& history = sample_->by_customer.at("1516").history;
  EXPECT_EQ(history.x, 26);
  EXPECT_EQ(history.recency, 216);
  EXPECT_EQ(history.age, 31 * 7);
}

TEST(ClvFiguresTest, BgNbdForecasts) {
  const Observed second = {2, 30.43, 38.86};
  EXPECT_NEAR(Cet("bg_nbd", kBg, second, 39), 1.22602817477, 1e-11);
  EXPECT_NEAR(FindPurchaseModel("bg_nbd")->AliveProbability(kBg, second), .726578570081, 1e-12);
  EXPECT_NEAR(Cet("bg_nbd", kBg, {0, 0, 38.86}, 39), .195098052011, 1e-12);
  EXPECT_NEAR(Cet("bg_nbd", kBg, {1, 1.71, 38.86}, 39), .20318698708, 1e-11);
  EXPECT_NEAR(Cet("bg_nbd", kBg, {7, 35, 38.86}, 39), 4.38748785449, 1e-11);
}

TEST(ClvFiguresTest, BgNbdWalkthrough) {
  const Observed best = {26, 216.0 / 7, 31};
  const std::vector<double> p(kMle, kMle + 4);
  // The walkthrough's own fit differs in the fifth digit.
  EXPECT_NEAR(Cet("bg_nbd", p, best, 52), 25.75659, 1e-3);
  EXPECT_NEAR(FindPurchaseModel("bg_nbd")->AliveProbability(p, best), .9688523, 3e-6);
  EXPECT_NEAR(FindPurchaseModel("bg_nbd")->NewCustomer(p, 52), 1.444004, 2e-5);
  const std::map<int, double> by_x = {
      {10, .3474606}, {15, .04283391}, {20, .004158973}, {25, .0003583685}};
  for (const auto& [x, expected] : by_x) {
    EXPECT_NEAR(Cet("bg_nbd", p, {static_cast<double>(x), 20, 39}, 52) / expected, 1, 2e-4) << x;
  }
}

TEST(ClvFiguresTest, BgNbdNewCustomers) {
  const std::map<double, double> by_time = {{.1429, .0078},    {1, .0532},   {3, .1506},
                                            {31.8571, 1.0405}, {32, 1.0437}, {78, 1.8576}};
  for (const auto& [t, expected] : by_time) {
    EXPECT_NEAR(FindPurchaseModel("bg_nbd")->NewCustomer({kMle, kMle + 4}, t), expected, 1.5e-3)
        << t;
  }
}

TEST(ClvFiguresTest, BgNbdResiduals) {
  EXPECT_NEAR(Dert("bg_nbd", kBg, {2, 30.43, 38.86}, .0027), 5.15637982615, 1e-10);
  EXPECT_NEAR(Dert("bg_nbd", kBg, {0, 0, 38.86}, .0027), 1.01570193112, 1e-11);
  EXPECT_NEAR(Dert("bg_nbd", kBg, {7, 35, 38.86}, .0027), 16.6591159041, 1e-9);
}

TEST(ClvFiguresTest, ParetoNbdForecasts) {
  const Observed best = {26, 30.86, 31};
  EXPECT_NEAR(FindPurchaseModel("pareto_nbd")->AliveProbability(kPareto, best), .997917766552,
              1e-12);
  EXPECT_NEAR(Cet("pareto_nbd", kPareto, best, 52), 25.4549135115, 1e-9);
}

// Histories that overflowed another library's likelihood.
TEST(ClvFiguresTest, ParetoNbdLikelihoodOfHeavyCustomers) {
  const std::vector<double> p = {.5143, 2.8845, .2856, 14.1087};
  const auto likelihood = [&](const History& history, double tick) {
    std::vector<double> gradient(4);
    return FindPurchaseModel("pareto_nbd")
        ->LogLikelihood(Compress(std::vector<History>{history}, tick), p, gradient);
  };
  EXPECT_NEAR(likelihood({221, 10342857, 10357143}, 1e-5), -61.584648561729, 1e-10);
  EXPECT_NEAR(likelihood({500, 1, 37}, 1), 1920.2714790540, 1e-9);
}

TEST(ClvFiguresTest, ParetoNbdResiduals) {
  const std::vector<double> p = {.5629966, 12.5590370, .4081095, 10.5148048};
  const auto dert = [&](double x, double recency) {
    return Dert("pareto_nbd", p, {x, recency, 77.86}, .0027);
  };
  EXPECT_NEAR(dert(7, 35), 1.8641833281, 1e-9);
  EXPECT_NEAR(dert(1, 30), 2.1991554497, 1e-9);
  EXPECT_NEAR(dert(5, 30), 1.8405019245, 1e-9);
  EXPECT_NEAR(dert(10, 30), .1679275086, 1e-9);
  EXPECT_NEAR(dert(0, 0), .3647559281, 1e-9);
}

TEST(ClvFiguresTest, GammaGammaMeans) {
  const std::vector<double> p = {6.25, 3.74, 15.44};
  const auto mean = [&](double x, double z) { return GammaGamma::ExpectedSpend(p, x, z); };
  EXPECT_NEAR(mean(2, 22.35), 24.66371391, 5e-9);
  EXPECT_NEAR(mean(1, 11.77), 18.91685206, 5e-9);
  EXPECT_NEAR(mean(0, 0), 35.2189781, 5e-8);
  EXPECT_NEAR(mean(7, 73.74), 71.4696709, 5e-8);
  EXPECT_NEAR(mean(2, 25.55), 27.28838583, 5e-9);
}

}  // namespace
}  // namespace clv
