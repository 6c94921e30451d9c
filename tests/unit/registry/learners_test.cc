// Models that learn, through the ABI: one that is sound, and those that are not.
#include <memory>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/time/clock.h"

#include "madad/sdk/reader.h"
#include "madad/sdk/testing/fake_host.h"
#include "registry/errors.h"
#include "registry/registry.h"
#include "support/status_matchers.h"
#include "unit/registry/files.h"

namespace madad::registry {
namespace {

using ::madad::testing::IsOk;
using ::madad::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr absl::StatusCode kInternal = absl::StatusCode::kInternal;

core::ArrowStream ToStream(const sdk::testing::Table& table) {
  ArrowArrayStream stream{};
  sdk::testing::detail::TableStream::Export(
      std::make_unique<sdk::testing::detail::TableStream>(table, 2, ""), &stream);
  return core::ArrowStream(&stream);
}

std::vector<core::ArrowStream> OneInput(const sdk::testing::Table& table) {
  std::vector<core::ArrowStream> inputs;
  inputs.push_back(ToStream(table));
  return inputs;
}

core::ArtifactBytes Bytes(std::string bytes) {
  return std::make_shared<const std::string>(std::move(bytes));
}

class LearnersTest : public ::testing::Test {
 protected:
  LearnersTest() {
    Options options;
    options.model_grace = absl::Milliseconds(50);
    Registry registry(options);
    EXPECT_THAT(registry.LoadFile(FaultyPath("learns")), IsOk());
    EXPECT_THAT(registry.LoadFile(FaultyPath("bad_learners")), IsOk());
    models_ = registry.MakeModels();
  }

  static sdk::testing::Table SomeIds() {
    sdk::testing::Table table;
    table.Int64("lead_id", {1, 2, 3});
    return table;
  }

  absl::StatusOr<core::TrainedModel> Train(const std::string& fault,
                                           absl::Duration timeout = absl::Seconds(60)) {
    MADAD_ASSIGN_OR_RETURN(const auto instance, models_->Create("bad_learners." + fault, "{}"));
    core::ModelCall call;
    call.context.deadline = absl::Now() + timeout;
    call.context.stop = stop_.get_token();
    return instance->Train(OneInput(SomeIds()), nullptr, call);
  }

  // Returns the number that the model makes.
  absl::StatusOr<int64_t> Apply(const std::string& fault, const std::string& bytes = "learned") {
    MADAD_ASSIGN_OR_RETURN(const auto instance, models_->Create("bad_learners." + fault, "{}"));
    MADAD_ASSIGN_OR_RETURN(std::vector<core::ArrowStream> made,
                           instance->Apply(Bytes(bytes), OneInput(SomeIds()), {}));
    sdk::Reader reader("out", made.at(0).get());
    if (!reader.Next()) return absl::InternalError("no rows");
    return reader.Int64("n").values()[0];
  }

  void ExpectFailure(const absl::Status& status, absl::StatusCode code, const char* reason,
                     const char* message) {
    EXPECT_THAT(status, StatusIs(code, HasSubstr(message)));
    EXPECT_EQ(core::DetailOf(status).reason, reason);
    // Whatever it was, others learn.
    EXPECT_THAT(Train("good"), IsOk());
  }

