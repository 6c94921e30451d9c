// Funnel: from the request to the model's parameters, and from its tables to
// the answer.
#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "google/protobuf/util/json_util.h"
#include "google/protobuf/util/message_differencer.h"

#include "core/status.h"
#include "unit/rpc/eventually.h"
#include "unit/rpc/fake_models.h"
#include "unit/rpc/server_fixture.h"

namespace madad::testing {
namespace {

using google::protobuf::Struct;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr int64_t kDay = 86'400'000'000;

Struct Json(const std::string& text) {
  Struct object;
  EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(text, &object).ok()) << text;
  return object;
}

ArrowColumn Texts(std::vector<std::string> values) { return {.format = "u", .texts = values}; }
ArrowColumn Integers(std::vector<int64_t> values) { return {.format = "l", .integers = values}; }
ArrowColumn Doubles(std::vector<double> values) { return {.format = "g", .doubles = values}; }

TestTable Steps() {
  ArrowColumn reached = Integers({4, 0});
  reached.nulls = {1};
  ArrowColumn median{.format = "tDu", .integers = {2 * kDay, 0}};
  median.nulls = {1};
  return {{"step", Integers({1, 2})},        {"stage", Texts({"lead", "won"})},
          {"source", Texts({"Web", "Web"})}, {"entered", Integers({10, 4})},
          {"reached_next", reached},         {"step_rate", Doubles({0.4, 0})},
          {"time_to_next_median", median},   {"value", Integers({500, 200})},
          {"zz_new", Integers({7, 8})}};
}

class FunnelTest : public ServerTest {
 protected:
  void SetUp() override {
    core::Table& leads = catalog_.tables["leads"];
    leads.entity = "lead";
    leads.key = "source";
    leads.currency = "ILS";
    catalog_.stages["lead"] = {{"lead", "created_at"}, {"won", "created_at"}};
    catalog_.calendar.timezone = "Asia/Jerusalem";
    control_->definitions = {{.id = "conversion.funnel", .plugin = "conversion"}};
    control_->definitions[0].plugin_version = "3.1.0";
    control_->tables = {
        {"steps", Steps()},
        {"entities", {{"attempt", Texts({"L1"})}, {"entity_id", Texts({"L1"})}}},
        {"times", {{"bucket", Integers({1})}, {"count", Integers({4})}}},
        {"curve",
         {{"elapsed", {.format = "tDu", .integers = {kDay}}}, {"converted", Doubles({0.25})}}},
        {"matches", {{"entity_id", Texts({"L1"})}, {"verdict", Texts({"matched"})}}},
        {"notes", {{"code", Texts({"TIES"})}, {"message", Texts({"3 events tie"})}}}};
    control_->order = {"steps", "entities", "times", "curve", "matches", "notes"};
    core::ModelState named;
    named.use.name = "sales";
    named.use.model = "conversion.funnel";
    named.use.parameters = R"({"steps":["a","b"],"window":"30d","from":"2024-01-01"})";
    core::ModelState other;
    other.use.name = "scores";
    other.use.model = "lead_quality.lead_scores";
    control_->states = {named, other};
    backend_.models = control_;
    Start({});
  }

  grpc::Status Ask(const v1::FunnelRequest& request) {
    response_.Clear();
    grpc::ClientContext context;
    return models_->Funnel(&context, request, &response_);
  }

  // Returns the parameters that the model got for `request`.
  Struct ParametersOf(const v1::FunnelRequest& request) {
    const grpc::Status status = Ask(request);
    EXPECT_TRUE(status.ok()) << status.error_message();
    if (control_->runs().empty()) return {};
    const std::string run = control_->runs().back();
    const size_t begin = run.find('{');
    return Json(run.substr(begin, run.rfind('}') - begin + 1));
  }

  void ExpectParameters(const v1::FunnelRequest& request, const std::string& json) {
    const Struct got = ParametersOf(request);
    EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(got, Json(json)))
        << got.ShortDebugString();
  }

  std::shared_ptr<FakeModels> control_ = std::make_shared<FakeModels>();
  v1::FunnelResponse response_;
};

TEST_F(FunnelTest, StepsAreTheCatalogsStagesByDefault) {
  ExpectParameters({}, R"({"steps":["lead","won"],"timezone":"Asia/Jerusalem"})");
  EXPECT_THAT(control_->runs().back(), ::testing::StartsWith("conversion.funnel "));
}

