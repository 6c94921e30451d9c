// `madad models` and `madad model`, against a server in this process.
#include <gmock/gmock.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include "absl/status/status.h"
#include "google/rpc/error.pb.h"
#include <nlohmann/json.hpp>

#include "unit/cli/columns.h"
#include "unit/cli/fake_server.h"
#include "unit/cli/run_support.h"

namespace madad::cli {
namespace {

using madad::testing::DetailedStatus;
using madad::testing::FakeServer;
using madad::testing::Outcome;
using madad::testing::RunAgainst;
using madad::testing::TextColumn;
using ::testing::HasSubstr;
using ::testing::Not;

google::rpc::Status ErrorOf(const std::string& reason, const std::string& message) {
  google::rpc::ErrorInfo info;
  info.set_reason(reason);
  google::rpc::Status status;
  status.set_code(static_cast<int>(absl::StatusCode::kFailedPrecondition));
  status.set_message(message);
  status.add_details()->PackFrom(info);
  return status;
}

v1::ModelInstance InstanceOf(const std::string& name) {
  v1::ModelInstance instance;
  instance.set_name(name);
  instance.set_model("conversion.funnel");
  instance.set_freshness(v1::MODEL_FRESHNESS_FRESH);
  instance.set_row_count(1234);
  instance.mutable_timeout()->set_seconds(600);
  instance.mutable_ran_at()->set_seconds(1706695200);
  instance.mutable_elapsed()->set_seconds(2);
  (*instance.mutable_parameters()->mutable_fields())["window"].set_string_value("30d");
  v1::ModelTable& table = *instance.add_tables();
  table.set_name(name);
  table.set_output("steps");
  table.set_key("step");
  table.set_row_count(1234);
  v1::ModelColumn& column = *table.add_columns();
  column.set_name("step");
  column.set_type(v1::TYPE_INT64);
  column.set_description("From 1.");
  return instance;
}

v1::Model FunnelModel() {
  v1::Model model;
  model.set_id("conversion.funnel");
  model.set_plugin("conversion");
  model.set_plugin_version("1.2.0");
  model.set_label("משפך");
  model.set_description("How entities pass through stages.");
  google::protobuf::util::JsonStringToMessage(
      R"({"type":"object","properties":{
          "window":{"type":"string","default":"","description":"From the first step."},
          "curve_points":{"type":"integer","default":200}}})",
      model.mutable_parameter_schema());
  return model;
}

std::vector<v1::Model> SomeModels() {
  v1::Model funnel = FunnelModel();
  *funnel.add_instances() = InstanceOf("sales");
  v1::ModelInstance failed = InstanceOf("broken");
  *failed.mutable_last_error() = ErrorOf("MODEL_THREW", "it threw");
  *funnel.add_instances() = failed;
  v1::ModelInstance missing = InstanceOf("missing");
  *missing.mutable_unavailable() = ErrorOf("MODEL_INPUT_INVALID", "leads has no won_at");
  missing.set_freshness(v1::MODEL_FRESHNESS_NEVER_RUN);
  missing.clear_ran_at();
  missing.set_row_count(0);
  *funnel.add_instances() = missing;
  v1::ModelInstance running = InstanceOf("busy");
  running.mutable_progress()->set_fraction(0.429);
  *funnel.add_instances() = running;
  v1::Model value;
  value.set_id("clv.customer_value");
  value.set_label("Customer value");
  return {value, funnel};
}

void Serve(FakeServer* server) {
  server->list_models = [](const v1::ListModelsRequest&, v1::ListModelsResponse* response) {
    for (const v1::Model& model : SomeModels()) *response->add_models() = model;
    return grpc::Status::OK;
  };
}

