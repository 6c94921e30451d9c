// ModelService: what models are, and running them.
#include <memory>
#include <string>
#include <thread>
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

core::ModelDefinition Definition(const std::string& id) {
  return {.id = id,
          .plugin = id.substr(0, id.find('.')),
          .plugin_version = "1.2.3",
          .labels = {{"en", "Label of " + id}, {"he", "תווית"}},
          .description = "What it computes.",
          .parameters = R"({"type":"object","properties":{"window":{"type":"string"}}})"};
}

core::ModelState Instance(const std::string& name, const std::string& model) {
  core::ModelState state;
  state.use.name = name;
  state.use.model = model;
  state.use.parameters = R"({"window":"30d"})";
  state.parameters = R"({"steps":["lead","won"],"window":"30d"})";
  state.use.shape.outputs = {{.name = "steps", .key = "step", .columns = {}}};
  state.tables = {name};
  return state;
}

class ModelServiceTest : public ServerTest {
 protected:
  void SetUp() override {
    control_->definitions = {Definition("conversion.funnel"), Definition("clv.customer_value")};
    control_->states = {Instance("old_one", "gone.model"), Instance("sales", "conversion.funnel")};
    control_->tables = {{"steps", {{"stage", {.format = "u", .texts = {"lead", "won"}}}}},
                        {"notes", {{"code", {.format = "u", .texts = {"TIES"}}}}}};
    control_->order = {"steps", "notes"};
    backend_.models = control_;
    Start({});
  }

  grpc::Status List(int size, const std::string& token, v1::ListModelsResponse& page) {
    v1::ListModelsRequest request;
    request.set_page_size(size);
    request.set_page_token(token);
    grpc::ClientContext context;
    return models_->ListModels(&context, request, &page);
  }

  grpc::Status Get(const std::string& name, v1::GetModelResponse& response) {
    v1::GetModelRequest request;
    request.set_name(name);
    grpc::ClientContext context;
    return models_->GetModel(&context, request, &response);
  }

  // Reads the whole stream.
  grpc::Status Run(const v1::RunModelRequest& request,
                   std::vector<v1::RunModelResponse>& messages) {
    grpc::ClientContext context;
    const auto reader = models_->RunModel(&context, request);
    v1::RunModelResponse message;
    while (reader->Read(&message)) messages.push_back(message);
    return reader->Finish();
  }

  static v1::RunModelRequest OfInstance(const std::string& name, bool force = false) {
    v1::RunModelRequest request;
    request.set_instance(name);
    request.set_force(force);
    return request;
  }

  static v1::RunModelRequest AdHoc() {
    v1::RunModelRequest request;
    request.mutable_ad_hoc()->set_model("conversion.funnel");
    return request;
  }

  std::shared_ptr<FakeModels> control_ = std::make_shared<FakeModels>();
};

TEST_F(ModelServiceTest, ListsModelsWithTheirInstancesInOrderOfId) {
  v1::ListModelsResponse page;
  ASSERT_TRUE(List(2, "", page).ok());
  ASSERT_EQ(page.models_size(), 2);
  EXPECT_EQ(page.models(0).id(), "clv.customer_value");
  EXPECT_EQ(page.models(0).instances_size(), 0);
  const v1::Model& funnel = page.models(1);
  EXPECT_EQ(funnel.id(), "conversion.funnel");
  EXPECT_EQ(funnel.plugin(), "conversion");
  EXPECT_EQ(funnel.plugin_version(), "1.2.3");
  EXPECT_EQ(funnel.label(), "Label of conversion.funnel");
  EXPECT_EQ(funnel.labels().at("he"), "תווית");
  EXPECT_TRUE(funnel.parameter_schema().fields().contains("properties"));
  ASSERT_EQ(funnel.instances_size(), 1);
  EXPECT_EQ(funnel.instances(0).name(), "sales");
  v1::ListModelsResponse rest;
  ASSERT_TRUE(List(2, page.next_page_token(), rest).ok());
  // An instance whose model no plugin declares is listed all the same.
  ASSERT_EQ(rest.models_size(), 1);
  EXPECT_EQ(rest.models(0).id(), "gone.model");
  EXPECT_EQ(rest.models(0).plugin(), "");
  EXPECT_EQ(rest.models(0).instances(0).name(), "old_one");
  EXPECT_THAT(rest.next_page_token(), IsEmpty());
}

TEST_F(ModelServiceTest, TokensAreBoundToTheList) {
  v1::ListModelsResponse page;
  ASSERT_TRUE(List(1, "", page).ok());
  v1::ListModelsRequest other;
  other.set_language("he");
  other.set_page_token(page.next_page_token());
  grpc::ClientContext context;
  EXPECT_EQ(ReasonOf(models_->ListModels(&context, other, &page)), "PAGE_TOKEN_INVALID");
  EXPECT_EQ(ReasonOf(List(-1, "", page)), "PAGE_SIZE_INVALID");
}

