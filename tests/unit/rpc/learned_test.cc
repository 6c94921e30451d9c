// ListVersions, Activate and Score.
#include <cmath>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/status.h"
#include "unit/rpc/eventually.h"
#include "unit/rpc/fake_models.h"
#include "unit/rpc/server_fixture.h"

namespace madad::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

core::ArtifactVersion Version(int64_t number, core::ArtifactState state) {
  return {.number = number,
          .digest = "abc",
          .size = 12,
          .report = R"({"auc":0.75})",
          .reason = "better",
          .trained_at = absl::FromUnixSeconds(1'700'000'000),
          .snapshot = "v1",
          .plugin_version = "1.2.3",
          .parameters = R"({"window":"30d"})",
          .state = state};
}

class LearnedTest : public ServerTest {
 protected:
  using Stream = grpc::ClientReaderWriterInterface<v1::ScoreRequest, v1::ScoreResponse>;

  void SetUp() override {
    control_->versions.all = {Version(3, core::ArtifactState::kKeptBack),
                              Version(2, core::ArtifactState::kServing),
                              Version(1, core::ArtifactState::kSuperseded)};
    control_->versions.all[2].status =
        core::Error(absl::StatusCode::kDataLoss, "it was cut short", {"ARTIFACT_DAMAGED", {}, ""});
    control_->versions.pinned = true;
    backend_.models = control_;
    Start({});
  }

  grpc::Status List(const v1::ListVersionsRequest& request, v1::ListVersionsResponse& page) {
    grpc::ClientContext context;
    return models_->ListVersions(&context, request, &page);
  }

  grpc::Status Activate(const v1::ActivateRequest& request, v1::ActivateResponse& response) {
    grpc::ClientContext context;
    return models_->Activate(&context, request, &response);
  }

  // The first message has the instance, too.
  static v1::ScoreRequest Words(const std::vector<std::string>& words,
                                const std::string& instance = "scores") {
    v1::ScoreRequest message;
    message.set_instance(instance);
    v1::Column& column = *message.add_columns();
    column.set_name("word");
    column.set_type(v1::TYPE_STRING);
    for (const std::string& word : words) column.add_string_values(word);
    message.set_row_count(static_cast<int64_t>(words.size()));
    return message;
  }

  // Sends `messages` and reads what comes; returns how the call ended.
  grpc::Status Score(const std::vector<v1::ScoreRequest>& messages,
                     std::vector<v1::ScoreResponse>& answers) {
    grpc::ClientContext context;
    const auto stream = models_->Score(&context);
    for (const v1::ScoreRequest& message : messages) {
      if (!stream->Write(message)) break;
    }
    stream->WritesDone();
    v1::ScoreResponse answer;
    while (stream->Read(&answer)) answers.push_back(answer);
    return stream->Finish();
  }
  grpc::Status ScoreOne(const v1::ScoreRequest& message) {
    std::vector<v1::ScoreResponse> answers;
    return Score({message}, answers);
  }

  std::shared_ptr<FakeModels> control_ = std::make_shared<FakeModels>();
};

TEST_F(LearnedTest, ListsVersionsNewestFirst) {
  v1::ListVersionsRequest request;
  request.set_instance("scores");
  v1::ListVersionsResponse page;
  ASSERT_TRUE(List(request, page).ok());
  ASSERT_EQ(page.versions_size(), 3);
  EXPECT_TRUE(page.pinned());
  EXPECT_EQ(page.versions(0).number(), 3);
  EXPECT_EQ(page.versions(0).state(), v1::MODEL_VERSION_STATE_KEPT_BACK);
  const v1::ModelVersion& serving = page.versions(1);
  EXPECT_EQ(serving.state(), v1::MODEL_VERSION_STATE_SERVING);
  EXPECT_EQ(serving.report().fields().at("auc").number_value(), 0.75);
  EXPECT_EQ(serving.reason(), "better");
  EXPECT_EQ(serving.trained_at().seconds(), 1'700'000'000);
  EXPECT_EQ(serving.plugin_version(), "1.2.3");
  EXPECT_EQ(serving.parameters().fields().at("window").string_value(), "30d");
  EXPECT_FALSE(serving.has_damage());
  EXPECT_EQ(page.versions(2).state(), v1::MODEL_VERSION_STATE_SUPERSEDED);
  EXPECT_EQ(page.versions(2).damage().message(), "it was cut short");
}

TEST_F(LearnedTest, PagesOfVersionsFollowEachOther) {
  v1::ListVersionsRequest request;
  request.set_instance("scores");
  request.set_page_size(2);
  v1::ListVersionsResponse first;
  ASSERT_TRUE(List(request, first).ok());
  EXPECT_EQ(first.versions_size(), 2);
  request.set_page_token(first.next_page_token());
  v1::ListVersionsResponse second;
  ASSERT_TRUE(List(request, second).ok());
  ASSERT_EQ(second.versions_size(), 1);
  EXPECT_EQ(second.versions(0).number(), 1);
  EXPECT_EQ(second.next_page_token(), "");
  request.set_instance("other");
  v1::ListVersionsResponse third;
  EXPECT_EQ(List(request, third).error_code(), grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(LearnedTest, ActivatesAVersionOrTheLatest) {
  v1::ActivateRequest request;
  request.set_instance("scores");
  request.set_version(1);
  v1::ActivateResponse response;
  ASSERT_TRUE(Activate(request, response).ok());
  EXPECT_EQ(response.serving().number(), 1);
  EXPECT_TRUE(response.pinned());
  request.set_latest(true);
  ASSERT_TRUE(Activate(request, response).ok());
  EXPECT_THAT(control_->runs(), ElementsAre("activate scores 1", "activate scores 0"));
}

TEST_F(LearnedTest, WhatCannotBeActivatedIsNamed) {
  v1::ActivateRequest request;
  request.set_instance("scores");
  v1::ActivateResponse response;
  EXPECT_EQ(ReasonOf(Activate(request, response)), "VERSION_MISSING");
  request.set_version(-1);
  EXPECT_EQ(ReasonOf(Activate(request, response)), "VERSION_MISSING");
  request.set_version(9);
  EXPECT_EQ(ReasonOf(Activate(request, response)), "VERSION_UNKNOWN");
  EXPECT_THAT(control_->runs(), ElementsAre("activate scores 9"));
  request.set_instance("score");
  EXPECT_EQ(Activate(request, response).error_code(), grpc::StatusCode::NOT_FOUND);
}

TEST_F(LearnedTest, AnswersEachMessageInOrder) {
  v1::ScoreRequest later = Words({"", "abcd"});
  later.clear_instance();
  later.mutable_columns(0)->set_validity("\x02");
  std::vector<v1::ScoreResponse> answers;
  const grpc::Status status = Score({Words({"a", "abc"}), later, later}, answers);
  ASSERT_TRUE(status.ok()) << status.error_message();
  ASSERT_EQ(answers.size(), 3U);
  EXPECT_THAT(answers[0].columns(0).int64_values(), ElementsAre(2, 6));
  EXPECT_EQ(answers[0].version().number(), 3);
  EXPECT_EQ(answers[0].snapshot(), "v7");
  EXPECT_FALSE(answers[1].has_version());
  // A null is not a text without letters.
  EXPECT_EQ(answers[1].columns(0).validity(), "\x02");
  EXPECT_EQ(answers[1].columns(0).int64_values(1), 8);
  for (const v1::ScoreResponse& answer : answers) EXPECT_TRUE(answer.last());
}

TEST_F(LearnedTest, AnswersBeforeTheClientIsDone) {
  grpc::ClientContext context;
  const auto stream = models_->Score(&context);
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(stream->Write(Words({"ab"})));
    v1::ScoreResponse answer;
    ASSERT_TRUE(stream->Read(&answer));
    EXPECT_THAT(answer.columns(0).int64_values(), ElementsAre(4));
  }
  stream->WritesDone();
  EXPECT_TRUE(stream->Finish().ok());
}

TEST_F(LearnedTest, AFirstMessageWithoutRowsAsksForTheColumns) {
  std::vector<v1::ScoreResponse> answers;
  ASSERT_TRUE(Score({Words({})}, answers).ok());
  ASSERT_EQ(answers.size(), 1U);
  EXPECT_EQ(answers[0].columns(0).name(), "score");
  EXPECT_EQ(answers[0].row_count(), 0);
  answers.clear();
  EXPECT_TRUE(Score({}, answers).ok());
  EXPECT_THAT(answers, IsEmpty());
}

TEST_F(LearnedTest, ALargeAnswerComesInSeveralMessages) {
  std::vector<v1::ScoreResponse> answers;
  ASSERT_TRUE(Score({Words(std::vector<std::string>(200'000, "abcdefgh"))}, answers).ok());
  ASSERT_GT(answers.size(), 1U);
  int64_t rows = 0;
  for (size_t i = 0; i < answers.size(); ++i) {
    rows += answers[i].row_count();
    EXPECT_EQ(answers[i].last(), i + 1 == answers.size());
  }
  EXPECT_EQ(rows, 200'000);
}

TEST_F(LearnedTest, WhatIsWrongWithAMessageIsSaid) {
  EXPECT_EQ(ReasonOf(ScoreOne(Words({"a"}, ""))), "INSTANCE_MISSING");
  EXPECT_EQ(ScoreOne(Words({"a"}, "other")).error_code(), grpc::StatusCode::NOT_FOUND);
  v1::ScoreRequest message = Words({"a"});
  message.mutable_columns(0)->set_name("wort");
  EXPECT_EQ(ReasonOf(ScoreOne(message)), "SCORE_COLUMNS");
  message = Words({"a"});
  message.mutable_columns(0)->set_type(v1::TYPE_UNSPECIFIED);
  EXPECT_THAT(ScoreOne(message).error_message(), HasSubstr("'word' has the type 0"));
  message = Words({"a"});
  message.set_row_count(2);
  EXPECT_THAT(ScoreOne(message).error_message(), HasSubstr("has 1 values for 2 rows"));
  message.set_row_count(-1);
  EXPECT_EQ(ReasonOf(ScoreOne(message)), "COLUMN_INVALID");
  message = Words(std::vector<std::string>(9, "a"));
  message.mutable_columns(0)->set_validity("\xff");
  EXPECT_THAT(ScoreOne(message).error_message(), HasSubstr("1 bytes of validity for 9 rows"));
  message = Words({"a"});
  for (int i = 0; i < 300; ++i) *message.add_columns() = message.columns(0);
  EXPECT_EQ(ReasonOf(ScoreOne(message)), "TOO_MANY_COLUMNS");
  EXPECT_THAT(ScoreOne(Words({"fail"})).error_message(), HasSubstr("it failed"));
}

TEST_F(LearnedTest, NumbersThatAreNoneNeverReachAModel) {
  const auto with = [](v1::Type type, auto add) {
    v1::ScoreRequest message = Words({"a"});
    v1::Column& column = *message.add_columns();
    column.set_name("x");
    column.set_type(type);
    add(column);
    return message;
  };
  const auto fault = [&](v1::Type type, auto add) { return ReasonOf(ScoreOne(with(type, add))); };
  EXPECT_EQ(fault(v1::TYPE_DOUBLE, [](v1::Column& c) { c.add_double_values(NAN); }),
            "VALUE_INVALID");
  EXPECT_EQ(fault(v1::TYPE_DOUBLE, [](v1::Column& c) { c.add_double_values(INFINITY); }),
            "VALUE_INVALID");
  EXPECT_EQ(fault(v1::TYPE_BOOL, [](v1::Column& c) { c.add_int64_values(2); }), "VALUE_INVALID");
  EXPECT_EQ(fault(v1::TYPE_DATE, [](v1::Column& c) { c.add_int64_values(INT64_MAX); }),
            "VALUE_INVALID");
  EXPECT_EQ(fault(v1::TYPE_TIMESTAMP, [](v1::Column& c) { c.add_int64_values(INT64_MIN); }),
            "VALUE_INVALID");
  EXPECT_EQ(fault(v1::TYPE_DECIMAL,
                  [](v1::Column& c) {
                    c.set_scale(19);
                    c.add_int64_values(1);
                  }),
            "COLUMN_INVALID");
  // At a null, whatever stands there is not looked at.
  EXPECT_EQ(fault(v1::TYPE_DOUBLE,
                  [](v1::Column& c) {
                    c.add_double_values(NAN);
                    c.set_validity(std::string(1, '\0'));
                  }),
            "");
}

TEST_F(LearnedTest, LaterMessagesHaveTheColumnsOfTheFirst) {
  v1::ScoreRequest other = Words({"a"});
  other.mutable_columns(0)->set_name("wort");
  std::vector<v1::ScoreResponse> answers;
  EXPECT_EQ(ReasonOf(Score({Words({"a"}), other}, answers)), "SCORE_COLUMNS_CHANGED");
  EXPECT_EQ(answers.size(), 1U);
  v1::ScoreRequest none;
  EXPECT_EQ(ReasonOf(Score({Words({"a"}), none}, answers)), "SCORE_COLUMNS_CHANGED");
}

TEST_F(LearnedTest, EndsWhenTheClientLeaves) {
  grpc::ClientContext context;
  const auto stream = models_->Score(&context);
  ASSERT_TRUE(stream->Write(Words({"wait"})));
  ASSERT_TRUE(Eventually([this] { return control_->started == 1; }));
  context.TryCancel();
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::CANCELLED);
  EXPECT_TRUE(Eventually([this] { return control_->stopped == 1; }));
  // And while it waits for more.
  for (int i = 0; i < 30; ++i) {
    grpc::ClientContext idle;
    const auto waiting = models_->Score(&idle);
    ASSERT_TRUE(waiting->Write(Words({"a"})));
    v1::ScoreResponse answer;
    ASSERT_TRUE(waiting->Read(&answer));
    idle.TryCancel();
    EXPECT_EQ(waiting->Finish().error_code(), grpc::StatusCode::CANCELLED);
  }
}

TEST_F(LearnedTest, MoreStreamsThanAreTakenAreRefused) {
  std::vector<std::unique_ptr<grpc::ClientContext>> contexts;
  std::vector<std::unique_ptr<Stream>> streams;
  for (int i = 0; i < 30; ++i) {
    contexts.push_back(std::make_unique<grpc::ClientContext>());
    streams.push_back(models_->Score(contexts.back().get()));
    streams.back()->Write(Words({"wait"}));
  }
  // 4 are worked on and 16 wait.
  EXPECT_TRUE(Eventually([&] {
    grpc::ClientContext context;
    const auto stream = models_->Score(&context);
    stream->WritesDone();
    return stream->Finish().error_code() == grpc::StatusCode::RESOURCE_EXHAUSTED;
  }));
  for (auto& context : contexts) context->TryCancel();
  for (auto& stream : streams) stream->Finish();
}

TEST_F(LearnedTest, WithoutModelsThereAreNone) {
  backend_.models = nullptr;
  Start({});
  v1::ListVersionsResponse page;
  EXPECT_EQ(List({}, page).error_code(), grpc::StatusCode::UNIMPLEMENTED);
  v1::ActivateResponse response;
  EXPECT_EQ(Activate({}, response).error_code(), grpc::StatusCode::UNIMPLEMENTED);
  EXPECT_EQ(ScoreOne(Words({"a"})).error_code(), grpc::StatusCode::UNIMPLEMENTED);
}

}  // namespace
}  // namespace madad::testing
