// The fits against figures by hand, published ones, and their own optimality conditions.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "evaluation/auc.h"
#include "learners/boosted_trees.h"
#include "learners/elastic_net.h"
#include "learners/forest.h"
#include "learners/learner.h"
#include "learners/naive_bayes.h"
#include "learners/penalised_logistic.h"
#include "learners/xgboost.h"
#include "unit/plugins/lead_quality/leads.h"
#include "unit/plugins/lead_quality/random.h"

namespace lead_quality {
namespace {

using ::testing::HasSubstr;

std::vector<double> LogitsOf(const Learner& learner, const Matrix& x) {
  std::vector<double> logits(x.rows);
  learner.Logits(x, logits);
  return logits;
}

double AucOf(const Learner& learner, const Leads& leads) {
  return RocAuc({LogitsOf(learner, leads.x), leads.converted})->value;
}

// Witten & Frank's weather: outlook, temperature, humidity, wind as levels; whether they play.
Leads Weather() {
  const char* const rows[] = {"shhw0", "shhs0", "ohhw1", "rmhw1", "rcnw1", "rcns0", "ocns1",
                              "smhw0", "scnw1", "rmnw1", "smns1", "omhs1", "ohnw1", "rmhs0"};
  const std::string levels[] = {"sor", "hmc", "hn", "ws"};
  Leads leads;
  for (uint32_t feature = 0; feature < 4; ++feature) {
    for (const char level : levels[feature]) {
      leads.x.columns.push_back({std::string(1, level), ColumnKind::kLevel, feature});
    }
  }
  for (const std::string row : rows) {
    for (size_t feature = 0; feature < 4; ++feature) {
      for (const char level : levels[feature]) {
        leads.x.values.push_back(row[feature] == level ? 1.0F : 0.0F);
      }
    }
    leads.converted.push_back(row[4] == '1' ? 1 : 0);
    ++leads.x.rows;
  }
  return leads;
}

// The new day of the book: sunny, cool, high, strong.
Matrix NewDay(const Leads& weather) {
  Matrix day{.columns = weather.x.columns, .rows = 1, .values = {1, 0, 0, 0, 0, 1, 1, 0, 0, 1}};
  return day;
}

// Published: likelihoods 2/9 3/9 3/9 3/9 9/14 = .0053 and 3/5 1/5 4/5 3/5 5/14 = .0206, so 20.5 %.
TEST(NaiveBayesTest, MatchesPublishedWeather) {
  const Leads weather = Weather();
  const FittedLearner fit = FitNaiveBayes(weather.x, weather.targets(), {.smoothing = 0});
  ASSERT_EQ(fit.diagnosis, FitDiagnosis::kOk);
  const double yes = 2.0 / 9 * 3 / 9 * 3 / 9 * 3 / 9 * 9 / 14;
  const double no = 3.0 / 5 * 1 / 5 * 4 / 5 * 3 / 5 * 5 / 14;
  const double logit = LogitsOf(*fit.learner, NewDay(weather))[0];
  EXPECT_NEAR(logit, std::log(yes / no), 1e-9);
  EXPECT_NEAR(1 / (1 + std::exp(-logit)), .205, 5e-4);
}

TEST(NaiveBayesTest, SmoothsByLaplace) {
  const Leads weather = Weather();
  const FittedLearner fit = FitNaiveBayes(weather.x, weather.targets(), {.smoothing = 1});
  const double yes = 3.0 / 12 * 4 / 12 * 4 / 11 * 4 / 11 * 9 / 14;
  const double no = 4.0 / 8 * 2 / 8 * 5 / 7 * 4 / 7 * 5 / 14;
  EXPECT_NEAR(LogitsOf(*fit.learner, NewDay(weather))[0], std::log(yes / no), 1e-9);
}

TEST(NaiveBayesTest, UnseenAndMissingValuesSayNothing) {
  const Leads weather = Weather();
  const FittedLearner fit = FitNaiveBayes(weather.x, weather.targets());
  Matrix none = NewDay(weather);
  std::fill(none.values.begin(), none.values.end(), 0.0F);
  EXPECT_NEAR(LogitsOf(*fit.learner, none)[0], std::log(9.0 / 5), 1e-9);
}

TEST(NaiveBayesTest, MissingNumbersAreABinOfTheirOwn) {
  Leads leads = Numbers({{1, 1}, {2, 0}, {3, 0}, {4, 0}, {NAN, 1}, {NAN, 1}, {NAN, 0}});
  const FittedLearner fit = FitNaiveBayes(leads.x, leads.targets(), {.smoothing = 0, .bins = 1});
  const Matrix missing = Numbers({{NAN, 0}}).x;
  // Of the missing 2 of 3 converted, of the others 1 of 4.
  EXPECT_NEAR(LogitsOf(*fit.learner, missing)[0], std::log(2.0 / 1), 1e-9);
}

// Wikipedia's "hours of study": intercept -4.0777, slope 1.5046, log-likelihood -8.02988; the
// digits were computed beside it, in 50 digits.
Leads Exam() {
  return Numbers({{.5, 0}, {.75, 0},  {1, 0},   {1.25, 0}, {1.5, 0}, {1.75, 0}, {1.75, 1},
                  {2, 0},  {2.25, 1}, {2.5, 0}, {2.75, 1}, {3, 0},   {3.25, 1}, {3.5, 0},
                  {4, 1},  {4.25, 1}, {4.5, 1}, {4.75, 1}, {5, 1},   {5.5, 1}});
}

TEST(ElasticNetTest, WithoutPenaltyIsTheMaximumOfLikelihood) {
  const Leads exam = Exam();
  PenalisedLogistic problem(exam.x, exam.targets(), 0.5);
  ASSERT_TRUE(problem.Solve(0, 1e-13));
  EXPECT_NEAR(-20 * problem.Loss(), -8.02987846434467429, 1e-9);
  const double slope = problem.at().columns[0] / problem.deviations()[0];
  EXPECT_NEAR(slope, 1.504645428373333456, 1e-9);
  EXPECT_NEAR(problem.at().intercept - slope * problem.means()[0], -4.07771343108763067, 1e-9);
}

// Columns that depend on each other, hardly vary, are missing, or are all the same.
Leads RandomProblem(Random& random) {
  const size_t rows = 30 + random.Below(200), columns = 1 + random.Below(12);
  Leads leads;
  for (size_t j = 0; j < columns; ++j) {
    leads.x.columns.push_back(
        {"c" + std::to_string(j), ColumnKind::kNumber, static_cast<uint32_t>(j)});
  }
  for (size_t i = 0; i < rows; ++i) {
    double logit = -1, last = 0;
    for (size_t j = 0; j < columns; ++j) {
      double value = random.Normal() * std::pow(10, static_cast<double>(j % 5) - 2);
      if (j % 4 == 1) value = last;
      if (j % 7 == 6) value = 3;
      last = value;
      logit += (j % 3 == 0 ? 1 : -0.5) * value / std::pow(10, static_cast<double>(j % 5) - 2);
      const bool missing = j % 5 == 2 && random.Uniform() < 0.2;
      leads.x.values.push_back(missing ? kMissing : static_cast<float>(value));
    }
    leads.converted.push_back(i < 2 ? i : random.Uniform() < 1 / (1 + std::exp(-logit)) ? 1 : 0);
    leads.weights.push_back(random.Uniform() < 0.1 ? 0 : 2 * random.Uniform());
  }
  leads.weights[0] = leads.weights[1] = 1;
  leads.x.rows = rows;
  return leads;
}

// How far the conditions of the minimum are off, from the definition alone.
double Violation(const Leads& leads, const ElasticNetFit& fit, double mix) {
  const Matrix& x = leads.x;
  double weight = 0;
  for (const double w : leads.weights) weight += w;
  std::vector<double> z(x.values.size());
  for (size_t j = 0; j < x.width(); ++j) {
    double mean = 0, count = 0, squares = 0;
    const auto at = [&](size_t i) { return static_cast<double>(x.Row(i)[j]); };
    for (size_t i = 0; i < x.rows; ++i) {
      if (std::isnan(at(i))) continue;
      mean += leads.weights[i] * at(i);
      count += leads.weights[i];
    }
    mean /= count;
    for (size_t i = 0; i < x.rows; ++i) {
      if (!std::isnan(at(i))) squares += leads.weights[i] * (at(i) - mean) * (at(i) - mean);
    }
    const double deviation = std::sqrt(squares / weight);
    for (size_t i = 0; i < x.rows; ++i) {
      const bool flat = std::isnan(at(i)) || deviation < 1e-9;
      z[i * x.width() + j] = flat ? 0 : (at(i) - mean) / deviation;
    }
  }
  std::vector<double> gradient(x.width() + 1);
  for (size_t i = 0; i < x.rows; ++i) {
    const double* row = z.data() + i * x.width();
    double eta = fit.intercept;
    for (size_t j = 0; j < x.width(); ++j) eta += fit.coefficients[j] * row[j];
    const double error =
        leads.weights[i] / weight * (1 / (1 + std::exp(-eta)) - leads.converted[i]);
    for (size_t j = 0; j < x.width(); ++j) gradient[j] += error * row[j];
    gradient[x.width()] += error;
  }
  double worst = std::abs(gradient.back());
  for (size_t j = 0; j < x.width(); ++j) {
    const double b = fit.coefficients[j];
    const double smooth = gradient[j] + fit.lambda * (1 - mix) * b;
    const double off = b == 0 ? std::abs(smooth) - fit.lambda * mix
                              : std::abs(smooth + fit.lambda * mix * (b > 0 ? 1 : -1));
    worst = std::max(worst, off);
  }
  return worst;
}

TEST(ElasticNetTest, SatisfiesItsOptimalityConditions) {
  Random random(11);
  int kept = 0, dropped = 0;
  for (int trial = 0; trial < 120; ++trial) {
    const Leads leads = RandomProblem(random);
    const double mix = trial % 3 == 0 ? 1 : random.Uniform();
    const double lambda = std::pow(10, -3.5 + 3 * random.Uniform());
    const ElasticNetFit fit =
        FitElasticNet(leads.x, leads.targets(), {.mix = mix, .lambda = {lambda}, .blocks = 0});
    ASSERT_EQ(fit.diagnosis, FitDiagnosis::kOk) << "trial " << trial;
    EXPECT_LT(Violation(leads, fit, mix), 1e-6) << "trial " << trial;
    for (const double b : fit.coefficients) (b == 0 ? dropped : kept) += 1;
  }
  EXPECT_GT(kept, 100);
  EXPECT_GT(dropped, 100);
}

TEST(ElasticNetTest, PathBeginsWhereAllCoefficientsAreZero) {
  Random random(12);
  const Leads leads = RandomProblem(random);
  PenalisedLogistic problem(leads.x, leads.targets(), 0.7);
  const double largest = problem.LargestLambda();
  ASSERT_TRUE(problem.Solve(largest * 1.0001));
  EXPECT_THAT(problem.at().columns, ::testing::Each(0));
  ASSERT_TRUE(problem.Solve(largest * 0.99));
  EXPECT_THAT(problem.at().columns, ::testing::Contains(::testing::Ne(0)));
}

// Noise is dropped, and what matters is kept.
TEST(ElasticNetTest, CrossValidationKeepsWhatPredicts) {
  const Leads leads = Linear(10'000, {1, -1, 0, 0, 0, 0, 0, 0}, 13);
  const ElasticNetFit fit = FitElasticNet(leads.x, leads.targets());
  ASSERT_EQ(fit.trials.size(), 40);
  EXPECT_LT(fit.lambda, fit.trials.front().lambda);
  EXPECT_NEAR(fit.coefficients[0], 1, .15);
  EXPECT_NEAR(fit.coefficients[1], -1, .15);
  for (size_t j = 2; j < 8; ++j) EXPECT_LT(std::abs(fit.coefficients[j]), .1);
}

TEST(ElasticNetTest, SeparatedLeadsHaveAFit) {
  const Leads leads = Numbers({{1, 0}, {2, 0}, {3, 0}, {4, 1}, {5, 1}, {6, 1}});
  const ElasticNetFit fit = FitElasticNet(leads.x, leads.targets(), {.lambda = {.01}, .blocks = 0});
  EXPECT_EQ(fit.diagnosis, FitDiagnosis::kOk);
  EXPECT_GT(fit.coefficients[0], 1);
}

TEST(BoostedTreesTest, FindsWhatNoLineCan) {
  const Leads leads = Exclusive(4000, 14), later = Exclusive(4000, 15);
  const BoostedTreesFit trees = FitBoostedTrees(leads.x, leads.targets());
  const ElasticNetFit line = FitElasticNet(leads.x, leads.targets());
  EXPECT_GT(AucOf(*trees.learner, later), .85);
  EXPECT_LT(AucOf(*line.learner, later), .6);
}

TEST(BoostedTreesTest, StopsBeforeItLearnsNoise) {
  const Leads leads = Linear(4000, {1, 0, 0}, 16);
  const BoostedTreesFit fit = FitBoostedTrees(leads.x, leads.targets());
  EXPECT_LT(fit.rounds, 200);
  EXPECT_GT(fit.held_out_loss, 0);
}

TEST(BoostedTreesTest, SameLeadsGiveTheSameBytes) {
  const Leads leads = Linear(2000, {1, -1, .5}, 17);
  ByteWriter first, second;
  FitBoostedTrees(leads.x, leads.targets()).learner->Save(first);
  FitBoostedTrees(leads.x, leads.targets()).learner->Save(second);
  EXPECT_EQ(first.bytes(), second.bytes());
}

// Bit for bit, with trees of all depths and values at and beside the borders, missing ones too.
TEST(ForestTest, ScoresAsXgboostDoes) {
  for (const int depth : {1, 3, 6}) {
    Leads leads = Linear(1501, {1, -1, .5, 2}, 27);
    for (size_t i = 0; i < leads.x.values.size(); ++i) {
      float& value = leads.x.values[i];
      value = i % 7 == 0 ? kMissing : std::round(value * 4) / 4;
    }
    ByteWriter writer;
    FitBoostedTrees(leads.x, leads.targets(), {.rounds = 60, .held_out = 0, .depth = depth})
        .learner->Save(writer);
    ByteReader reader(writer.bytes());
    reader.U64();
    const XgbBooster booster(reader.Text(), 1);
    std::vector<double> expected(leads.x.rows), scored(leads.x.rows);
    booster.Margins(leads.x, expected);
    Forest(booster.Json(), 4).Logits(leads.x, scored);
    EXPECT_EQ(scored, expected) << "depth " << depth;
    EXPECT_THROW(Forest(booster.Json(), 3), sdk::Error);
  }
  EXPECT_THROW(Forest("{}", 3), sdk::Error);
  EXPECT_THROW(Forest("", 3), sdk::Error);
}

TEST(BoostedTreesTest, SaysWhatXgboostSays) {
  ByteWriter bytes;
  bytes.U64(1);
  bytes.Text("{\"not\": \"a model\"}");
  ByteReader reader(bytes.bytes());
  try {
    LoadBoostedTrees(3, reader);
    FAIL() << "it was read";
  } catch (const sdk::Error& error) {
    EXPECT_EQ(error.code(), MADAD_DATA_LOSS);
    EXPECT_THAT(error.what(), HasSubstr("XGBoost cannot read the stored trees"));
  }
}

// What holds for every learner.
class LearnerTest : public ::testing::TestWithParam<const char*> {
 protected:
  static FittedLearner Fit(const Matrix& x, const Targets& targets) {
    const std::string name = GetParam();
    if (name == "naive_bayes") return FitNaiveBayes(x, targets);
    if (name == "elastic_net") return FitElasticNet(x, targets);
    return FitBoostedTrees(x, targets);
  }
};

TEST_P(LearnerTest, RanksLeads) {
  const Leads leads = Linear(4000, {1, -1, .5}, 18), later = Linear(4000, {1, -1, .5}, 19);
  const FittedLearner fit = Fit(leads.x, leads.targets());
  ASSERT_EQ(fit.diagnosis, FitDiagnosis::kOk);
  EXPECT_EQ(fit.learner->name(), GetParam());
  EXPECT_GT(AucOf(*fit.learner, later), .78);
}

TEST_P(LearnerTest, ContributionsAddUpToTheLogit) {
  Leads leads = Linear(2000, {1, -1, .5}, 20);
  for (size_t i = 0; i < leads.x.values.size(); i += 11) leads.x.values[i] = kMissing;
  const FittedLearner fit = Fit(leads.x, leads.targets());
  const Matrix some = leads.x.Slice(0, 300);
  std::vector<double> contributions(some.rows * 4);
  fit.learner->Contributions(some, contributions);
  const std::vector<double> logits = LogitsOf(*fit.learner, some);
  for (size_t i = 0; i < some.rows; ++i) {
    double sum = 0;
    for (size_t j = 0; j < 4; ++j) sum += contributions[i * 4 + j];
    EXPECT_NEAR(sum, logits[i], 1e-6);
    EXPECT_NEAR(contributions[i * 4 + 3], contributions[3], 1e-5);
  }
}

TEST_P(LearnerTest, ComesBackFromItsBytes) {
  const Leads leads = Linear(1000, {1, -1, .5}, 21);
  const FittedLearner fit = Fit(leads.x, leads.targets());
  ByteWriter writer;
  fit.learner->Save(writer);
  ByteReader reader(writer.bytes());
  const std::unique_ptr<Learner> loaded = LoadLearner(GetParam(), 3, reader);
  EXPECT_TRUE(reader.done());
  EXPECT_EQ(LogitsOf(*loaded, leads.x), LogitsOf(*fit.learner, leads.x));
}

TEST_P(LearnerTest, BytesOfAnotherWidthAreRefused) {
  const Leads leads = Linear(1000, {1, -1, .5}, 21);
  ByteWriter writer;
  Fit(leads.x, leads.targets()).learner->Save(writer);
  for (const size_t size : {size_t{0}, size_t{7}, writer.bytes().size() / 2}) {
    ByteReader cut(std::string_view(writer.bytes()).substr(0, size));
    EXPECT_THROW(LoadLearner(GetParam(), 3, cut), sdk::Error) << size;
  }
  ByteReader narrow(writer.bytes());
  EXPECT_THROW(LoadLearner(GetParam(), 2, narrow), sdk::Error);
}

TEST_P(LearnerTest, SaysWhyItCannotLearn) {
  Leads leads = Linear(50, {1}, 22);
  std::fill(leads.converted.begin(), leads.converted.end(), 1);
  EXPECT_EQ(Fit(leads.x, leads.targets()).diagnosis, FitDiagnosis::kOneClass);
  leads = Linear(50, {1}, 22);
  leads.weights.assign(50, 0);
  EXPECT_EQ(Fit(leads.x, leads.targets()).diagnosis, FitDiagnosis::kTooFewLeads);
  leads = Linear(50, {}, 22);
  EXPECT_EQ(Fit(leads.x, leads.targets()).diagnosis, FitDiagnosis::kNoFeatures);
  EXPECT_EQ(Fit(Matrix{}, Targets{}).diagnosis, FitDiagnosis::kTooFewLeads);
}

// Leads of weight zero might as well not be there.
TEST_P(LearnerTest, WeightZeroIsAbsence) {
  Leads leads = Linear(3000, {1, -1}, 23);
  const Leads later = Linear(3000, {1, -1}, 24);
  leads.weights.assign(3000, 1);
  for (size_t i = 0; i < 3000; i += 2) {
    leads.converted[i] = leads.converted[i] == 0;
    leads.weights[i] = 0;
  }
  EXPECT_GT(AucOf(*Fit(leads.x, leads.targets()).learner, later), .75);
}

// All-null columns, columns that do not vary, numbers at the ends of what a float holds.
TEST_P(LearnerTest, DegenerateColumnsGiveNumbers) {
  Leads leads = Linear(400, {1, 0, 0, 0}, 25);
  for (size_t i = 0; i < 400; ++i) {
    float* row = leads.x.values.data() + i * 4;
    row[1] = kMissing;
    row[2] = 5;
    row[3] = i % 2 == 0 ? 3e38F : -3e38F;
  }
  const FittedLearner fit = Fit(leads.x, leads.targets());
  ASSERT_NE(fit.learner, nullptr);
  for (const double logit : LogitsOf(*fit.learner, leads.x)) ASSERT_TRUE(std::isfinite(logit));
  EXPECT_GT(AucOf(*fit.learner, leads), .6);
}

TEST_P(LearnerTest, TwentyLeadsGiveNumbers) {
  const Leads leads = Linear(20, {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}, 26);
  const FittedLearner fit = Fit(leads.x, leads.targets());
  ASSERT_NE(fit.learner, nullptr);
  for (const double logit : LogitsOf(*fit.learner, leads.x)) EXPECT_TRUE(std::isfinite(logit));
}

INSTANTIATE_TEST_SUITE_P(Learners, LearnerTest,
                         ::testing::Values("naive_bayes", "elastic_net", "boosted_trees"),
                         [](const auto& test) { return std::string(test.param); });

}  // namespace
}  // namespace lead_quality