TEST(ModelsCommandTest, ListsInstancesWithTheirStateThenOtherModels) {
  FakeServer server;
  Serve(&server);
  const Outcome outcome = RunAgainst(server, {"models"});
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_EQ(outcome.out,
            "instance  model               state          rows  ran at                what\n"
            "--------  ------------------  ------------  -----  --------------------  "
            "-------------------\n"
            "sales     conversion.funnel   fresh         1,234  2024-01-31T10:00:00Z  משפך\n"
            "broken    conversion.funnel   failed        1,234  2024-01-31T10:00:00Z  it threw\n"
            "missing   conversion.funnel   unavailable       0  -                     leads has no "
            "won_at\n"
            "busy      conversion.funnel   running 42 %  1,234  2024-01-31T10:00:00Z  משפך\n"
            "-         clv.customer_value  no instance       -  -                     Customer "
            "value\n");
}

TEST(ModelsCommandTest, CsvHasALineAnInstance) {
  FakeServer server;
  Serve(&server);
  EXPECT_EQ(RunAgainst(server, {"models", "--format", "csv"}).out,
            "instance,model,state,rows,ran_at,reason,message\r\n"
            "sales,conversion.funnel,fresh,1234,2024-01-31T10:00:00Z,,\r\n"
            "broken,conversion.funnel,failed,1234,2024-01-31T10:00:00Z,MODEL_THREW,it threw\r\n"
            "missing,conversion.funnel,unavailable,0,,MODEL_INPUT_INVALID,leads has no won_at\r\n"
            "busy,conversion.funnel,running,1234,2024-01-31T10:00:00Z,,\r\n"
            ",clv.customer_value,,,,,\r\n");
}

TEST(ModelsCommandTest, JsonHasEveryField) {
  FakeServer server;
  Serve(&server);
  const auto json = nlohmann::json::parse(RunAgainst(server, {"models", "--format", "json"}).out);
  ASSERT_EQ(json["models"].size(), 2u);
  EXPECT_EQ(json["models"][0]["id"], "clv.customer_value");
  const auto& funnel = json["models"][1];
  EXPECT_EQ(funnel["parameters"]["properties"]["curve_points"]["default"], 200);
  EXPECT_EQ(funnel["instances"][0], nlohmann::json::parse(R"({
    "name": "sales", "model": "conversion.funnel", "state": "fresh",
    "parameters": {"window": "30d"}, "manual": false, "timeout_seconds": 600, "max_rows": 0,
    "rows": 1234, "snapshot": null, "ran_at": "2024-01-31T10:00:00Z", "elapsed_seconds": 2,
    "tables": [{"name": "sales", "output": "steps", "entity": null, "key": "step", "rows": 1234,
                "columns": [{"name": "step", "type": "int64", "description": "From 1."}]}]})"));
  EXPECT_EQ(funnel["instances"][1]["error"]["reason"], "MODEL_THREW");
  EXPECT_EQ(funnel["instances"][3]["progress"], 0.429);
}

TEST(ModelCommandTest, ShowsAnInstance) {
  FakeServer server;
  server.get_model = [](const v1::GetModelRequest& request, v1::GetModelResponse* response) {
    *response->mutable_model() = FunnelModel();
    *response->mutable_instance() = InstanceOf(request.name());
    *response->mutable_instance()->mutable_last_error() = ErrorOf("MODEL_THREW", "it threw");
    return grpc::Status::OK;
  };
  const Outcome outcome = RunAgainst(server, {"model", "show", "sales"});
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_EQ(outcome.out,
            "instance     sales\n"
            "model        conversion.funnel\n"
            "state        failed\n"
            "why          it threw (MODEL_THREW)\n"
            "runs         when its data changes\n"
            "ran at       2024-01-31T10:00:00Z, took 2s\n"
            "parameters   {\"window\":\"30d\"}\n"
            "tables       sales: 1,234 rows, key step\n"
            "               step (int64): From 1.\n");
}

TEST(ModelCommandTest, ShowsAModelWithItsParameters) {
  FakeServer server;
  server.get_model = [](const v1::GetModelRequest&, v1::GetModelResponse* response) {
    *response->mutable_model() = FunnelModel();
    *response->mutable_model()->add_instances() = InstanceOf("sales");
    return grpc::Status::OK;
  };
  EXPECT_EQ(RunAgainst(server, {"model", "show", "conversion.funnel"}).out,
            "model        conversion.funnel\n"
            "label        משפך\n"
            "plugin       conversion 1.2.0\n"
            "description  How entities pass through stages.\n"
            "parameters   curve_points (integer) = 200\n"
            "             window (string) = \"\": From the first step.\n"
            "instances    sales: fresh\n");
}

