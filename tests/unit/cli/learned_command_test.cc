// `madad model show`, `activate` and `score` of an instance that learns, against a server in this
// process.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "google/rpc/error.pb.h"
#include <nlohmann/json.hpp>

#include "support/temporary_folder.h"
#include "unit/cli/fake_server.h"
#include "unit/cli/run_support.h"

namespace madad::cli {
namespace {

using madad::testing::DetailedStatus;
using madad::testing::FakeServer;
using madad::testing::Outcome;
using madad::testing::RunAgainst;
using madad::testing::RunWith;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

v1::ModelVersion Version(int64_t number, v1::ModelVersionState state, double auc) {
  v1::ModelVersion version;
  version.set_number(number);
  version.set_state(state);
  (*version.mutable_report()->mutable_fields())["auc"].set_number_value(auc);
  (*version.mutable_report()->mutable_fields())["leads"].set_number_value(1200);
  version.set_plugin_version("1.0.0");
  version.mutable_trained_at()->set_seconds(1706695200);
  version.set_digest("abc");
  return version;
}

class LearnedCommandTest : public ::testing::Test {
 protected:
  LearnedCommandTest() {
    server_.get_model = [](const v1::GetModelRequest&, v1::GetModelResponse* response) {
      v1::ModelInstance& instance = *response->mutable_instance();
      instance.set_name("scores");
      instance.set_model("learns.win_rates");
      instance.set_trained(true);
      instance.set_pinned(true);
      instance.set_training("version 3 was trained and kept back: no better; version 2 serves");
      *instance.mutable_serving() = Version(2, v1::MODEL_VERSION_STATE_SERVING, 0.78);
      v1::ModelColumn& id = *instance.add_request_columns();
      id.set_name("lead_id");
      id.set_type(v1::TYPE_INT64);
      v1::ModelColumn& source = *instance.add_request_columns();
      source.set_name("source");
      source.set_type(v1::TYPE_STRING);
      source.set_optional(true);
      return grpc::Status::OK;
    };
    server_.list_versions = [](const v1::ListVersionsRequest& request,
                               v1::ListVersionsResponse* response) {
      EXPECT_EQ(request.instance(), "scores");
      *response->add_versions() = Version(3, v1::MODEL_VERSION_STATE_KEPT_BACK, 0.7);
      response->mutable_versions(0)->set_reason("no better");
      *response->add_versions() = Version(2, v1::MODEL_VERSION_STATE_SERVING, 0.78);
      *response->add_versions() = Version(1, v1::MODEL_VERSION_STATE_SUPERSEDED, 0.75);
      response->mutable_versions(2)->mutable_damage()->set_message("it was cut short");
      response->set_pinned(true);
      return grpc::Status::OK;
    };
    // The score is twice the id.
    server_.score = [this](const v1::ScoreRequest& request,
                           std::vector<v1::ScoreResponse>* responses) {
      asked_.push_back(request);
      v1::ScoreResponse& answer = responses->emplace_back();
      v1::Column& score = *answer.add_columns();
      score.set_name("score");
      score.set_type(v1::TYPE_INT64);
      for (const int64_t id : request.columns(0).int64_values()) score.add_int64_values(2 * id);
      answer.set_row_count(request.row_count());
      answer.set_last(true);
      if (request.instance().empty()) return grpc::Status::OK;
      answer.mutable_version()->set_number(2);
      answer.set_snapshot("v1");
      return grpc::Status::OK;
    };
  }

  Outcome Score(const std::string& csv, const std::string& format) {
    const std::string file = folder_.Write("leads.csv", csv);
    return RunAgainst(server_, {"model", "score", "scores", file, "--format", format});
  }

