// Lead scores where leads or artifacts are not as one would like them.
#include <map>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "models/score_artifact.h"
#include "unit/plugins/lead_quality/scored_leads.h"

namespace lead_quality {
namespace {

using ::testing::Contains;
using ::testing::Each;
using ::testing::HasSubstr;

TEST(LeadScoresCornersTest, TheSameLeadsGiveTheSameModelWhichReplacesItsEqual) {
  const TrainResult again = TrainModel<LeadScores>(kParameters, {{"leads", LeadTable(Simulated())}},
                                                   TrainedScores().bytes, Later());
  ASSERT_TRUE(again.ok()) << again.error;
  // The report says what served before; what was learned is the same.
  EXPECT_TRUE(ModelIn(again.bytes) == ModelIn(TrainedScores().bytes));
  EXPECT_FALSE(ModelIn(again.bytes).empty());
  EXPECT_TRUE(again.replaces);
  const TrainResult foreign = TrainModel<LeadScores>(
      kParameters, {{"leads", LeadTable(Simulated())}}, "something else", Later());
  EXPECT_TRUE(foreign.replaces);
  EXPECT_THAT(foreign.reason, HasSubstr("cannot be used"));
}

TEST(LeadScoresCornersTest, AModelThatRanksWorseIsKeptBack) {
  Frame worse = Simulated();
  for (size_t i = 0; i < 2400; ++i) {
    // What the oldest leads say is the reverse of what is so now.
    worse.converted_at[i] = worse.converted_at[i] == kNever ? worse.created_at[i] + kDayUs : kNever;
  }
  const TrainResult trained = TrainModel<LeadScores>(kParameters, {{"leads", LeadTable(worse)}},
                                                     TrainedScores().bytes, Later());
  ASSERT_TRUE(trained.ok()) << trained.error;
  EXPECT_FALSE(trained.replaces);
  EXPECT_THAT(trained.reason, HasSubstr("AUC over the newest leads"));
}

TEST(LeadScoresCornersTest, WhereNothingCanBeLearnedTheNotesSayWhy) {
  const auto expect = [](const Frame& frame, const std::string& diagnosis) {
    const TrainResult trained =
        TrainModel<LeadScores>(kParameters, {{"leads", LeadTable(frame)}}, {}, Later());
    ASSERT_TRUE(trained.ok()) << trained.error;
    EXPECT_EQ(trained.report.At("diagnosis").Text(), diagnosis);
    EXPECT_TRUE(trained.replaces) << "nothing serves that could go on";
    const RunResult applied =
        ApplyModel<LeadScores>(kParameters, trained.bytes, {{"leads", LeadTable(frame)}}, Later());
    ASSERT_TRUE(applied.ok()) << applied.error;
    EXPECT_EQ(applied["scores"].rows(), frame.size());
    EXPECT_THAT(applied["scores"].Double("probability"), Each(std::nullopt));
    EXPECT_THAT(applied["scores"].Text("grade"), Each(std::nullopt));
    EXPECT_THAT(applied["notes"].Text("code"), Contains("NOT_TRAINED"));
    EXPECT_EQ(QualityOf(applied).count("auc"), 0);
    const TrainResult beside = TrainModel<LeadScores>(kParameters, {{"leads", LeadTable(frame)}},
                                                      TrainedScores().bytes, Later());
    EXPECT_FALSE(beside.replaces) << "a model that serves goes on";
  };
  Frame none = SimulatedFrame(500, 1);
  none.converted_at.assign(none.size(), kNever);
  expect(none, "one_class");
  expect(SimulatedFrame(20, 1), "too_few_leads");
  expect(SimulatedFrame(0, 1), "too_few_leads");
}

TEST(LeadScoresCornersTest, NothingInTheFeaturesIsNoNumberToo) {
  Frame frame = SimulatedFrame(1000, 2);
  frame.features[0].numbers.assign(1000, NAN);
  frame.features[1].codes.assign(1000, kNoCode);
  frame.features[2].numbers.assign(1000, 1);
  const TrainResult trained =
      TrainModel<LeadScores>(kParameters, {{"leads", LeadTable(frame)}}, {}, Later());
  ASSERT_TRUE(trained.ok()) << trained.error;
  const RunResult applied =
      ApplyModel<LeadScores>(kParameters, trained.bytes, {{"leads", LeadTable(frame)}}, Later());
  ASSERT_TRUE(applied.ok()) << applied.error;
  for (const auto& probability : applied["scores"].Double("probability")) {
    if (probability.has_value()) EXPECT_TRUE(*probability > 0 && *probability < 1);
  }
}

TEST(LeadScoresCornersTest, ConversionsLaterThanTheDataIsKnownHaveNotHappened) {
  const RunResult applied = ApplyModel<LeadScores>(
      kParameters, TrainedScores().bytes, {{"leads", LeadTable(Simulated())}}, KnownUntil(2000));
  ASSERT_TRUE(applied.ok()) << applied.error;
  EXPECT_THAT(applied["notes"].Text("code"), Contains("OUTCOMES_IN_THE_FUTURE"));
  const TrainResult trained = TrainModel<LeadScores>(
      kParameters, {{"leads", LeadTable(Simulated())}}, {}, KnownUntil(2000));
  // 1,971 leads are 30 days old by then.
  EXPECT_EQ(trained.report.At("leads_tested").Int64(), 395);
}

TEST(LeadScoresCornersTest, RefusesArtifactsThatAreCutOffOrOfSomethingElse) {
  const Inputs inputs = {{"leads", LeadTable(TakeLeads(Simulated(), {0}))}};
  const std::string& bytes = TrainedScores().bytes;
  for (const std::string& damaged :
       {std::string(), std::string("rubbish"), bytes.substr(0, 20),
        bytes.substr(0, bytes.size() / 2), bytes.substr(0, bytes.size() - 1), bytes + "x"}) {
    const RunResult applied = ApplyModel<LeadScores>(kParameters, damaged, inputs, Later());
    EXPECT_EQ(applied.code, MADAD_DATA_LOSS) << damaged.size() << ": " << applied.error;
    EXPECT_THAT(applied.error, HasSubstr("train it again"));
  }
}

TEST(LeadScoresCornersTest, StopsWhenItIsCancelled) {
  RunOptions options = Later();
  options.cancel_after = 2;
  const TrainResult trained =
      TrainModel<LeadScores>(kParameters, {{"leads", LeadTable(Simulated())}}, {}, options);
  EXPECT_EQ(trained.code, MADAD_CANCELLED);
}

}  // namespace
}  // namespace lead_quality