TEST_F(FunnelTest, EveryFieldBecomesItsParameter) {
  v1::FunnelRequest request;
  request.set_entity("lead");
  v1::FunnelStep& first = *request.add_steps();
  first.set_stage("lead");
  v1::FunnelStep& second = *request.add_steps();
  second.set_stage("won");
  second.set_optional(true);
  second.set_min_gap("1h");
  second.set_max_gap("30d");
  v1::FunnelExclusion& exclusion = *request.add_exclude();
  exclusion.set_stage("lost");
  exclusion.set_after("lead");
  exclusion.set_before("won");
  request.set_window("90d");
  request.set_order(v1::FUNNEL_ORDER_UNORDERED);
  request.set_entry(v1::FUNNEL_ENTRY_BEST_ENTRY);
  request.set_policy(v1::FUNNEL_POLICY_STRICT);
  request.add_dimensions("source");
  request.set_filter("source = 'Web'");
  request.set_trace("L1");
  request.set_curve_points(50);
  request.mutable_range()->set_from("2024-01-01");
  request.mutable_range()->set_to("2024-07-01");
  // Midnight in Jerusalem, in winter and in summer.
  ExpectParameters(request, R"({
    "entity":"lead",
    "steps":[{"stage":"lead","optional":false},
             {"stage":"won","optional":true,"min_gap":"1h","max_gap":"30d"}],
    "exclude":[{"stage":"lost","after":"lead","before":"won"}],
    "window":"90d","order":"unordered","entry":"best_entry","policy":"strict",
    "by":["source"],"where":"source = 'Web'","trace":"L1","curve_points":50,
    "from":"2023-12-31T22:00:00Z","to":"2024-06-30T21:00:00Z","timezone":"Asia/Jerusalem"})");
  EXPECT_EQ(response_.range().from(), "2024-01-01");
  EXPECT_EQ(response_.range().to(), "2024-07-01");
}

TEST_F(FunnelTest, EveryWordOfAnEnumerationIsTheModels) {
  const std::vector<std::string> orders = {"ordered", "unordered", "strict"};
  const std::vector<std::string> entries = {"first_entry", "best_entry", "every_entry"};
  for (int i = 1; i <= 3; ++i) {
    v1::FunnelRequest request;
    request.set_order(static_cast<v1::FunnelOrder>(i));
    request.set_entry(static_cast<v1::FunnelEntry>(i));
    const Struct parameters = ParametersOf(request);
    EXPECT_EQ(parameters.fields().at("order").string_value(), orders[static_cast<size_t>(i - 1)]);
    EXPECT_EQ(parameters.fields().at("entry").string_value(), entries[static_cast<size_t>(i - 1)]);
  }
  v1::FunnelRequest request;
  request.set_policy(v1::FUNNEL_POLICY_REACHED_OR_BEYOND);
  EXPECT_EQ(ParametersOf(request).fields().at("policy").string_value(), "reached_or_beyond");
  request.set_order(static_cast<v1::FunnelOrder>(9));
  const grpc::Status status = Ask(request);
  EXPECT_EQ(ReasonOf(status), "FUNNEL_OPTION_UNKNOWN");
  EXPECT_EQ(FieldOf(status), "order");
}

TEST_F(FunnelTest, ANamedFunnelIsWhatTheRequestDoesNotSay) {
  v1::FunnelRequest request;
  request.set_funnel("sales");
  // Its date means what it does when the funnel runs by itself.
  ExpectParameters(request, R"({"steps":["a","b"],"window":"30d","from":"2024-01-01T00:00:00Z",
                                "timezone":"UTC"})");
  EXPECT_EQ(response_.range().from(), "2024-01-01");
  request.set_window("7d");
  request.mutable_range()->set_to("2024-02-01");
  request.set_timezone("UTC");
  // The request's range is whole: the funnel's from is not mixed into it.
  ExpectParameters(request, R"({"steps":["a","b"],"window":"7d","to":"2024-02-01T00:00:00Z",
                                "timezone":"UTC"})");
}

TEST_F(FunnelTest, ARangeIsReadInTheNamedFunnelsZone) {
  control_->states[0].use.parameters = R"({"steps":["a"],"timezone":"America/New_York"})";
  v1::FunnelRequest request;
  request.set_funnel("sales");
  request.mutable_range()->set_from("2024-01-01");
  ExpectParameters(request, R"({"steps":["a"],"from":"2024-01-01T05:00:00Z",
                                "timezone":"America/New_York"})");
}