  FakeServer server_;
  std::vector<v1::ScoreRequest> asked_;
  madad::testing::TemporaryFolder folder_;
};

TEST_F(LearnedCommandTest, ShowsTheVersionThatServesAndTheOthers) {
  const Outcome outcome = RunAgainst(server_, {"model", "show", "scores"});
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_THAT(outcome.out,
              HasSubstr("version 2, trained 2024-01-31T10:00:00Z by 1.0.0, pinned: later ones are "
                        "kept back\n"));
  EXPECT_THAT(outcome.out, HasSubstr("auc 0.78, leads 1200\n"));
  EXPECT_THAT(outcome.out, HasSubstr("version 3 was trained and kept back: no better;"));
  EXPECT_THAT(outcome.out, HasSubstr("3  kept back  2024-01-31T10:00:00Z  auc 0.7, leads 1200  "
                                     "(no better)\n"));
  EXPECT_THAT(outcome.out, HasSubstr("1  superseded  "));
  EXPECT_THAT(outcome.out, HasSubstr("it was cut short\n"));
  EXPECT_THAT(outcome.out, HasSubstr("lead_id (int64), source (string, optional)\n"));
}

TEST_F(LearnedCommandTest, ShowsThemAsJson) {
  const Outcome outcome = RunAgainst(server_, {"model", "show", "scores", "--format", "json"});
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  const auto json = nlohmann::json::parse(outcome.out);
  EXPECT_EQ(json["serving"]["number"], 2);
  EXPECT_EQ(json["serving"]["report"]["auc"], 0.78);
  EXPECT_EQ(json["pinned"], true);
  EXPECT_EQ(json["versions"][0]["state"], "kept back");
  EXPECT_EQ(json["versions"][2]["error"]["message"], "it was cut short");
  EXPECT_EQ(json["request_columns"][1]["optional"], true);
}

TEST_F(LearnedCommandTest, ActivatesAVersion) {
  std::vector<std::string> asked;
  server_.activate = [&](const v1::ActivateRequest& request, v1::ActivateResponse* response) {
    asked.push_back(request.ShortDebugString());
    response->mutable_serving()->set_number(request.latest() ? 2 : request.version());
    response->set_pinned(!request.latest());
    return grpc::Status::OK;
  };
  EXPECT_EQ(RunAgainst(server_, {"model", "activate", "scores", "1"}).out,
            "scores: version 1 serves; later trainings are kept back until `madad model activate "
            "scores latest`\n");
  EXPECT_EQ(RunAgainst(server_, {"model", "activate", "scores", "latest"}).out,
            "scores: version 2 serves\n");
  EXPECT_THAT(asked,
              ElementsAre("instance: \"scores\" version: 1", "instance: \"scores\" latest: true"));
  for (const char* wrong : {"0", "-1", "newest", "1.5"}) {
    EXPECT_EQ(RunAgainst(server_, {"model", "activate", "scores", wrong}).status, 2) << wrong;
  }
}

TEST_F(LearnedCommandTest, ScoresTheRowsOfAFile) {
  const Outcome outcome = Score("lead_id,source\n1,web\n20,\n", "table");
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_EQ(outcome.out,
            "score\n"
            "-----\n"
            "    2\n"
            "   40\n"
            "\n"
            "2 rows | scored by version 2\n");
  ASSERT_EQ(asked_.size(), 2U);
  EXPECT_EQ(asked_[0].instance(), "scores");
  EXPECT_EQ(asked_[1].row_count(), 2);
}

TEST_F(LearnedCommandTest, ScoresAsCsvAndJson) {
  EXPECT_EQ(Score("lead_id\n1\n2\n", "csv").out, "score\r\n2\r\n4\r\n");
  const auto json = nlohmann::json::parse(Score("lead_id\n1\n2\n", "json").out);
  EXPECT_EQ(json["rows"], nlohmann::json::parse("[[2],[4]]"));
  EXPECT_EQ(json["columns"][0]["name"], "score");
  EXPECT_EQ(json["version"], 2);
  EXPECT_EQ(json["snapshot"], "v1");
  // Without rows, too.
  EXPECT_EQ(Score("lead_id\n", "csv").out, "score\r\n");
}

TEST_F(LearnedCommandTest, WhatTheServerRefusesIsStatus1) {
  google::rpc::ErrorInfo info;
  info.set_reason("SCORE_COLUMNS");
  server_.score = [&](const v1::ScoreRequest&, std::vector<v1::ScoreResponse>*) {
    return DetailedStatus(grpc::StatusCode::INVALID_ARGUMENT, "'source' is missing", {&info});
  };
  const Outcome outcome = Score("lead_id\n1\n", "table");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_EQ(outcome.out, "");
  EXPECT_THAT(outcome.err, HasSubstr("'source' is missing\n  reason: SCORE_COLUMNS\n"));
}

TEST_F(LearnedCommandTest, AFileThatCannotBeReadIsNamed) {
  const Outcome missing =
      RunAgainst(server_, {"model", "score", "scores", (folder_.path() / "none.csv").string()});
  EXPECT_EQ(missing.status, 1);
  EXPECT_THAT(missing.err, HasSubstr("none.csv`: No such file"));
  const Outcome wrong = Score("lead_id\n1\nx\n", "table");
  EXPECT_EQ(wrong.status, 1);
  EXPECT_THAT(wrong.err, HasSubstr("leads.csv, line 3: `lead_id` is `x`, expected a whole number"));
  EXPECT_EQ(RunWith({"model", "score", "a.model", "x.csv"}).status, 2);
}

}  // namespace
}  // namespace madad::cli