v1::RunModelResponse ProgressOf(double fraction, const std::string& step) {
  v1::RunModelResponse message;
  message.mutable_progress()->set_fraction(fraction);
  message.mutable_progress()->set_step(step);
  return message;
}

v1::RunModelResponse OutcomeOf(bool ran, const std::vector<std::string>& tables) {
  v1::RunModelResponse message;
  message.mutable_outcome()->set_ran(ran);
  for (const std::string& table : tables) message.mutable_outcome()->add_tables(table);
  message.mutable_outcome()->set_row_count(3);
  message.mutable_outcome()->set_snapshot("v1");
  message.mutable_outcome()->mutable_elapsed()->set_seconds(2);
  return message;
}

v1::RunModelResponse RowsOf(const std::string& table, const std::vector<std::string>& values) {
  v1::RunModelResponse message;
  message.mutable_rows()->set_table(table);
  *message.mutable_rows()->add_columns() = TextColumn("stage", values);
  message.mutable_rows()->set_row_count(static_cast<int64_t>(values.size()));
  return message;
}

// An instance that runs, and its table.
void ServeRun(FakeServer* server, v1::RunModelRequest* asked) {
  server->run_model = [asked](const v1::RunModelRequest& request,
                              std::vector<v1::RunModelResponse>* responses) {
    *asked = request;
    *responses = {ProgressOf(0.5, "sorting"), OutcomeOf(true, {"sales", "sales_curve"})};
    return grpc::Status::OK;
  };
  server->read_rows = [](const v1::ReadRowsRequest& request,
                         std::vector<v1::ReadRowsResponse>* responses) {
    EXPECT_EQ(request.table(), "sales");
    for (const char* value : {"lead", "won"}) {
      v1::ReadRowsResponse& chunk = responses->emplace_back();
      *chunk.add_columns() = TextColumn("stage", {value});
      chunk.set_row_count(1);
    }
    return grpc::Status::OK;
  };
}

TEST(ModelCommandTest, RunsAnInstanceAndShowsItsTable) {
  FakeServer server;
  v1::RunModelRequest asked;
  ServeRun(&server, &asked);
  const Outcome outcome = RunAgainst(server, {"model", "run", "sales", "--force"});
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_EQ(asked.instance(), "sales");
  EXPECT_TRUE(asked.force());
  EXPECT_EQ(outcome.out,
            "sales: ran in 2s, 3 rows in sales, sales_curve\n"
            "\n"
            "sales\n"
            "stage\n"
            "-----\n"
            "lead\n"
            "won\n");
  EXPECT_EQ(outcome.err, "") << "nobody watches";
}

TEST(ModelCommandTest, ShowsProgressToAPersonOnly) {
  FakeServer server;
  v1::RunModelRequest asked;
  ServeRun(&server, &asked);
  const Outcome outcome = RunAgainst(server, {"model", "run", "sales"}, {.progress = true});
  EXPECT_THAT(outcome.err, HasSubstr(" 50 %  sorting"));
  EXPECT_THAT(outcome.err, ::testing::EndsWith("\r\x1b[K"));
  EXPECT_THAT(outcome.out, Not(HasSubstr("%")));
}