TEST_F(FunnelTest, ARelativeRangeEndsWithTheData) {
  newest_ = core::Timestamp{1'709'208'000'000'000};  // 2024-02-29T12:00:00Z
  Start({});
  v1::FunnelRequest request;
  request.set_during("last-2d");
  const Struct parameters = ParametersOf(request);
  EXPECT_EQ(parameters.fields().at("from").string_value(), "2024-02-27T22:00:00Z");
  EXPECT_EQ(parameters.fields().at("to").string_value(), "2024-02-29T22:00:00Z");
  EXPECT_EQ(response_.range().from(), "2024-02-28");
  EXPECT_EQ(response_.range().to(), "2024-03-01");
}

TEST_F(FunnelTest, RangesAreCheckedAsThoseOfQueries) {
  v1::FunnelRequest request;
  request.mutable_range()->set_from("yesterday");
  EXPECT_EQ(ReasonOf(Ask(request)), "RANGE_INVALID");
  request.Clear();
  request.set_during("soon");
  EXPECT_EQ(ReasonOf(Ask(request)), "DURING_INVALID");
  request.set_during("2024");
  request.mutable_range()->set_from("2024-01-01");
  EXPECT_EQ(ReasonOf(Ask(request)), "RANGE_INVALID");
  request.Clear();
  request.set_timezone("Mars/Olympus");
  EXPECT_EQ(ReasonOf(Ask(request)), "TIMEZONE_UNKNOWN");
  EXPECT_THAT(control_->runs(), IsEmpty());
}

TEST_F(FunnelTest, StepsComeWithUnitsInOneOrder) {
  v1::FunnelRequest request;
  request.add_dimensions("source");
  request.add_tables("steps");
  ASSERT_TRUE(Ask(request).ok());
  ASSERT_EQ(response_.tables_size(), 1);
  const v1::TableRows& steps = response_.tables(0);
  EXPECT_EQ(steps.table(), "steps");
  EXPECT_EQ(steps.row_count(), 2);
  std::vector<std::string> names;
  for (const v1::Column& column : steps.columns()) names.push_back(column.name());
  // What the model adds some day comes last.
  EXPECT_THAT(names, ElementsAre("source", "step", "stage", "entered", "reached_next", "step_rate",
                                 "time_to_next_median", "value", "zz_new"));
  EXPECT_EQ(steps.columns(0).role(), v1::COLUMN_ROLE_DIMENSION);
  EXPECT_EQ(steps.columns(1).role(), v1::COLUMN_ROLE_DIMENSION);
  EXPECT_EQ(steps.columns(3).role(), v1::COLUMN_ROLE_METRIC);
  EXPECT_EQ(steps.columns(3).unit(), v1::UNIT_COUNT);
  EXPECT_THAT(steps.columns(3).int64_values(), ElementsAre(10, 4));
  EXPECT_EQ(steps.columns(4).validity(), std::string(1, '\x01'));
  EXPECT_EQ(steps.columns(5).unit(), v1::UNIT_PERCENT);
  EXPECT_EQ(steps.columns(6).unit(), v1::UNIT_DURATION);
  EXPECT_EQ(steps.columns(6).int64_values(0), 2 * kDay);
  EXPECT_EQ(steps.columns(7).unit(), v1::UNIT_MONEY);
  EXPECT_EQ(steps.columns(7).currency(), "ILS");
  EXPECT_THAT(control_->adapter->Statements(),
              ::testing::Contains(::testing::EndsWith("zz_new | source step")));
}

TEST_F(FunnelTest, ReturnsAllTablesButTheEntitiesByDefault) {
  ASSERT_TRUE(Ask({}).ok());
  std::vector<std::string> tables;
  for (const v1::TableRows& table : response_.tables()) tables.push_back(table.table());
  EXPECT_THAT(tables, ElementsAre("steps", "times", "curve", "matches"));
  v1::FunnelRequest request;
  request.add_tables("entities");
  ASSERT_TRUE(Ask(request).ok());
  ASSERT_THAT(response_.tables(), SizeIs(1));
  EXPECT_EQ(response_.tables(0).table(), "entities");
  request.set_tables(0, "stepps");
  const grpc::Status status = Ask(request);
  EXPECT_EQ(ReasonOf(status), "TABLE_UNKNOWN");
  EXPECT_THAT(status.error_message(), HasSubstr("did you mean steps"));
}

TEST_F(FunnelTest, SaysWhatItWasComputedFrom) {
  ASSERT_TRUE(Ask({}).ok());
  EXPECT_EQ(response_.snapshot().id(), "v7");
  EXPECT_EQ(response_.snapshot().as_of().seconds(), 1'700'000'000);
  EXPECT_EQ(response_.plugin_versions().at("conversion"), "3.1.0");
  EXPECT_EQ(response_.parameters().fields().at("timezone").string_value(), "Asia/Jerusalem");
  ASSERT_THAT(response_.warnings(), SizeIs(1));
  EXPECT_EQ(response_.warnings(0).reason(), "TIES");
  EXPECT_EQ(response_.warnings(0).message(), "3 events tie");
}

TEST_F(FunnelTest, AnAnswerThatFitsNoMessageSaysWhatToDo) {
  control_->tables["times"] = {
      {"bucket", Texts(std::vector<std::string>(50, std::string(100'000, 'x')))}};
  const grpc::Status status = Ask({});
  EXPECT_EQ(status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(ReasonOf(status), "FUNNEL_TOO_LARGE");
  EXPECT_THAT(status.error_message(), HasSubstr("group by fewer dimensions"));
  v1::FunnelRequest request;
  request.add_tables("steps");
  EXPECT_TRUE(Ask(request).ok());
}

TEST_F(FunnelTest, ATableOfTooManyRowsIsNotRead) {
  control_->tables["times"] = {{"bucket", Integers(std::vector<int64_t>(5 << 20, 1))}};
  EXPECT_EQ(ReasonOf(Ask({})), "FUNNEL_TOO_LARGE");
  for (const std::string& statement : control_->adapter->Statements()) {
    EXPECT_THAT(statement, ::testing::Not(::testing::StartsWith("times")));
  }
}

TEST_F(FunnelTest, SaysWhichFunnelsThereAre) {
  v1::FunnelRequest request;
  request.set_funnel("sale");
  grpc::Status status = Ask(request);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(ReasonOf(status), "FUNNEL_UNKNOWN");
  EXPECT_THAT(status.error_message(), HasSubstr("did you mean sales"));
  request.set_funnel("scores");
  status = Ask(request);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(ReasonOf(status), "NOT_A_FUNNEL");
  EXPECT_EQ(VariableOf(status, "model"), "lead_quality.lead_scores");
}

TEST_F(FunnelTest, SaysWhatTheCatalogLacks) {
  v1::FunnelRequest request;
  request.set_entity("visit");
  grpc::Status status = Ask(request);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(ReasonOf(status), "STAGES_MISSING");
  // A log of its own has events, but nothing says in which order.
  core::Table& events = catalog_.tables["visit_stage_events"];
  events.name = "visit_stage_events";
  events.source = "web";
  Start({});
  status = Ask(request);
  EXPECT_EQ(ReasonOf(status), "STEPS_MISSING");
  EXPECT_EQ(FieldOf(status), "steps");
  request.add_steps()->set_stage("seen");
  EXPECT_TRUE(Ask(request).ok());
}

TEST_F(FunnelTest, BoundsWhatIsAsked) {
  v1::FunnelRequest request;
  for (int i = 0; i < 65; ++i) request.add_steps()->set_stage("s");
  EXPECT_EQ(ReasonOf(Ask(request)), "TOO_MANY_STEPS");
  request.Clear();
  for (int i = 0; i < 9; ++i) request.add_dimensions("d");
  EXPECT_EQ(ReasonOf(Ask(request)), "TOO_MANY_DIMENSIONS");
  request.Clear();
  request.set_curve_points(-1);
  EXPECT_EQ(ReasonOf(Ask(request)), "COUNT_NEGATIVE");
  request.Clear();
  request.set_trace(std::string(300, 'x'));
  EXPECT_EQ(FieldOf(Ask(request)), "trace");
}

TEST_F(FunnelTest, TheModelsErrorIsTheAnswers) {
  control_->failure = core::Error(absl::StatusCode::kInvalidArgument, "window is no duration",
                                  {"PARAMETER_INVALID", {}, ""});
  const grpc::Status status = Ask({});
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(ReasonOf(status), "PARAMETER_INVALID");
}

TEST_F(FunnelTest, AClientThatLeavesEndsTheRun) {
  control_->hold = true;
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::milliseconds(100));
  EXPECT_EQ(models_->Funnel(&context, {}, &response_).error_code(),
            grpc::StatusCode::DEADLINE_EXCEEDED);
  EXPECT_TRUE(Eventually([&] { return control_->stopped == 1; }));
}

TEST_F(FunnelTest, WithoutModelsThereAreNoFunnels) {
  backend_.models = nullptr;
  Start({});
  EXPECT_EQ(ReasonOf(Ask({})), "MODELS_OFF");
}

}  // namespace
}  // namespace madad::testing
