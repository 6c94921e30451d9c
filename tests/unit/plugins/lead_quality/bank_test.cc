// Calls of a bank, in the order of their time: Moro, Cortez & Rita 2014.
#include <cctype>
#include <cmath>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "evaluation/auc.h"
#include "evaluation/loss.h"
#include "features/leak_guard.h"
#include "features/single_feature.h"
#include "learners/penalised_logistic.h"
#include "learners/xgboost.h"
#include "support/real_data.h"
#include "training/train.h"
#include "unit/plugins/lead_quality/frames.h"

namespace lead_quality {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

constexpr int64_t kMinuteUs = 60'000'000;

// The file's columns by name; what is not a number is a category.
Frame Bank() {
  std::ifstream file(madad::testing::RealData("bank_marketing/bank-additional-full.csv"));
  std::string line, cell;
  std::vector<std::string> names;
  std::map<std::string, std::vector<std::string>> columns;
  const auto cells = [&](const auto& take) {
    std::stringstream row(line);
    for (size_t i = 0; std::getline(row, cell, ';'); ++i) {
      std::erase_if(cell, [](char c) { return c == '"' || c == '\r'; });
      take(i);
    }
  };
  std::getline(file, line);
  cells([&](size_t) { names.push_back(cell); });
  while (std::getline(file, line)) {
    cells([&](size_t i) { columns[names[i]].push_back(cell); });
  }
  Frame frame = PlainFrame(columns["y"].size());
  for (size_t i = 0; i < frame.size(); ++i) {
    frame.created_at[i] = static_cast<int64_t>(i) * kMinuteUs;
    if (columns["y"][i] == "yes") frame.converted_at[i] = frame.created_at[i];
  }
  for (const std::string& name : names) {
    if (name == "y") continue;
    const std::vector<std::string>& texts = columns[name];
    if (std::isalpha(static_cast<unsigned char>(texts[0][0])) != 0) {
      frame.features.push_back(Category(name, texts));
      continue;
    }
    std::vector<double> numbers;
    for (const std::string& text : texts) numbers.push_back(std::stod(text));
    frame.features.push_back(Number(name, numbers));
  }
  return frame;
}

class BankTest : public ::testing::Test {
 protected:
  void SetUp() override {
    MADAD_SKIP_WITHOUT_DATA("bank_marketing");
    static const Frame bank = Bank();
    frame_ = &bank;
    ASSERT_EQ(bank.size(), 41'188);
    converted_ = Converted(bank);
  }
  const Feature& Named(const std::string& name) const {
    for (const Feature& feature : frame_->features) {
      if (feature.name == name) return feature;
    }
    throw std::runtime_error("no column " + name);
  }
  Targets targets() const { return {converted_, {}}; }
  // All calls as they were known at once: the outcome of a call is known when it ends.
  static TrainOptions Options() {
    TrainOptions options;
    options.split.horizon_us = 0;
    return options;
  }

  const Frame* frame_ = nullptr;
  std::vector<uint8_t> converted_;
};

// The twelve features of the figures that were computed beside it.
Matrix TwelveFeatures(const Frame& frame, bool duration) {
  const std::vector<std::string> numbers = {"age",          "campaign",       "previous",
                                            "emp.var.rate", "cons.price.idx", "cons.conf.idx",
                                            "euribor3m",    "nr.employed"};
  const std::map<std::string, const Feature*> by_name = [&] {
    std::map<std::string, const Feature*> map;
    for (const Feature& feature : frame.features) map[feature.name] = &feature;
    return map;
  }();
  const auto is = [&](const char* name, const char* value, size_t i) {
    const Feature& feature = *by_name.at(name);
    return feature.dictionary[feature.codes[i]] == value ? 1.0F : 0.0F;
  };
  Matrix x;
  for (uint32_t j = 0; j < (duration ? 13 : 12); ++j) {
    x.columns.push_back({std::to_string(j), ColumnKind::kNumber, j});
  }
  x.rows = frame.size();
  for (size_t i = 0; i < x.rows; ++i) {
    for (const std::string& name : numbers) {
      x.values.push_back(static_cast<float>(by_name.at(name)->numbers[i]));
    }
    x.values.push_back(by_name.at("pdays")->numbers[i] != 999 ? 1 : 0);
    x.values.push_back(is("contact", "cellular", i));
    x.values.push_back(is("poutcome", "success", i));
    x.values.push_back(is("poutcome", "failure", i));
    if (duration) x.values.push_back(static_cast<float>(by_name.at("duration")->numbers[i]));
  }
  return x;
}

// Log-likelihoods and coefficients of standardised numbers, from another program in doubles; the
// columns here are single precision.
TEST_F(BankTest, LogisticRegressionIsTheMaximumOfLikelihood) {
  const Matrix x = TwelveFeatures(*frame_, false);
  PenalisedLogistic problem(x, targets(), 0.5);
  ASSERT_TRUE(problem.Solve(0, 1e-9));
  EXPECT_NEAR(-problem.Loss() * 41'188, -11643.606055, 1e-3);
  const double expected[] = {.01286,  -.119964, -.028765, -1.166695,
                             .708285, .23253,   .027629,  -.067328};
  for (size_t j = 0; j < 8; ++j) EXPECT_NEAR(problem.at().columns[j], expected[j], 2e-5) << j;
  EXPECT_NEAR(problem.at().columns[9] / problem.deviations()[9], .966335, 2e-5);
  const Matrix with = TwelveFeatures(*frame_, true);
  PenalisedLogistic better(with, targets(), 0.5);
  ASSERT_TRUE(better.Solve(0, 1e-9));
  EXPECT_NEAR(-better.Loss() * 41'188, -8913.042143, 1e-3);
}

TEST_F(BankTest, SingleFeaturesRankAsComputed) {
  const auto raw = [&](const char* name) {
    return RocAuc({Named(name).numbers, converted_})->value;
  };
  EXPECT_NEAR(raw("duration"), .818446, 1e-6);
  EXPECT_NEAR(raw("nr.employed"), .251003, 1e-6);
  EXPECT_NEAR(raw("previous"), .609289, 1e-6);
  EXPECT_NEAR(raw("age"), .489176, 1e-6);
  // Both the young and the old say yes: ranges see what the order does not.
  EXPECT_GT(SingleFeatureAuc(*frame_, Named("age"), targets()).value(), .56);
}

TEST_F(BankTest, LeakGuardFindsTheDuration) {
  const std::vector<Leak> leaks = FindLeaks(*frame_, targets());
  ASSERT_EQ(leaks.size(), 1);
  EXPECT_EQ(leaks[0].feature, "duration");
  EXPECT_EQ(leaks[0].reason, LeakReason::kBetterThanAllOthers);
  EXPECT_NEAR(leaks[0].auc.value(), .818, .005);
  EXPECT_NEAR(leaks[0].others_auc.value(), .79, .012);
}

// The AUC over the calls from `begin` on of XGBoost as it comes, grown on those before.
double PlainXgboost(const Frame& frame, const std::vector<uint8_t>& converted, size_t begin) {
  std::vector<bool> used;
  for (const Feature& feature : frame.features) used.push_back(feature.name != "duration");
  const Encoder encoder(frame, used, {converted, {}});
  const Matrix x = encoder.Encode(frame);
  const Targets targets{converted, {}};
  const XgbRows rows(x.Slice(0, begin), targets.Slice(0, begin), 1);
  XgbBooster booster(rows);
  booster.Set("objective", "binary:logistic");
  booster.Set("nthread", "1");
  for (int round = 0; round < 100; ++round) booster.Update(round, rows);
  const Matrix after = x.Slice(begin, x.rows);
  std::vector<double> logits(after.rows);
  booster.Margins(after, logits);
  return RocAuc({logits, targets.Slice(begin, x.rows).converted})->value;
}

TEST_F(BankTest, InTimeOrderItBeatsPlainXgboostAndSaysThatTheWorldChanged) {
  const Report report = Train(*frame_, {}, Options()).report;
  ASSERT_EQ(report.diagnosis, "ok");
  RecordProperty("report", report.ToJson());
  ASSERT_EQ(report.leaks.size(), 1);
  EXPECT_EQ(report.leaks[0].feature, "duration");
  const double plain = PlainXgboost(*frame_, converted_, 41'188 - report.tested);
  RecordProperty("plain_xgboost", std::to_string(plain));
  EXPECT_GT(report.quality.auc->value, plain);
  EXPECT_GT(report.auc_with_leaks.value(), report.auc_without_leaks.value());
  EXPECT_FALSE(report.calibrated);
  EXPECT_THAT(report.notes, Contains(HasSubstr("the calibration is invalid")));
  EXPECT_THAT(report.notes, Contains(HasSubstr("the population drifts")));
}

class ShuffledBankTest : public BankTest {
 protected:
  // The calls in no order.
  Report TrainShuffled(bool with_duration) const {
    Frame frame = *frame_;
    Random random(5);
    for (size_t i = frame.size() - 1; i > 0; --i) {
      std::swap(frame.created_at[i], frame.created_at[random.Below(i + 1)]);
    }
    for (size_t i = 0; i < frame.size(); ++i) {
      if (converted_[i] != 0) frame.converted_at[i] = frame.created_at[i];
    }
    TrainOptions options = Options();
    if (with_duration) options.allowed = {"duration"};
    return Train(frame, {}, options).report;
  }
};

// A public notebook's XGBoost reaches .9095 with the duration, on such a split.
TEST_F(ShuffledBankTest, ReachesWhatIsPublishedWithTheDuration) {
  const Report report = TrainShuffled(true);
  EXPECT_EQ(report.chosen, "boosted_trees");
  EXPECT_GE(report.quality.auc->upper, .9095);
  EXPECT_LT(report.quality.calibration.expected_error, .02);
  EXPECT_TRUE(report.calibrated);
}

// The paper has .80 without it.
TEST_F(ShuffledBankTest, ReachesThePaperWithoutTheDuration) {
  const Report report = TrainShuffled(false);
  EXPECT_GE(report.quality.auc->upper, .80);
  EXPECT_LT(report.quality.calibration.expected_error, .02);
}

}  // namespace
}  // namespace lead_quality
