// Lead scores as the server trains and applies them.
#include <map>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/plugins/lead_quality/scored_leads.h"

namespace lead_quality {
namespace {

using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Optional;

TEST(LeadScoresTest, ReportsTheMainFigures) {
  ASSERT_TRUE(TrainedScores().ok()) << TrainedScores().error;
  EXPECT_TRUE(TrainedScores().replaces);
  EXPECT_EQ(TrainedScores().reason, "there is no previous model");
  const auto& report = TrainedScores().report;
  EXPECT_EQ(report.At("diagnosis").Text(), "ok");
  EXPECT_GT(report.At("auc").Double(), .65);
  EXPECT_LT(report.At("auc_low").Double(), report.At("auc").Double());
  EXPECT_GT(report.At("auc_high").Double(), report.At("auc").Double());
  EXPECT_GT(report.At("leads_learned_from").Int64(), 1700);
}

TEST(LeadScoresTest, ScoresEachLead) {
  ASSERT_TRUE(AppliedScores().ok()) << AppliedScores().error;
  const auto& scores = AppliedScores()["scores"];
  ASSERT_EQ(scores.rows(), kLeads);
  EXPECT_EQ(scores.Text("lead_id")[7], "lead7");
  const auto probability = scores.Double("probability");
  const auto score = scores.Double("score");
  double sum = 0, converted = 0;
  for (size_t i = 0; i < kLeads; ++i) {
    ASSERT_TRUE(probability[i].has_value());
    EXPECT_GT(*probability[i], 0);
    EXPECT_LT(*probability[i], 1);
    EXPECT_NEAR(*score[i], 100 * *probability[i], 1e-9);
    sum += *probability[i];
    converted += Simulated().converted_at[i] != kNever ? 1 : 0;
  }
  EXPECT_NEAR(sum / kLeads, converted / kLeads, .05);
  EXPECT_THAT(scores.Text("grade"), Each(::testing::AnyOf("A", "B", "C", "D")));
  EXPECT_THAT(scores.Double("expected_value"), Each(std::nullopt));
  EXPECT_THAT(scores.Double("fit"), Each(std::nullopt));
}

TEST(LeadScoresTest, ReasonsAddUpToTheLogit) {
  std::map<std::string, double> logits, sums;
  const auto ids = AppliedScores()["scores"].Text("lead_id");
  const auto logit = AppliedScores()["scores"].Double("logit");
  const auto in_words = AppliedScores()["scores"].Text("reasons");
  size_t explained = 0;
  for (size_t i = 0; i < ids.size(); ++i) {
    logits[*ids[i]] = *logit[i];
    explained += in_words[i].has_value() ? 1 : 0;
  }
  EXPECT_EQ(explained, 50);
  const auto& reasons = AppliedScores()["reasons"];
  const auto of = reasons.Text("lead_id");
  const auto contribution = reasons.Double("contribution");
  for (size_t i = 0; i < of.size(); ++i) sums[*of[i]] += *contribution[i];
  EXPECT_EQ(of.size(), 50 * 4) << "the usual lead, two reasons, the rest";
  ASSERT_EQ(sums.size(), 50);
  for (const auto& [id, sum] : sums) EXPECT_NEAR(sum, logits.at(id), 1e-5) << id;
  EXPECT_THAT(reasons.Text("words"),
              Contains(Optional(HasSubstr("source = referral speaks for it"))));
}

TEST(LeadScoresTest, SaysHowGoodItIs) {
  const auto quality = QualityOf(AppliedScores());
  for (const char* name : {"auc", "average_precision", "brier", "log_loss", "ks",
                           "calibration_error", "leads_fitted", "validation_auc_naive_bayes",
                           "validation_auc_elastic_net", "validation_auc_boosted_trees"}) {
    EXPECT_EQ(quality.count(name), 1) << name;
  }
  EXPECT_NEAR(quality.at("auc"), TrainedScores().report.At("auc").Double(), 1e-6);
  EXPECT_EQ(quality.at("leads_tested"), 600);
  EXPECT_EQ(AppliedScores()["lift"].rows(), 10);
  EXPECT_GT(*AppliedScores()["lift"].Double("lift")[0], 1.2);
  EXPECT_NEAR(*AppliedScores()["lift"].Double("cumulative_gain")[9], 1, 1e-9);
  EXPECT_GE(AppliedScores()["calibration"].rows(), 5);
  EXPECT_THAT(AppliedScores()["groups"].Text("value"),
              ::testing::UnorderedElementsAre("ads", "referral", "fair", "missing"));
  const auto& features = AppliedScores()["features"];
  EXPECT_THAT(features.Text("feature"), ElementsAre("size", "source", "noise"));
  EXPECT_THAT(features.Text("type"), ElementsAre("number", "category", "number"));
  EXPECT_THAT(features.Bool("used"), Each(true));
  EXPECT_GT(*features.Double("auc")[0], *features.Double("auc")[2]);
  EXPECT_THAT(features.Double("drift"), Each(Not(std::nullopt)));
  EXPECT_THAT(AppliedScores()["notes"].Text("code"), Not(Contains("NOT_TRAINED")));
}

TEST(LeadScoresTest, ALeadOfARequestIsScoredLikeThatOfTheTable) {
  const RunResult request = ApplyModel<LeadScores>(
      kParameters, TrainedScores().bytes,
      {{"leads", LeadTable(TakeLeads(Simulated(), {3, 4}), false)}}, Later());
  ASSERT_TRUE(request.ok()) << request.error;
  const auto probability = AppliedScores()["scores"].Double("probability");
  EXPECT_THAT(request["scores"].Double("probability"), ElementsAre(probability[3], probability[4]));
}

TEST(LeadScoresTest, WhatIsKnownAtTheOutcomeIsLookedAtAndLeftOut) {
  constexpr char kWithLeak[] = R"({"horizon": "30d", "features": [
      "size", "source", {"column": "reason", "known_at": "outcome"}]})";
  Frame frame = Simulated();
  std::vector<std::string> reason;
  for (const int64_t at : frame.converted_at) reason.push_back(at == kNever ? "price" : "");
  frame.features[2] = Category("reason", reason);
  const TrainResult trained =
      TrainModel<LeadScores>(kWithLeak, {{"leads", LeadTable(frame)}}, {}, Later());
  ASSERT_TRUE(trained.ok()) << trained.error;
  EXPECT_EQ(trained.report.At("left_out").Text(), "reason");
  // A request need not have it.
  frame.features.pop_back();
  const RunResult applied =
      ApplyModel<LeadScores>(kWithLeak, trained.bytes, {{"leads", LeadTable(frame)}}, Later());
  ASSERT_TRUE(applied.ok()) << applied.error;
  const auto& features = applied["features"];
  EXPECT_THAT(features.Bool("used"), ElementsAre(true, true, false));
  EXPECT_EQ(features.Text("reason")[2], "known_at_outcome");
  EXPECT_GT(*features.Double("auc")[2], .99);
  const auto quality = QualityOf(applied);
  EXPECT_GT(quality.at("auc_with_leaks"), quality.at("auc_without_leaks") + .1);
  EXPECT_THAT(applied["notes"].Text("message"),
              Contains(Optional(HasSubstr("'reason' is left out"))));
}

