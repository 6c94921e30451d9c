// What the SDK's builders write, the server reads.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "madad/sdk/plugin.h"
#include "registry/description.h"
#include "registry/read_shape.h"
#include "support/status_matchers.h"

namespace madad::registry {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

class SdkRoundTripTest : public ::testing::Test {
 protected:
  sdk::Metric& Metric() {
    return plugin_.Metric("acme.x").Label("X").Unit(sdk::Unit::kRatio).Neutral();
  }

  Description Read() const {
    const absl::StatusOr<Description> description = ParseDescription(plugin_.Describe());
    EXPECT_THAT(description, ::madad::testing::IsOk());
    return description.ok() ? *description : Description();
  }
  core::MetricDefinition ReadMetric() const {
    const Description description = Read();
    return description.metrics.empty() ? core::MetricDefinition() : description.metrics[0];
  }

  sdk::Plugin plugin_{"acme", "1.2.0"};
};

TEST_F(SdkRoundTripTest, Conversion) {
  Metric().Conversion("created_at", "stage('won')").Window("30d").From("leads").Where("real");
  const core::MetricDefinition metric = ReadMetric();
  EXPECT_EQ(metric.kind, core::MetricKind::kConversion);
  EXPECT_EQ(metric.from, "leads");
  EXPECT_EQ(metric.at, "");
  EXPECT_EQ(metric.entry, "created_at");
  EXPECT_EQ(metric.outcome, "stage('won')");
  EXPECT_EQ(metric.filter, "real");
  EXPECT_TRUE(metric.cohort);
  EXPECT_EQ(metric.window, "window");
  ASSERT_EQ(metric.parameters.size(), 1U);
  EXPECT_EQ(metric.parameters[0].name, "window");
  EXPECT_EQ(metric.parameters[0].type, core::Type::kDuration);
  EXPECT_EQ(core::ToText(metric.parameters[0].default_value), "30d");
}

TEST_F(SdkRoundTripTest, ConversionWithoutLimit) {
  Metric().Conversion("created_at", "won_at").From("leads");
  const core::MetricDefinition metric = ReadMetric();
  ASSERT_EQ(metric.parameters.size(), 1U);
  EXPECT_EQ(core::TypeOf(metric.parameters[0].default_value), core::Type::kNull);
}

TEST_F(SdkRoundTripTest, Derived) {
  Metric().Derived("acme.a / acme.b");
  const core::MetricDefinition metric = ReadMetric();
  EXPECT_EQ(metric.kind, core::MetricKind::kDerived);
  EXPECT_EQ(metric.formula, "acme.a / acme.b");
  EXPECT_EQ(metric.from, "");
}

TEST_F(SdkRoundTripTest, Lift) {
  Metric()
      .Lift("count(*)", "won_at IS NOT NULL", "answered - created_at <= :within")
      .From("leads")
      .At("created_at");
  const core::MetricDefinition metric = ReadMetric();
  EXPECT_EQ(metric.kind, core::MetricKind::kLift);
  EXPECT_EQ(metric.value, "count(*)");
  EXPECT_EQ(metric.subset, "won_at IS NOT NULL");
  EXPECT_EQ(metric.exposure, "answered - created_at <= :within");
}

TEST_F(SdkRoundTripTest, Accumulation) {
  const auto add = [this](const std::string& id) -> sdk::Metric& {
    return plugin_.Metric(id)
        .Label("X")
        .Aggregate("count(*)")
        .From("leads")
        .At("created_at")
        .Unit(sdk::Unit::kCount)
        .Neutral();
  };
  add("acme.a").Running();
  add("acme.b").Balance();
  add("acme.c").Rolling("3mo");
  add("acme.d");
  const Description description = Read();
  ASSERT_EQ(description.metrics.size(), 4U);
  EXPECT_EQ(description.metrics[0].accumulation, core::Accumulation::kRunning);
  EXPECT_EQ(description.metrics[1].accumulation, core::Accumulation::kBalance);
  EXPECT_EQ(description.metrics[2].accumulation, core::Accumulation::kRolling);
  EXPECT_EQ(description.metrics[2].rolling.months, 3);
  EXPECT_EQ(description.metrics[3].accumulation, core::Accumulation::kNone);
}

TEST_F(SdkRoundTripTest, ParametersOfEveryType) {
  Metric()
      .Aggregate("count(*)")
      .From("leads")
      .At("created_at")
      .Param("within", sdk::Type::kDuration, "5min", "How soon.")
      .Param("since", sdk::Type::kDate, "2024-01-31", "From when.")
      .Param("least", sdk::Type::kInt64, 5, "How many.")
      .Param("share", sdk::Type::kDouble, 0.1, "What part.")
      .Param("most", sdk::Type::kDouble, 3, "At most.")
      .Param("name", sdk::Type::kString, "it's", "Whose.")
      .Param("open", sdk::Type::kBool, true, "Whether open.")
      .Param("free", sdk::Type::kInt64, {}, "Nothing by default.");
  std::vector<std::string> read;
  for (const core::MetricParameter& parameter : ReadMetric().parameters) {
    EXPECT_NE(parameter.description, "");
    read.push_back(parameter.name + " " + std::string(core::TypeName(parameter.type)) + " " +
                   core::ToText(parameter.default_value));
  }
  EXPECT_THAT(read, ElementsAre("within duration 5min", "since date 2024-01-31", "least int64 5",
                                "share double 0.1", "most double 3", "name string 'it''s'",
                                "open bool true", "free int64 null"));
}

TEST_F(SdkRoundTripTest, Dimension) {
  plugin_.Dimension("response_bucket")
      .On("leads", "CASE WHEN answered IS NULL THEN 'unanswered' ELSE 'answered' END")
      .On("calls", "'answered'")
      .Order({"answered", "unanswered"})
      .Label("Response time")
      .Label("he", "זמן תגובה");
  const Description description = Read();
  EXPECT_THAT(description.metrics, IsEmpty());
  ASSERT_EQ(description.dimensions.size(), 1U);
  const core::DimensionDefinition& dimension = description.dimensions[0];
  EXPECT_EQ(dimension.name, "response_bucket");
  EXPECT_EQ(dimension.plugin, "acme");
  EXPECT_THAT(dimension.paths, ElementsAre(Pair("calls", "'answered'"),
                                           Pair("leads",
                                                "CASE WHEN answered IS NULL THEN 'unanswered' ELSE "
                                                "'answered' END")));
  EXPECT_THAT(dimension.order, ElementsAre("answered", "unanswered"));
  EXPECT_THAT(dimension.labels, ElementsAre(Pair("en", "Response time"), Pair("he", "זמן תגובה")));
}

// Parameters and a shape of every kind.
struct Model {
  bool flag = true;
  int64_t whole = 3;
  std::vector<std::string> words = {"a"};
  std::optional<sdk::Duration> gap;
  sdk::Json steps = sdk::Json(sdk::Json::Array{});
  std::string needed;

