// The schema of a model's parameters: what is a schema, and what it lets through.
#include "registry/parameter_schema.h"

#include <string>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "nlohmann/json.hpp"

#include "registry/errors.h"
#include "support/status_matchers.h"

namespace madad::registry {
namespace {

using ::madad::testing::StatusIs;
using ::testing::HasSubstr;

constexpr absl::StatusCode kInvalid = absl::StatusCode::kInvalidArgument;

absl::StatusOr<ParameterSchema> Read(const std::string& properties, const std::string& more = "") {
  return ParameterSchema::Read(
      nlohmann::json::parse(R"({"type":"object","additionalProperties":false,"properties":)" +
                            properties + more + "}"),
      "model 'acme.m'");
}

constexpr char kAll[] =
    R"({"flag":{"type":"boolean","default":true},"whole":{"type":"integer","minimum":1,"default":3},
        "part":{"type":"number","maximum":1,"default":0.5},
        "word":{"type":"string","enum":["a","b"],"default":"a"},
        "window":{"type":"string","format":"madad.duration","default":"30d"},
        "limit":{"type":["integer","null"],"default":null},
        "levels":{"type":"array","items":{"type":"number","minimum":0},"default":[]},
        "steps":{"default":[]},"needed":{"type":"string","description":"Say it."}})";

absl::StatusOr<std::string> FillIn(const std::string& parameters) {
  MADAD_ASSIGN_OR_RETURN(const ParameterSchema schema, Read(kAll, R"(,"required":["needed"])"));
  return schema.FillIn(parameters);
}

TEST(ParameterSchemaTest, FillsInDefaultsInOrderOfName) {
  MADAD_ASSERT_OK_AND_ASSIGN(const std::string all, FillIn(R"({"needed":"x"})"));
  EXPECT_EQ(all, R"({"flag":true,"levels":[],"limit":null,"needed":"x","part":0.5,"steps":[],)"
                 R"("whole":3,"window":"30d","word":"a"})");
}

TEST(ParameterSchemaTest, EqualParametersAreEqualTexts) {
  MADAD_ASSERT_OK_AND_ASSIGN(
      const std::string one,
      FillIn(R"({"needed":"x","whole":5.0,"levels":[1.0],"steps":{"b":2.0,"a":1}})"));
  MADAD_ASSERT_OK_AND_ASSIGN(
      const std::string other,
      FillIn(R"( {"steps": {"a": 1, "b": 2}, "levels": [1], "needed": "x", "whole": 5} )"));
  EXPECT_EQ(one, other);
  EXPECT_THAT(one, HasSubstr(R"("whole":5,)"));
}

TEST(ParameterSchemaTest, WrongParametersAreNamed) {
  const std::pair<const char*, const char*> wrong[] = {
      {"{}", "parameter 'needed' is required"},
      {"[]", "the parameters are no JSON object"},
      {"{", "the parameters: it is not valid JSON"},
      {R"({"needed":"x","needed":"y"})", "'needed' is given twice"},
      {R"({"neded":"x"})", "there is no parameter 'neded'; did you mean needed?"},
      {R"({"needed":1})", "parameter 'needed' is 1, expected string"},
      {R"({"needed":"x","flag":0})", "parameter 'flag' is 0, expected boolean"},
      {R"({"needed":"x","whole":0})", "parameter 'whole' is 0, expected at least 1"},
      {R"({"needed":"x","whole":1.5})", "parameter 'whole' is 1.5, expected integer"},
      {R"({"needed":"x","whole":18446744073709551615})", "expected integer"},
      {R"({"needed":"x","part":2})", "parameter 'part' is 2, expected at most 1"},
      {R"({"needed":"x","word":"c"})", "parameter 'word' is \"c\", expected one of: a, b"},
      {R"({"needed":"x","window":"soon"})", "expected a duration such as 30d"},
      {R"({"needed":"x","limit":"y"})", "parameter 'limit' is \"y\", expected integer or null"},
      {R"({"needed":"x","levels":[0,-1]})",
       "parameter 'levels' has an element 2 that is -1, expected at least 0"}};
  for (const auto& [parameters, problem] : wrong) {
    const absl::Status status = FillIn(parameters).status();
    EXPECT_THAT(status, StatusIs(kInvalid, HasSubstr(problem)));
    EXPECT_EQ(core::DetailOf(status).reason, kParameterInvalid);
  }
}

TEST(ParameterSchemaTest, DeepAndLongParametersAreRefused) {
  const std::string deep =
      R"({"needed":"x","steps":)" + std::string(1000, '[') + std::string(1000, ']') + "}";
  EXPECT_THAT(FillIn(deep), StatusIs(kInvalid, HasSubstr("nested more than 64 deep")));
  const std::string objects = std::string(100'000, '[') + R"({"a":{"b":1}})";
  EXPECT_THAT(FillIn(objects), StatusIs(kInvalid, HasSubstr("the parameters: ")));
  EXPECT_THAT(FillIn(R"({"needed":")" + std::string(2 << 20, 'x') + "\"}"),
              StatusIs(kInvalid, HasSubstr("bytes, at most 1048576 are read")));
}

TEST(ParameterSchemaTest, SchemasOutsideTheSubsetAreRefused) {
  const std::pair<const char*, const char*> wrong[] = {
      {R"({"a":{"type":"int","default":1}})", "has the type \"int\", expected one of boolean"},
      {R"({"a":{"type":["integer","string"],"default":1}})", "has the type [\"integer\""},
      {R"({"a":{"type":"integer"}})", "has no 'default' and is not required"},
      {R"({"a":{"type":"integer","default":"x"}})", "has a default that is \"x\""},
      {R"({"a":{"type":"integer","minimum":2,"default":1}})", "has a default that is 1"},
      {R"({"a":{"minimum":"x","default":1}})", "has a 'minimum' that is no number"},
      {R"({"a":{"pattern":"x","default":1}})", "the field 'pattern'"},
      {R"({"a":{"items":{"default":1},"default":1}})", "the field 'default'"},
      {R"({"a":{"enum":[[]],"default":1}})", "has an 'enum' of more than"},
      {R"({"A b":{"default":1}})", "have the name 'A b'"},
      {R"({"a":1})", "is number, expected an object"}};
  for (const auto& [properties, problem] : wrong) {
    EXPECT_THAT(Read(properties), StatusIs(kInvalid, HasSubstr(problem))) << properties;
  }
  EXPECT_THAT(Read("{}", R"(,"required":["a"])"), StatusIs(kInvalid, HasSubstr("none of them")));
  EXPECT_THAT(Read(R"({"a":{"default":1}})", R"(,"required":["a"])"),
              StatusIs(kInvalid, HasSubstr("has a 'default' and is required")));
  EXPECT_THAT(ParameterSchema::Read(nlohmann::json::parse(R"({"type":"object","properties":{}})"),
                                    "model 'acme.m'"),
              StatusIs(kInvalid, HasSubstr("need 'additionalProperties': false")));
}

}  // namespace
}  // namespace madad::registry