TEST(LeadScoresTest, ExpectedValueIsOfTheLeadOrOfWhatLeadsHaveBrought) {
  constexpr char kWithValue[] =
      R"({"horizon": "30d", "features": ["size", "source", "noise"], "won_amounts": true,
          "value": "worth"})";
  // Every converted lead brought 500 and 1,000; the first lead is worth 10.
  Values<std::string> leads;
  Values<int64_t> amounts;
  for (size_t i = 0; i < kLeads; ++i) {
    if (Simulated().converted_at[i] == kNever) continue;
    for (const int64_t amount : {50'000, 100'000}) {
      leads.push_back(Simulated().ids[i]);
      amounts.push_back(amount);
    }
  }
  Table deals;
  deals.Text("lead_id", leads).Decimal("amount", 2, amounts);
  Values<double> worth(kLeads);
  worth[0] = 10;
  Table table = LeadTable(Simulated());
  table.Double("predicted_value", worth);
  const TrainResult trained =
      TrainModel<LeadScores>(kWithValue, {{"leads", table}, {"deals", deals}}, {}, Later());
  ASSERT_TRUE(trained.ok()) << trained.error;
  const RunResult applied = ApplyModel<LeadScores>(kWithValue, trained.bytes,
                                                   {{"leads", table}, {"deals", deals}}, Later());
  ASSERT_TRUE(applied.ok()) << applied.error;
  const auto probability = applied["scores"].Double("probability");
  const auto value = applied["scores"].Double("expected_value");
  EXPECT_NEAR(*value[0], 10 * *probability[0], 1e-9);
  EXPECT_NEAR(*value[1], 1500 * *probability[1], 1e-9);
}

TEST(LeadScoresTest, FitStandsBesideTheScore) {
  constexpr char kWithFit[] = R"({"horizon": "30d", "features": ["size", "noise"],
      "criteria": [{"feature": "source", "one_of": ["referral"]}]})";
  const Inputs inputs = {{"leads", LeadTable(Simulated())}};
  const TrainResult trained = TrainModel<LeadScores>(kWithFit, inputs, {}, Later());
  ASSERT_TRUE(trained.ok()) << trained.error;
  const RunResult applied = ApplyModel<LeadScores>(kWithFit, trained.bytes, inputs, Later());
  ASSERT_TRUE(applied.ok()) << applied.error;
  EXPECT_THAT(applied["features"].Text("feature"), ElementsAre("size", "noise"));
  const Feature& source = Simulated().features[1];
  const auto fit = applied["scores"].Double("fit");
  for (size_t i = 0; i < 20; ++i) {
    const bool referral = !source.IsNull(i) && source.dictionary[source.codes[i]] == "referral";
    EXPECT_NEAR(*fit[i], referral ? 100 : 0, 1e-9);
  }
}

TEST(LeadScoresTest, ExplainsThoseThatMayYetConvertFirst) {
  const RunResult applied = ApplyModel<LeadScores>(
      kParameters, TrainedScores().bytes, {{"leads", LeadTable(Simulated())}}, KnownUntil(kLeads));
  ASSERT_TRUE(applied.ok()) << applied.error;
  const auto reasons = applied["scores"].Text("reasons");
  for (size_t i = kLeads - 29; i < kLeads; ++i) {
    const int64_t converted = Simulated().converted_at[i];
    const bool open = converted == kNever || converted > static_cast<int64_t>(kLeads) * kDayUs;
    if (open) EXPECT_TRUE(reasons[i].has_value()) << i;
  }
}

}  // namespace
}  // namespace lead_quality