TEST(ModelCommandTest, RunsAModelWithParameters) {
  FakeServer server;
  v1::RunModelRequest asked;
  server.run_model = [&asked](const v1::RunModelRequest& request,
                              std::vector<v1::RunModelResponse>* responses) {
    asked = request;
    *responses = {OutcomeOf(true, {"steps", "notes"}), RowsOf("steps", {"lead"}),
                  RowsOf("steps", {"won"}), RowsOf("notes", {})};
    return grpc::Status::OK;
  };
  const Outcome outcome =
      RunAgainst(server, {"model", "run", "conversion.funnel", "--param", "window=30d", "--param",
                          "steps=[\"lead\",\"won\"]", "--param", "points=5", "--param", "name=a b",
                          "--limit", "7", "--format", "json"});
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_EQ(asked.ad_hoc().model(), "conversion.funnel");
  EXPECT_EQ(asked.ad_hoc().row_limit(), 7);
  const auto& parameters = asked.ad_hoc().parameters().fields();
  EXPECT_EQ(parameters.at("window").string_value(), "30d");
  EXPECT_EQ(parameters.at("steps").list_value().values(1).string_value(), "won");
  EXPECT_EQ(parameters.at("points").number_value(), 5);
  EXPECT_EQ(parameters.at("name").string_value(), "a b");
  const auto json = nlohmann::json::parse(outcome.out);
  EXPECT_EQ(json["name"], "conversion.funnel");
  EXPECT_EQ(json["ran"], true);
  EXPECT_EQ(json["elapsed_seconds"], 2);
  EXPECT_EQ(json["tables"]["steps"]["rows"], nlohmann::json::parse(R"([["lead"],["won"]])"));
  EXPECT_EQ(json["tables"]["notes"]["columns"][0]["name"], "stage");
  EXPECT_TRUE(json["tables"]["notes"]["rows"].empty());
}

TEST(ModelCommandTest, CsvHasTheMainTable) {
  FakeServer server;
  server.run_model = [](const v1::RunModelRequest& request,
                        std::vector<v1::RunModelResponse>* responses) {
    EXPECT_EQ(request.ad_hoc().row_limit(), 0);
    *responses = {OutcomeOf(true, {"steps", "notes"}), RowsOf("steps", {"lead"}),
                  RowsOf("notes", {"x"})};
    return grpc::Status::OK;
  };
  const Outcome outcome =
      RunAgainst(server, {"model", "run", "conversion.funnel", "--format", "csv"});
  EXPECT_EQ(outcome.out, "stage\r\nlead\r\n");
  EXPECT_EQ(outcome.err, "conversion.funnel: ran in 2s, 3 rows in steps, notes\n");
}

TEST(ModelCommandTest, SaysThatAFreshInstanceDidNotRun) {
  FakeServer server;
  server.run_model = [](const v1::RunModelRequest&, std::vector<v1::RunModelResponse>* responses) {
    *responses = {OutcomeOf(false, {})};
    return grpc::Status::OK;
  };
  EXPECT_THAT(RunAgainst(server, {"model", "run", "sales"}).out,
              HasSubstr("sales: fresh, so it did not run (--force runs it)"));
}

TEST(ModelCommandTest, AFailedRunIsStatus1) {
  FakeServer server;
  google::rpc::ErrorInfo info;
  info.set_reason("MODEL_THREW");
  server.run_model = [&](const v1::RunModelRequest&, std::vector<v1::RunModelResponse>* responses) {
    *responses = {ProgressOf(0.5, "sorting")};
    return DetailedStatus(grpc::StatusCode::INTERNAL, "it threw", {&info});
  };
  const Outcome outcome = RunAgainst(server, {"model", "run", "sales"});
  EXPECT_EQ(outcome.status, 1);
  EXPECT_EQ(outcome.out, "");
  EXPECT_EQ(outcome.err, "madad: it threw\n  reason: MODEL_THREW\n");
}

TEST(ModelCommandTest, RowsThatCannotBeReadAreAnError) {
  FakeServer server;
  server.run_model = [](const v1::RunModelRequest&, std::vector<v1::RunModelResponse>* responses) {
    v1::RunModelResponse broken = RowsOf("steps", {"lead"});
    broken.mutable_rows()->set_row_count(2);
    *responses = {OutcomeOf(true, {"steps"}), broken};
    return grpc::Status::OK;
  };
  const Outcome outcome = RunAgainst(server, {"model", "run", "a.b"});
  EXPECT_EQ(outcome.status, 1);
  EXPECT_THAT(outcome.err, HasSubstr("cannot be read"));
}

}  // namespace
}  // namespace madad::cli