TEST_F(ModelServiceTest, AnInstanceSaysHowItIs) {
  core::ModelState& state = control_->states[1];
  state.use.refresh_micros = 86'400'000'000;
  state.freshness = core::ModelFreshness::kStale;
  state.ran_at = absl::FromUnixSeconds(1'700'000'000);
  state.elapsed = absl::Milliseconds(1'500);
  state.last_status = core::Error(absl::StatusCode::kInternal, "it threw", {"MODEL_THREW", {}, ""});
  state.availability = core::Error(absl::StatusCode::kFailedPrecondition, "no column won_at",
                                   {"MODEL_INPUT_INVALID", {{"column", "won_at"}}, ""});
  state.rows = 12;
  state.snapshot = "v0";
  state.progress = 0.25;
  state.step = "sorting";
  v1::GetModelResponse found;
  ASSERT_TRUE(Get("sales", found).ok());
  EXPECT_EQ(found.model().id(), "conversion.funnel");
  EXPECT_EQ(found.model().instances_size(), 0);
  const v1::ModelInstance& instance = found.instance();
  EXPECT_EQ(instance.model(), "conversion.funnel");
  EXPECT_EQ(instance.parameters().fields().at("window").string_value(), "30d");
  EXPECT_FALSE(instance.manual());
  EXPECT_EQ(instance.refresh().seconds(), 86'400);
  EXPECT_EQ(instance.timeout().seconds(), 600);
  EXPECT_EQ(instance.freshness(), v1::MODEL_FRESHNESS_STALE);
  EXPECT_EQ(instance.ran_at().seconds(), 1'700'000'000);
  EXPECT_EQ(instance.elapsed().nanos(), 500'000'000);
  EXPECT_EQ(instance.last_error().message(), "it threw");
  EXPECT_EQ(ReasonOf(instance.unavailable()), "MODEL_INPUT_INVALID");
  EXPECT_EQ(instance.row_count(), 12);
  EXPECT_EQ(instance.snapshot(), "v0");
  EXPECT_EQ(instance.progress().fraction(), 0.25);
  EXPECT_EQ(instance.progress().step(), "sorting");
  ASSERT_EQ(instance.tables_size(), 1);
  EXPECT_EQ(instance.tables(0).name(), "sales");
  EXPECT_EQ(instance.tables(0).output(), "steps");
  EXPECT_EQ(instance.tables(0).key(), "step");
}

TEST_F(ModelServiceTest, AFreshInstanceHasNoErrorsAndNoProgress) {
  control_->states[1].freshness = core::ModelFreshness::kFresh;
  v1::GetModelResponse found;
  ASSERT_TRUE(Get("sales", found).ok());
  EXPECT_EQ(found.instance().freshness(), v1::MODEL_FRESHNESS_FRESH);
  EXPECT_FALSE(found.instance().has_unavailable());
  EXPECT_FALSE(found.instance().has_last_error());
  EXPECT_FALSE(found.instance().has_progress());
  EXPECT_FALSE(found.instance().has_ran_at());
  EXPECT_FALSE(found.instance().has_refresh());
}

TEST_F(ModelServiceTest, TablesSayWhatTheCatalogKnowsOfThem) {
  core::Table& sales = catalog_.tables["sales"];
  sales.name = "sales";
  sales.model = "sales";
  sales.columns["step"] = {.name = "step", .type = core::Type::kInt64};
  control_->states[1].use.shape.outputs[0].columns = {
      {.name = "step", .type = core::Type::kInt64, .description = "From 1."}};
  Start({});
  v1::GetModelResponse found;
  ASSERT_TRUE(Get("sales", found).ok());
  ASSERT_EQ(found.instance().tables(0).columns_size(), 1);
  EXPECT_EQ(found.instance().tables(0).columns(0).name(), "step");
  EXPECT_EQ(found.instance().tables(0).columns(0).type(), v1::TYPE_INT64);
  EXPECT_EQ(found.instance().tables(0).columns(0).description(), "From 1.");
}

TEST_F(ModelServiceTest, GetsAModelByIdAndSuggestsTheNearest) {
  v1::GetModelResponse found;
  ASSERT_TRUE(Get("conversion.funnel", found).ok());
  EXPECT_FALSE(found.has_instance());
  EXPECT_EQ(found.model().instances_size(), 1);
  const grpc::Status status = Get("sale", found);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(ReasonOf(status), "MODEL_UNKNOWN");
  EXPECT_THAT(status.error_message(), HasSubstr("did you mean sales"));
}

TEST_F(ModelServiceTest, RunsAnInstanceWithProgressAndItsOutcome) {
  control_->states[1].rows = 5;
  control_->states[1].snapshot = "v1";
  std::vector<v1::RunModelResponse> messages;
  ASSERT_TRUE(Run(OfInstance("sales", /*force=*/true), messages).ok());
  EXPECT_THAT(control_->runs(), ElementsAre("sales!"));
  ASSERT_GE(messages.size(), 2u);
  EXPECT_EQ(messages.front().progress().step(), "reading");
  const v1::ModelOutcome& outcome = messages.back().outcome();
  EXPECT_TRUE(outcome.ran());
  EXPECT_THAT(outcome.tables(), ElementsAre("sales"));
  EXPECT_EQ(outcome.row_count(), 5);
  EXPECT_EQ(outcome.snapshot(), "v1");
  EXPECT_EQ(outcome.parameters().fields().at("window").string_value(), "30d");
}

TEST_F(ModelServiceTest, AFreshInstanceDoesNotRun) {
  control_->is_fresh = true;
  std::vector<v1::RunModelResponse> messages;
  ASSERT_TRUE(Run(OfInstance("sales"), messages).ok());
  ASSERT_EQ(messages.size(), 1u);
  EXPECT_FALSE(messages[0].outcome().ran());
  EXPECT_EQ(control_->started, 0);
}

TEST_F(ModelServiceTest, RunsAModelForTheCallerAlone) {
  v1::RunModelRequest request = AdHoc();
  (*request.mutable_ad_hoc()->mutable_parameters()->mutable_fields())["window"].set_string_value(
      "7d");
  request.mutable_ad_hoc()->set_max_rows(1'000);
  std::vector<v1::RunModelResponse> messages;
  ASSERT_TRUE(Run(request, messages).ok());
  EXPECT_THAT(control_->runs(), ElementsAre(R"(conversion.funnel {"window":"7d"} 1000)"));
  std::vector<std::string> said;
  for (const v1::RunModelResponse& message : messages) {
    if (message.has_outcome()) said.push_back("outcome");
    if (message.has_rows()) said.push_back(message.rows().table());
  }
  EXPECT_THAT(said, ElementsAre("outcome", "steps", "notes"));
  const v1::TableRows& notes = messages.back().rows();
  EXPECT_EQ(notes.row_count(), 1);
  EXPECT_THAT(notes.columns(0).string_values(), ElementsAre("TIES"));
  const v1::TableRows& steps = messages[messages.size() - 2].rows();
  EXPECT_EQ(steps.columns(0).name(), "stage");
  EXPECT_THAT(steps.columns(0).string_values(), ElementsAre("lead", "won"));
}

TEST_F(ModelServiceTest, TheOutcomeOfAnAdHocRunCountsItsRows) {
  std::vector<v1::RunModelResponse> messages;
  ASSERT_TRUE(Run(AdHoc(), messages).ok());
  EXPECT_THAT(control_->runs(), ElementsAre("conversion.funnel {} 20000000"));
  for (const v1::RunModelResponse& message : messages) {
    if (!message.has_outcome()) continue;
    EXPECT_THAT(message.outcome().tables(), ElementsAre("steps", "notes"));
    EXPECT_EQ(message.outcome().row_count(), 3);
    EXPECT_EQ(message.outcome().snapshot(), "v7");
  }
}

TEST_F(ModelServiceTest, ReturnsOnlyTheTablesAskedFor) {
  v1::RunModelRequest request = AdHoc();
  request.mutable_ad_hoc()->add_tables("notes");
  std::vector<v1::RunModelResponse> messages;
  ASSERT_TRUE(Run(request, messages).ok());
  EXPECT_EQ(messages.back().rows().table(), "notes");
  EXPECT_FALSE(messages[messages.size() - 2].has_rows());
  request.mutable_ad_hoc()->set_tables(0, "step");
  const grpc::Status status = Run(request, messages);
  EXPECT_EQ(ReasonOf(status), "TABLE_UNKNOWN");
  EXPECT_THAT(status.error_message(), HasSubstr("steps"));
}

TEST_F(ModelServiceTest, ParametersMayBeTheTextOfAnObject) {
  v1::RunModelRequest request = AdHoc();
  request.mutable_ad_hoc()->set_parameters_json(R"({"big": 9007199254740993})");
  std::vector<v1::RunModelResponse> messages;
  ASSERT_TRUE(Run(request, messages).ok());
  EXPECT_THAT(control_->runs(),
              ElementsAre(R"(conversion.funnel {"big": 9007199254740993} 20000000)"));
  request.mutable_ad_hoc()->set_parameters_json("[1]");
  const grpc::Status status = Run(request, messages);
  EXPECT_EQ(ReasonOf(status), "JSON_INVALID");
  EXPECT_EQ(FieldOf(status), "ad_hoc.parameters_json");
  request.mutable_ad_hoc()->set_parameters_json("{}");
  request.mutable_ad_hoc()->mutable_parameters();
  EXPECT_EQ(ReasonOf(Run(request, messages)), "PARAMETERS_TWICE");
}

TEST_F(ModelServiceTest, AFailedRunIsItsError) {
  control_->failure = core::Error(absl::StatusCode::kInvalidArgument, "no such parameter",
                                  {"PARAMETER_INVALID", {{"parameter", "windw"}}, ""});
  std::vector<v1::RunModelResponse> messages;
  for (const v1::RunModelRequest& request : {OfInstance("sales"), AdHoc()}) {
    const grpc::Status status = Run(request, messages);
    EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
    EXPECT_EQ(ReasonOf(status), "PARAMETER_INVALID");
    EXPECT_EQ(VariableOf(status, "parameter"), "windw");
  }
}

TEST_F(ModelServiceTest, ARequestThatNamesNothingIsRefused) {
  std::vector<v1::RunModelResponse> messages;
  EXPECT_EQ(ReasonOf(Run({}, messages)), "RUN_MISSING");
  EXPECT_EQ(ReasonOf(Run(OfInstance(std::string(300, 'x')), messages)), "TEXT_TOO_LONG");
  v1::RunModelRequest request = AdHoc();
  request.mutable_ad_hoc()->set_row_limit(-1);
  EXPECT_EQ(FieldOf(Run(request, messages)), "ad_hoc.row_limit");
}

TEST_F(ModelServiceTest, AClientThatLeavesEndsTheRun) {
  control_->hold = true;
  for (const v1::RunModelRequest& request : {AdHoc(), OfInstance("sales")}) {
    const int before = control_->stopped;
    grpc::ClientContext context;
    const auto reader = models_->RunModel(&context, request);
    v1::RunModelResponse message;
    ASSERT_TRUE(reader->Read(&message));
    EXPECT_EQ(message.progress().step(), "reading");
    context.TryCancel();
    EXPECT_TRUE(Eventually([&] { return control_->stopped == before + 1; }));
    EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::CANCELLED);
  }
}

TEST_F(ModelServiceTest, ADeadlineEndsTheRun) {
  control_->hold = true;
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::milliseconds(100));
  const auto reader = models_->RunModel(&context, AdHoc());
  v1::RunModelResponse message;
  while (reader->Read(&message)) continue;
  EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
  EXPECT_TRUE(Eventually([&] { return control_->stopped == 1; }));
}

TEST_F(ModelServiceTest, LongRunsAreBoundedAndLeaveQueriesAlone) {
  control_->hold = true;
  std::vector<std::unique_ptr<grpc::ClientContext>> contexts;
  std::vector<std::unique_ptr<grpc::ClientReader<v1::RunModelResponse>>> readers;
  // More than run and wait together.
  constexpr int kRuns = 40;
  for (int i = 0; i < kRuns; ++i) {
    contexts.push_back(std::make_unique<grpc::ClientContext>());
    readers.push_back(models_->RunModel(contexts.back().get(), AdHoc()));
  }
  ASSERT_TRUE(Eventually([&] { return control_->started >= 2; }));
  EXPECT_TRUE(Query(BySource()).ok());
  v1::ListModelsResponse page;
  EXPECT_TRUE(List(0, "", page).ok());
  control_->hold = false;
  int refused = 0;
  for (const auto& reader : readers) {
    v1::RunModelResponse message;
    while (reader->Read(&message)) continue;
    const grpc::Status status = reader->Finish();
    if (status.ok()) continue;
    ++refused;
    EXPECT_EQ(status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
    EXPECT_EQ(ReasonOf(status), "SERVER_BUSY");
    EXPECT_THAT(status.error_message(), HasSubstr("runs of models"));
    EXPECT_TRUE(SaysWhenToRetry(status));
  }
  EXPECT_GT(refused, 0);
  EXPECT_LT(refused, kRuns);
}

TEST_F(ModelServiceTest, WithoutModelsThereAreNone) {
  backend_.models = nullptr;
  Start({});
  v1::ListModelsResponse page;
  ASSERT_TRUE(List(0, "", page).ok());
  EXPECT_EQ(page.models_size(), 0);
  v1::GetModelResponse found;
  EXPECT_EQ(ReasonOf(Get("sales", found)), "MODEL_UNKNOWN");
  std::vector<v1::RunModelResponse> messages;
  const grpc::Status status = Run(OfInstance("sales"), messages);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNIMPLEMENTED);
  EXPECT_EQ(ReasonOf(status), "MODELS_OFF");
}

}  // namespace
}  // namespace madad::testing
