// A model's shape, read from JSON.
#include "registry/read_shape.h"

#include <string>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "registry/errors.h"
#include "support/status_matchers.h"

namespace madad::registry {
namespace {

using ::madad::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string ShapeWith(const std::string& inputs, const std::string& outputs) {
  return R"({"inputs":[)" + inputs + R"(],"outputs":[)" + outputs + "]}";
}

constexpr char kInput[] =
    R"({"name":"leads","table":"leads","columns":[{"name":"a","value":"a"}]})";
constexpr char kOutput[] = R"({"name":"out","columns":[{"name":"n","type":"int64"}]})";

TEST(ReadShapeTest, ReadsEveryField) {
  MADAD_ASSERT_OK_AND_ASSIGN(
      const core::ModelShape shape,
      ParseShape(ShapeWith(
          R"({"name":"log","stage_log":"lead","columns":[
                {"name":"id","value":"entity_id"},
                {"name":"source","dimension":"source","type":"string","optional":true}],
              "filter":"stage <> 'x'","order":["id"]})",
          R"({"name":"out","entity":"lead","entity_key":"id","key":"k","columns":[
                {"name":"id","like":"log.id","description":"Whose."},
                {"name":"k","type":"string"},{"name":"amount","type":"decimal","scale":2}]})")));
  const core::ModelInput& input = shape.inputs.at(0);
  EXPECT_EQ(input.stage_log, "lead");
  EXPECT_EQ(input.columns.at(0).value, "entity_id");
  EXPECT_EQ(input.columns.at(0).type, std::nullopt);
  EXPECT_EQ(input.columns.at(1).dimension, "source");
  EXPECT_EQ(input.columns.at(1).type, core::Type::kString);
  EXPECT_TRUE(input.columns.at(1).optional);
  EXPECT_EQ(input.filter, "stage <> 'x'");
  EXPECT_THAT(input.order, ElementsAre("id"));
  const core::ModelOutput& output = shape.outputs.at(0);
  EXPECT_EQ(output.entity, "lead");
  EXPECT_EQ(output.entity_key, "id");
  EXPECT_EQ(output.key, "k");
  EXPECT_EQ(output.columns.at(0).like, "log.id");
  EXPECT_EQ(output.columns.at(0).description, "Whose.");
  EXPECT_EQ(output.columns.at(2).type, core::Type::kDecimal);
  EXPECT_EQ(output.columns.at(2).scale, 2);
}

TEST(ReadShapeTest, ReadsThatAModelLearnsAndWhatRequestsCarry) {
  constexpr char kFromRequest[] =
      R"({"name":"rows","table":"t","from_request":true,"columns":[{"name":"a","value":"a"}]})";
  const std::string plain = ShapeWith(std::string(kInput) + "," + kFromRequest, kOutput);
  MADAD_ASSERT_OK_AND_ASSIGN(const core::ModelShape shape, ParseShape(plain));
  EXPECT_FALSE(shape.trained);
  EXPECT_FALSE(shape.inputs.at(0).from_request);
  EXPECT_TRUE(shape.inputs.at(1).from_request);
  MADAD_ASSERT_OK_AND_ASSIGN(const core::ModelShape trained,
                             ParseShape(R"({"trained":true,)" + plain.substr(1)));
  EXPECT_TRUE(trained.trained);
  std::string other = kFromRequest;
  other.replace(other.find("rows"), 4, "more");
  EXPECT_THAT(ParseShape(ShapeWith(std::string(kFromRequest) + "," + other, kOutput)),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("several inputs that may come from a request")));
  EXPECT_THAT(ParseShape(R"({"trained":"yes",)" + plain.substr(1)),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("'trained'")));
}