  std::stop_source stop_;
  std::unique_ptr<core::ModelCode> models_;
};

TEST_F(LearnersTest, ASoundOneLearnsAndIsApplied) {
  MADAD_ASSERT_OK_AND_ASSIGN(const auto instance, models_->Create("learns.win_rates", "{}"));
  EXPECT_TRUE(instance->shape().trained);
  EXPECT_TRUE(instance->shape().inputs.at(0).from_request);
  sdk::testing::Table leads;
  leads.Int64("lead_id", {1, 2, 3, 4});
  leads.Text("source", {"web", "web", "fair", std::nullopt});
  leads.Timestamp("won_at", {5, std::nullopt, 7, std::nullopt});
  MADAD_ASSERT_OK_AND_ASSIGN(const core::TrainedModel trained,
                             instance->Train(OneInput(leads), nullptr, {}));
  EXPECT_EQ(trained.artifact, "rates/1\n4 2\n1 0 (none)\n1 1 fair\n2 1 web\n");
  EXPECT_EQ(trained.report, R"({"leads":4,"win_rate":0.5})");
  EXPECT_TRUE(trained.replaces);
  MADAD_ASSERT_OK_AND_ASSIGN(std::vector<core::ArrowStream> made,
                             instance->Apply(Bytes(trained.artifact), OneInput(leads), {}));
  sdk::Reader scores("scores", made.at(0).get());
  ASSERT_TRUE(scores.Next());
  EXPECT_THAT(scores.Double("score").values(), ElementsAre(0.5, 0.5, 1.0, 0.0));
  // Told of one that learned from more, it keeps that.
  MADAD_ASSERT_OK_AND_ASSIGN(const core::TrainedModel again,
                             instance->Train(OneInput(leads), Bytes("rates/1\n9 1\n"), {}));
  EXPECT_FALSE(again.replaces);
  EXPECT_EQ(again.reason, "learned from fewer leads");
}

TEST_F(LearnersTest, AnArtifactThatIsNoneIsItsOwnError) {
  MADAD_ASSERT_OK_AND_ASSIGN(const auto instance, models_->Create("learns.win_rates", "{}"));
  sdk::testing::Table leads;
  leads.Int64("lead_id", {1}).Text("source", {"web"}).Timestamp("won_at", {1});
  const absl::Status status = instance->Apply(Bytes("a foreign one"), OneInput(leads), {}).status();
  ExpectFailure(status, absl::StatusCode::kDataLoss, kModelFailed,
                "apply() failed: the artifact is none of this model's");
}

TEST_F(LearnersTest, WhatATrainingMadeIsCopiedAndReleased) {
  MADAD_ASSERT_OK_AND_ASSIGN(const core::TrainedModel trained, Train("good"));
  EXPECT_EQ(trained.artifact, "learned");
  EXPECT_EQ(trained.report, R"({"auc":0.5})");
  MADAD_ASSERT_OK_AND_ASSIGN(const core::TrainedModel plain, Train("no_report"));
  EXPECT_EQ(plain.report, "{}");
  for (const char* fault : {"no_bytes", "report_no_json", "odd_verdict"}) {
    EXPECT_FALSE(Train(fault).ok());
  }
  // 1000 for the artifact that it was given; no training is open.
  EXPECT_EQ(Apply("good").value_or(-1), 1000);
  EXPECT_EQ(Apply("good", "another").value_or(-1), 0);
}

TEST_F(LearnersTest, FaultsInTraining) {
  ExpectFailure(Train("train_throws").status(), kInternal, kModelThrew,
                "train() threw an exception across the ABI: nobody caught this");
  ExpectFailure(Train("train_fails").status(), absl::StatusCode::kFailedPrecondition, kModelFailed,
                "train() failed: too few rows");
  ExpectFailure(Train("nothing").status(), kInternal, kModelOutputInvalid,
                "train() succeeded and gave nothing");
  ExpectFailure(Train("no_bytes").status(), kInternal, kModelOutputInvalid,
                "gave an artifact of 0 bytes");
  ExpectFailure(Train("short_struct").status(), kInternal, kModelOutputInvalid,
                "gave a struct of 8 bytes");
  ExpectFailure(Train("report_no_json").status(), kInternal, kModelOutputInvalid,
                "gave a report that cannot be read");
  ExpectFailure(Train("report_no_object").status(), kInternal, kModelOutputInvalid,
                "gave a report that is no JSON object");
  ExpectFailure(Train("odd_verdict").status(), kInternal, kModelOutputInvalid,
                "gave the verdict 7");
}

TEST_F(LearnersTest, FaultsInApplying) {
  ExpectFailure(Apply("apply_throws").status(), kInternal, kModelThrew,
                "apply() threw an exception across the ABI: nobody caught this");
  ExpectFailure(Apply("apply_fails").status(), absl::StatusCode::kDataLoss, kModelFailed,
                "the artifact is none");
  ExpectFailure(Apply("apply_wrong_type").status(), kInternal, kModelOutputInvalid,
                "column 'n' of the Arrow type 'g'; its shape says int64");
}

TEST_F(LearnersTest, ATrainingEndsWithItsCall) {
  EXPECT_THAT(Train("waits", absl::Milliseconds(20)),
              StatusIs(absl::StatusCode::kCancelled, HasSubstr("told to stop")));
}

TEST_F(LearnersTest, ATrainingThatHangsIsGivenUpAndItsModelRefused) {
  const absl::Time start = absl::Now();
  ExpectFailure(Train("train_hangs", absl::Milliseconds(10)).status(),
                absl::StatusCode::kDeadlineExceeded, kModelStuck,
                "train() of the model 'bad_learners.train_hangs' did not return within 50ms");
  EXPECT_LT(absl::Now() - start, absl::Milliseconds(490));
  EXPECT_THAT(Train("train_hangs"), StatusIs(absl::StatusCode::kUnavailable, HasSubstr("still")));
  while (absl::Now() < start + absl::Seconds(60) &&
         !models_->Create("bad_learners.train_hangs", "{}").ok()) {
    absl::SleepFor(absl::Milliseconds(10));
  }
  EXPECT_THAT(models_->Create("bad_learners.train_hangs", "{}"), IsOk());
}

}  // namespace
}  // namespace madad::registry