  static void Declare(sdk::ModelSpec<Model>& m) {
    m.Label("Model").Label("he", "מודל").Description("All kinds.");
    m.Param("flag", &Model::flag, "Whether.");
    m.Param("whole", &Model::whole, "How many.").Min(1).Max(9);
    m.Param("words", &Model::words, "Which.").OneOf({"a", "b"});
    m.Param("gap", &Model::gap, "How long.");
    m.Param("steps", &Model::steps, "What.");
    m.Param("needed", &Model::needed, "Say it.").Required();
  }
  void Shape(sdk::Shape& s) const {
    s.Input("log")
        .StageLog("lead")
        .Column("id", "entity_id")
        .Column("stage")
        .Type(sdk::Type::kString);
    s.Input("leads")
        .Table("leads")
        .Dimension("source")
        .Optional()
        .Column("day", "date(created_at)")
        .Where("created_at IS NOT NULL")
        .OrderBy({"day"});
    s.Output("out")
        .Entity("lead", "id")
        .Key("id")
        .Like("id", "log.id", "Whose.")
        .Column("at", sdk::Type::kTimestamp)
        .Decimal("amount", 2);
  }
  void Compute(const sdk::Call&, sdk::Readers&, sdk::Writers&) const {}
};

TEST_F(SdkRoundTripTest, Model) {
  plugin_.Model<Model>("acme.m");
  const Description description = Read();
  ASSERT_EQ(description.models.size(), 1U);
  const core::ModelDefinition& model = description.models[0].definition;
  EXPECT_EQ(model.id, "acme.m");
  EXPECT_EQ(model.plugin, "acme");
  EXPECT_EQ(model.plugin_version, "1.2.0");
  EXPECT_EQ(model.description, "All kinds.");
  EXPECT_THAT(model.labels, ElementsAre(Pair("en", "Model"), Pair("he", "מודל")));
  // What the server fills in, the model reads.
  MADAD_ASSERT_OK_AND_ASSIGN(
      const std::string all,
      description.models[0].parameters.FillIn(R"({"needed":"x","words":["b"],"gap":"1h"})"));
  EXPECT_EQ(all, R"({"flag":true,"gap":"1h","needed":"x","steps":[],"whole":3,"words":["b"]})");
  sdk::ModelSpec<Model> spec("acme.m");
  Model::Declare(spec);
  Model bound;
  spec.Bind(sdk::Json::Parse(all), bound);
  EXPECT_EQ(bound.gap, sdk::Duration("1h"));
  EXPECT_THAT(bound.words, ElementsAre("b"));
}

TEST_F(SdkRoundTripTest, ModelsShape) {
  sdk::Shape written;
  Model().Shape(written);
  MADAD_ASSERT_OK_AND_ASSIGN(const core::ModelShape shape, ParseShape(written.ToJson()));
  ASSERT_EQ(shape.inputs.size(), 2U);
  EXPECT_EQ(shape.inputs[0].stage_log, "lead");
  EXPECT_EQ(shape.inputs[0].columns.at(0).value, "entity_id");
  EXPECT_EQ(shape.inputs[0].columns.at(1).type, core::Type::kString);
  EXPECT_EQ(shape.inputs[1].table, "leads");
  EXPECT_EQ(shape.inputs[1].columns.at(0).dimension, "source");
  EXPECT_TRUE(shape.inputs[1].columns.at(0).optional);
  EXPECT_EQ(shape.inputs[1].filter, "created_at IS NOT NULL");
  EXPECT_THAT(shape.inputs[1].order, ElementsAre("day"));
  ASSERT_EQ(shape.outputs.size(), 1U);
  EXPECT_EQ(shape.outputs[0].entity, "lead");
  EXPECT_EQ(shape.outputs[0].entity_key, "id");
  EXPECT_EQ(shape.outputs[0].key, "id");
  EXPECT_EQ(shape.outputs[0].columns.at(0).like, "log.id");
  EXPECT_EQ(shape.outputs[0].columns.at(1).type, core::Type::kTimestamp);
  EXPECT_EQ(shape.outputs[0].columns.at(2).scale, 2);
}

}  // namespace
}  // namespace madad::registry