TEST(ReadShapeTest, ReadsWhatTheLastRunMade) {
  const auto previous = [](const std::string& rest) {
    return ShapeWith(
        R"({"name":"before",)" + rest + "}",
        R"({"name":"o","columns":[{"name":"n","type":"int64"},{"name":"l","like":"a.b"}]})");
  };
  constexpr char kColumns[] = R"("columns":[{"name":"m","value":"n"}])";
  MADAD_ASSERT_OK_AND_ASSIGN(const core::ModelShape shape,
                             ParseShape(previous(std::string(R"("previous":"o",)") + kColumns)));
  EXPECT_EQ(shape.inputs.at(0).previous, "o");
  const std::pair<std::string, const char*> wrong[] = {
      {std::string(R"("previous":"p",)") + kColumns, "which is none of its outputs"},
      {std::string(R"("previous":"o","table":"t",)") + kColumns, "needs one of 'table'"},
      {std::string(R"("previous":"o","filter":"n > 1",)") + kColumns, "which has no 'filter'"},
      {std::string(R"("previous":"o","from_request":true,)") + kColumns, "comes from no request"},
      {R"("previous":"o","columns":[{"name":"m","value":"n + 1"}])", "is no column of 'o'"},
      {R"("previous":"o","columns":[{"name":"m","value":"l"}])", "with a type of its own"}};
  for (const auto& [rest, problem] : wrong) {
    EXPECT_THAT(ParseShape(previous(rest)),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(problem)));
  }
  const std::string plain = previous(std::string(R"("previous":"o",)") + kColumns);
  EXPECT_THAT(ParseShape(R"({"trained":true,)" + plain.substr(1)),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("model that is trained")));
}

TEST(ReadShapeTest, RefusesEverythingElse) {
  const std::pair<std::string, const char*> wrong[] = {
      {"", "it is not valid JSON"},
      {"[]", "the shape is array, expected an object"},
      {ShapeWith(kInput, ""), "has no outputs"},
      {R"({"outputs":[]})", "has no 'inputs'"},
      {ShapeWith(std::string(kInput) + "," + kInput, kOutput), "which another has already"},
      {ShapeWith(R"({"name":"a b","table":"t","columns":[]})", kOutput), "has the name 'a b'"},
      {ShapeWith(R"({"name":"a","columns":[]})", kOutput),
       "one of 'table', 'stage_log' and 'previous'"},
      {ShapeWith(R"({"name":"a","table":"t","stage_log":"lead","columns":[]})", kOutput),
       "one of 'table', 'stage_log' and 'previous'"},
      {ShapeWith(R"({"name":"a","table":"t","columns":[{"name":"x"}]})", kOutput),
       "column 'x' of input 'a' needs one of 'value' and 'dimension'"},
      {ShapeWith(R"({"name":"a","table":"t","columns":[{"name":"x","value":"x","type":"text"}]})",
                 kOutput),
       "has the type 'text', expected one of bool"},
      {ShapeWith(R"({"name":"a","table":"t","columns":[{"name":"x","value":"x","optional":1}]})",
                 kOutput),
       "has a 'optional' that is not true or false"},
      {ShapeWith(R"({"name":"a","table":"t","columns":[],"order":["y"]})", kOutput),
       "'order' by something that is none of its columns"},
      {ShapeWith(kInput, R"({"name":"o","columns":[]})"), "output 'o' has no columns"},
      {ShapeWith(kInput, R"({"name":"o","columns":[{"name":"x"}]})"), "has no 'type'"},
      {ShapeWith(kInput, R"({"name":"o","columns":[{"name":"x","type":"decimal"}]})"),
       "has no 'scale'"},
      {ShapeWith(kInput, R"({"name":"o","columns":[{"name":"x","type":"decimal","scale":19}]})"),
       "has the scale 19, expected 0 to 18"},
      {ShapeWith(kInput, R"({"name":"o","columns":[{"name":"x","type":"int64","scale":2}]})"),
       "the field 'scale'"},
      {ShapeWith(kInput, R"({"name":"o","key":"k","columns":[{"name":"x","type":"int64"}]})"),
       "is keyed by 'k', which is none of its columns"},
      {ShapeWith(kInput, R"({"name":"o","columns":[{"name":"x","type":"int64"},)"
                         R"({"name":"x","type":"int64"}]})"),
       "which another has already"},
      {std::string(2 << 20, ' '), "bytes, at most 1048576 are read"}};
  for (const auto& [json, problem] : wrong) {
    const absl::Status status = ParseShape(json).status();
    EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(problem)));
    EXPECT_EQ(core::DetailOf(status).reason, kModelShapeInvalid);
  }
}

}  // namespace
}  // namespace madad::registry
