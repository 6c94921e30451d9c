// From leads to a model and back to scores.
#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <madad/sdk/json_reader.h>

#include "learners/naive_bayes.h"
#include "training/apply.h"
#include "training/choose.h"
#include "training/model.h"
#include "training/train.h"
#include "unit/plugins/lead_quality/frames.h"
#include "unit/plugins/lead_quality/leads.h"

namespace lead_quality {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

SplitOptions Days(int64_t horizon, int64_t embargo = -1) {
  return {.horizon_us = horizon * kDayUs, .embargo_us = embargo < 0 ? -1 : embargo * kDayUs};
}

TEST(SplitTest, CutsByTimeWithAnEmbargo) {
  Frame frame = PlainFrame(100);
  std::reverse(frame.created_at.begin(), frame.created_at.end());
  const Split split = SplitByTime(frame, Days(5));
  // 60 old leads less those of the 5 days before the 61st was created; likewise of the next 20.
  EXPECT_EQ(split.fit.rows.size(), 56);
  EXPECT_EQ(split.validation.rows.size(), 16);
  EXPECT_EQ(split.test.rows.size(), 20);
  EXPECT_EQ(split.embargoed, 8);
  EXPECT_EQ(split.fit.rows.front(), 99);
  EXPECT_EQ(split.test.rows.back(), 0);
}

TEST(SplitTest, LeavesOutTheYoungAndTheRepeated) {
  Frame frame = PlainFrame(100);
  frame.as_of = 94 * kDayUs;
  frame.ids[3] = frame.ids[2];
  const Split split = SplitByTime(frame, Days(5, 0));
  EXPECT_EQ(split.immature, 10);
  EXPECT_EQ(split.duplicates, 1);
  EXPECT_EQ(split.fit.rows.size() + split.validation.rows.size() + split.test.rows.size(), 89);
}

TEST(SplitTest, HoldsOutTheNewestOfALength) {
  Frame frame = PlainFrame(100);
  SplitOptions options = Days(5, 0);
  options.test_us = 10 * kDayUs;
  const Split split = SplitByTime(frame, options);
  EXPECT_EQ(split.fit.rows.size(), 70);
  EXPECT_EQ(split.validation.rows.size(), 20);
  EXPECT_EQ(split.test.rows.size(), 10);
  EXPECT_EQ(split.test.rows.front(), 90);
}

TEST(SplitTest, NeverPartsAnInstant) {
  Frame frame = PlainFrame(100);
  for (int64_t& at : frame.created_at) at = at / (30 * kDayUs) * (30 * kDayUs);
  const Split split = SplitByTime(frame, Days(1, 0));
  EXPECT_EQ(split.fit.rows.size(), 60);
  EXPECT_EQ(split.validation.rows.size(), 30);
  EXPECT_EQ(split.test.rows.size(), 10);
}

TEST(SplitTest, ConvertsWithinTheHorizonOnly) {
  Frame frame = PlainFrame(10);
  frame.converted_at[0] = frame.created_at[0] + 5 * kDayUs;
  frame.converted_at[1] = frame.created_at[1] + 5 * kDayUs + 1;
  frame.converted_at[2] = frame.created_at[2] - kDayUs;
  const Split split = SplitByTime(frame, Days(5, 0));
  EXPECT_THAT(split.fit.converted, ElementsAre(1, 0, 1, 0, 0, 0));
}

// Leads inside the embargo convert as others do; weighting tells their rate without waiting.
TEST(SplitTest, WeighedCensoredLeadsHaveTheRightRate) {
  Random random(51);
  Frame frame = PlainFrame(20'000);
  for (size_t i = 0; i < frame.size(); ++i) {
    frame.created_at[i] = static_cast<int64_t>(i) * kDayUs / 100;
    if (random.Uniform() < .3) {
      const double took = 100 * random.Uniform();
      frame.converted_at[i] = frame.created_at[i] + static_cast<int64_t>(took) * kDayUs;
    }
  }
  SplitOptions options = Days(100);
  options.weigh_censored = true;
  const Split split = SplitByTime(frame, options);
  const ClassWeights weights = Weigh({split.fit.converted, split.fit.weights});
  EXPECT_NEAR(weights.rate(), .3, .02);
  EXPECT_NEAR(weights.sum(), 12'000, 400);
  double converted = 0;
  for (const uint8_t y : split.fit.converted) converted += y;
  EXPECT_GT(std::abs(converted / static_cast<double>(split.fit.rows.size()) - .3), .05);
}

TEST(SplitTest, NoLeadsGiveNoParts) {
  const Split split = SplitByTime(PlainFrame(0));
  EXPECT_THAT(split.fit.rows, IsEmpty());
  EXPECT_THAT(split.test.rows, IsEmpty());
}

TEST(GradesTest, HaveTheirShares) {
  std::vector<double> p;
  for (int i = 1; i <= 100; ++i) p.push_back(i / 100.0);
  const Grades grades = GradesByShare(p);
  std::string marks;
  for (const double each : p) marks += grades.Of(each);
  EXPECT_EQ(std::count(marks.begin(), marks.end(), 'A'), 10);
  EXPECT_EQ(std::count(marks.begin(), marks.end(), 'B'), 20);
  EXPECT_EQ(std::count(marks.begin(), marks.end(), 'C'), 30);
  EXPECT_EQ(GradesByShare(std::vector<double>(50, .2)).Of(.2), 'A');
}

// A candidate that scored as told.
Candidate Scored(const char* name, std::vector<double> logits,
                 const std::vector<uint8_t>& converted) {
  const Leads leads = Numbers({{0, 0}, {1, 1}});
  Candidate candidate{.name = name, .learner = FitNaiveBayes(leads.x, leads.targets()).learner};
  candidate.auc = RocAuc({logits, converted});
  candidate.logits = std::move(logits);
  return candidate;
}

TEST(ChooseTest, TheLargerMustWinBeyondItsError) {
  Random random(52);
  std::vector<uint8_t> converted;
  std::vector<double> weak, same, strong;
  for (int i = 0; i < 2000; ++i) {
    converted.push_back(random.Uniform() < .3 ? 1 : 0);
    weak.push_back(converted.back() + random.Normal());
    same.push_back(weak.back() + 1e-6 * random.Normal());
    strong.push_back(2 * converted.back() + random.Normal());
  }
  const auto choose = [&](const std::vector<double>& larger) {
    std::vector<Candidate> candidates;
    candidates.push_back(Scored("small", weak, converted));
    candidates.push_back(Scored("large", larger, converted));
    return Choose(candidates, converted);
  };
  EXPECT_EQ(choose(same), 0);
  EXPECT_EQ(choose(strong), 1);
  std::vector<Candidate> none(2);
  EXPECT_EQ(Choose(none, converted), 2);
}

class TrainTest : public ::testing::Test {
 protected:
  static TrainOptions Options() {
    TrainOptions options;
    options.split = Days(30);
    options.groups = {"source"};
    return options;
  }
  // Trained once for all that only read it.
  static const Trained& Simulated() {
    static const Trained trained = Train(SimulatedFrame(6000, 61), {}, Options());
    return trained;
  }
};

TEST_F(TrainTest, ReportsOnLeadsThatItDidNotSee) {
  const Report& report = Simulated().report;
  EXPECT_EQ(report.diagnosis, "ok");
  EXPECT_GT(report.quality.auc->value, .7);
  EXPECT_TRUE(report.calibrated);
  EXPECT_EQ(report.candidates.size(), 3);
  EXPECT_THAT(report.leaks, IsEmpty());
  EXPECT_EQ(report.groups.size(), 4);
  EXPECT_TRUE(report.replace);
  ASSERT_EQ(report.drift.size(), 3);
  EXPECT_LT(report.drift[0].index, .1);
  EXPECT_LT(report.score_drift.value(), .1);
}

// With many leads, the rates are those that it says.
TEST_F(TrainTest, ProbabilitiesOfStationaryLeadsAreRight) {
  const Report report = Train(SimulatedFrame(40'000, 62), {}, Options()).report;
  EXPECT_LT(report.quality.calibration.expected_error, .02);
  EXPECT_TRUE(report.calibrated);
}

TEST_F(TrainTest, ReportIsJson) {
  const sdk::Json json = sdk::Json::Parse(Simulated().report.ToJson());
  EXPECT_EQ(json.At("diagnosis").Text(), "ok");
  EXPECT_GT(json.At("quality").At("auc").At("value").Double(), .7);
  EXPECT_EQ(json.At("quality").At("lift").items().size(), 10);
}

TEST_F(TrainTest, SameLeadsGiveTheSameBytes) {
  EXPECT_EQ(Train(SimulatedFrame(6000, 61), {}, Options()).bytes, Simulated().bytes);
}

TEST_F(TrainTest, LeavesOutLeaksAndSaysWhatTheyWouldBring) {
  Frame frame = SimulatedFrame(4000, 63);
  std::vector<double> told;
  Random random(64);
  for (const uint8_t won : Converted(frame)) told.push_back(won + .2 * random.Normal());
  frame.features.push_back(Number("told", told));
  TrainOptions options = Options();
  const Report guarded = Train(frame, {}, options).report;
  ASSERT_EQ(guarded.leaks.size(), 1);
  EXPECT_EQ(guarded.leaks[0].feature, "told");
  EXPECT_GT(guarded.auc_with_leaks.value(), .95);
  EXPECT_LT(guarded.auc_without_leaks.value(), .85);
  EXPECT_LT(guarded.quality.auc->value, .85);
  options.allowed = {"told"};
  EXPECT_GT(Train(frame, {}, options).report.quality.auc->value, .95);
}

TEST_F(TrainTest, KeepsAPreviousModelThatIsBetter) {
  Frame poor = SimulatedFrame(6000, 65);
  poor.features[0].numbers.assign(6000, 1);  // the best feature is gone
  const Trained worse = Train(poor, {}, Options());
  const Frame frame = SimulatedFrame(6000, 61);
  const Trained better = Train(frame, worse.bytes, Options());
  EXPECT_TRUE(better.report.replace);
  EXPECT_GT(better.report.ahead_of_previous->value, 0);
  EXPECT_THAT(Train(frame, "nonsense", Options()).report.reason, HasSubstr("cannot be used"));
  Frame dark = frame;
  dark.features[0].known_at_outcome = true;  // so that the new model goes without it
  const Report kept = Train(dark, better.bytes, Options()).report;
  EXPECT_FALSE(kept.replace);
  EXPECT_LT(kept.ahead_of_previous->value, 0);
}

TEST_F(TrainTest, ScoresAreTheReports) {
  const Frame frame = SimulatedFrame(500, 66);
  const Applied applied = Apply(Simulated().bytes, frame);
  ASSERT_EQ(applied.scores.size(), 500);
  std::vector<double> logits;
  for (const LeadScore& score : applied.scores) {
    logits.push_back(score.logit);
    EXPECT_GT(score.probability, 0);
    EXPECT_LT(score.probability, 1);
    EXPECT_TRUE(std::isnan(score.expected_value));
  }
  EXPECT_GT(RocAuc({logits, Converted(frame)})->value, .7);
}

TEST_F(TrainTest, ExpectedValueIsProbabilityTimesValue) {
  Frame frame = SimulatedFrame(3, 67);
  frame.values = {1000, NAN, INFINITY};
  const Applied applied = Apply(Simulated().bytes, frame);
  EXPECT_NEAR(applied.scores[0].expected_value, 1000 * applied.scores[0].probability, 1e-9);
  EXPECT_TRUE(std::isnan(applied.scores[1].expected_value));
  EXPECT_TRUE(std::isnan(applied.scores[2].expected_value));
}

TEST_F(TrainTest, ReasonsAddUpToTheScore) {
  const Frame frame = SimulatedFrame(300, 68);
  const Applied applied = Apply(Simulated().bytes, frame, {.explained = 100, .reasons = 2});
  ASSERT_EQ(applied.explanations.size(), 100);
  for (const Explanation& e : applied.explanations) {
    ASSERT_EQ(e.reasons.size(), 2);
    double sum = e.base + e.rest;
    for (const Reason& reason : e.reasons) sum += reason.contribution;
    EXPECT_NEAR(sum, applied.scores[e.row].logit, 1e-6);
    EXPECT_GE(std::abs(e.reasons[0].contribution), std::abs(e.reasons[1].contribution));
  }
  EXPECT_THAT(applied.explanations[0].reasons[0].text, HasSubstr("speaks for it"));
}

TEST_F(TrainTest, ImprovementIsOfAnActionableFeatureAndBettersTheGrade) {
  Frame frame = SimulatedFrame(300, 69);
  for (const Explanation& e : Apply(Simulated().bytes, frame).explanations) {
    EXPECT_FALSE(e.improvement.has_value());
  }
  frame.features[1].actionable = true;
  const Applied applied = Apply(Simulated().bytes, frame);
  int found = 0;
  for (const Explanation& e : applied.explanations) {
    if (!e.improvement.has_value()) continue;
    ++found;
    const Improvement& change = *e.improvement;
    EXPECT_EQ(change.feature, "source");
    EXPECT_LT(change.grade, applied.scores[e.row].grade);
    // What it promises is what the changed lead gets.
    Frame changed = TakeLeads(frame, {e.row});
    const auto& texts = changed.features[1].dictionary;
    changed.features[1].codes[0] =
        static_cast<int32_t>(std::find(texts.begin(), texts.end(), change.to) - texts.begin());
    EXPECT_NEAR(Apply(Simulated().bytes, changed).scores[0].probability, change.probability, 1e-6);
  }
  EXPECT_GT(found, 50);
}

TEST_F(TrainTest, ScoringNoticesDrift) {
  Frame frame = SimulatedFrame(2000, 70);
  for (double& size : frame.features[0].numbers) size += 2;
  const Applied applied = Apply(Simulated().bytes, frame);
  EXPECT_EQ(applied.drift[0].feature, "size");
  EXPECT_GT(applied.drift[0].index, kLargeDrift);
  EXPECT_THAT(applied.notes, ::testing::Contains(HasSubstr("'size'")));
}

TEST_F(TrainTest, DamagedBytesAreRefused) {
  const std::string& bytes = Simulated().bytes;
  const Frame frame = SimulatedFrame(5, 71);
  const auto refused = [&](const std::string& damaged, const std::string& why) {
    try {
      Apply(damaged, frame);
      ADD_FAILURE() << "accepted what " << why;
    } catch (const sdk::Error& error) {
      EXPECT_EQ(error.code(), MADAD_DATA_LOSS);
      EXPECT_THAT(error.what(), HasSubstr(why));
    }
  };
  refused("", "something else");
  refused("PK\x03\x04 and so on", "something else");
  refused(bytes.substr(0, 20), "ends in the middle");
  refused(bytes.substr(0, bytes.size() - 1), "bytes of");
  refused(bytes + "x", "bytes of");
  for (size_t at = 40; at < bytes.size(); at += bytes.size() / 50) {
    std::string damaged = bytes;
    damaged[at] ^= 1;
    refused(damaged, "is damaged");
  }
  std::string newer = bytes;
  newer[8] = 9;
  refused(newer, "of version 9");
}

// What is degenerate has a name, and never a NaN.
TEST_F(TrainTest, OneClassAndFewLeadsAreDiagnosed) {
  Frame frame = SimulatedFrame(1000, 72);
  std::fill(frame.converted_at.begin(), frame.converted_at.end(), kNever);
  const Trained none = Train(frame, {}, Options());
  EXPECT_EQ(none.report.diagnosis, "one_class");
  EXPECT_THAT(none.bytes, IsEmpty());
  EXPECT_FALSE(none.report.replace);
  EXPECT_NO_THROW(sdk::Json::Parse(none.report.ToJson()));
  EXPECT_EQ(Train(SimulatedFrame(20, 73), {}, Options()).report.diagnosis, "too_few_leads");
  EXPECT_EQ(Train(PlainFrame(0), {}, Options()).report.diagnosis, "too_few_leads");
  frame = SimulatedFrame(1000, 74);
  frame.weights.assign(1000, 0);
  EXPECT_EQ(Train(frame, {}, Options()).report.diagnosis, "too_few_leads");
  frame = SimulatedFrame(1000, 75);
  frame.features.clear();
  EXPECT_EQ(Train(frame, {}, Options()).report.diagnosis, "no_features");
}

TEST_F(TrainTest, DegenerateFeaturesGiveNumbers) {
  Frame frame = SimulatedFrame(3000, 76);
  frame.features.push_back(Number("nothing", std::vector<double>(3000, NAN)));
  frame.features.push_back(Number("same", std::vector<double>(3000, 4)));
  frame.features.push_back(Category("blank", std::vector<std::string>(3000)));
  Feature many{.name = "many", .kind = FeatureKind::kCategory};
  Random random(77);
  for (int i = 0; i < 100'000; ++i) many.dictionary.push_back("value " + std::to_string(i));
  for (size_t i = 0; i < 3000; ++i) {
    many.codes.push_back(static_cast<int32_t>(random.Below(1200) * 83));
  }
  frame.features.push_back(many);
  for (size_t i = 0; i < 3000; i += 10) frame.ids[i] = "the same";
  const Trained trained = Train(frame, {}, Options());
  EXPECT_EQ(trained.report.diagnosis, "ok");
  EXPECT_EQ(trained.report.duplicates, 299);
  for (const LeadScore& score : Apply(trained.bytes, frame).scores) {
    ASSERT_TRUE(std::isfinite(score.logit));
    ASSERT_TRUE(std::isfinite(score.probability));
  }
  EXPECT_GT(trained.report.quality.auc->value, .65);
}

TEST_F(TrainTest, ConstantOutcomeOfTheNewestIsSaid) {
  Frame frame = SimulatedFrame(3000, 78);
  for (size_t i = 2400; i < 3000; ++i) frame.converted_at[i] = kNever;
  const Report report = Train(frame, {}, Options()).report;
  EXPECT_EQ(report.diagnosis, "ok");
  EXPECT_FALSE(report.quality.auc.has_value());
  EXPECT_FALSE(report.calibrated);
  EXPECT_THAT(report.notes, ::testing::Contains(HasSubstr("nothing is known of how well")));
  EXPECT_NO_THROW(sdk::Json::Parse(report.ToJson()));
}

}  // namespace
}  // namespace lead_quality
