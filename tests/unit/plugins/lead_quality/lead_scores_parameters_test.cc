// What the model of lead scores may be told, and reads.
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <madad/sdk/testing/fake_host.h>

#include "models/lead_scores.h"
#include "unit/plugins/lead_quality/frames.h"
#include "unit/plugins/lead_quality/lead_tables.h"

namespace lead_quality {
namespace {

using madad::sdk::testing::ShapeOf;
using madad::sdk::testing::TrainModel;
using madad::sdk::testing::TrainResult;
using ::testing::HasSubstr;

std::string ErrorOf(const std::string& parameters) {
  try {
    ShapeOf<LeadScores>(parameters);
  } catch (const madad::sdk::Error& error) {
    return error.what();
  }
  return "none";
}

TEST(LeadScoresParametersTest, SaysWhatIsWrong) {
  const auto expect = [](const std::string& parameters, const std::string& why) {
    EXPECT_THAT(ErrorOf(parameters), HasSubstr(why)) << parameters;
  };
  expect("{}", "'features' is required");
  expect(R"({"features": []})", "no features");
  expect(R"({"features": ["a", "a"]})", "feature 2: 'a' is there twice");
  expect(R"({"features": ["a b"]})", "give one in `name`");
  expect(R"({"features": ["created_at"]})", "means something else");
  expect(R"({"features": [{"name": "a"}]})", "needs a `column` or a `dimension`");
  expect(R"({"features": [{"column": "a", "dimension": "b"}]})", "not both");
  expect(R"({"features": [{"column": "a", "kind": "colour"}]})", "number, flag, category");
  expect(R"({"features": [{"column": "a", "known_at": "noon"}]})", "creation or outcome");
  expect(R"({"features": [{"column": "a", "colour": "red"}]})", "colour");
  expect(R"({"features": ["a"], "horizon": "0d"})", "'horizon'");
  expect(R"({"features": ["a"], "horizon": "3mo"})", "no fixed length");
  expect(R"({"features": ["a"], "holdout": 0.6, "validation": 0.5})", "leave nothing");
  expect(R"({"features": ["a"], "candidates": []})", "'candidates'");
  expect(R"({"features": ["a"], "candidates": ["oracle"]})", "oracle");
  expect(R"({"features": ["a"], "thresholds": [0.1, 0.2, 0.3]})", "fall");
  expect(R"({"features": ["a"], "shares": [0.5, 0.2, 0.9]})", "rise");
  expect(R"({"features": ["a"], "allow": ["b"]})", "none of the features");
  expect(R"({"features": ["a"], "stage": "it's"})", "no stage");
  expect(R"({"features": ["a"], "criteria": [{"feature": "b"}]})", "criterion 1");
}

TEST(LeadScoresParametersTest, ReadsWhatTheyName) {
  const madad::sdk::Shape shape = ShapeOf<LeadScores>(R"({"stage": "won", "won_amounts": true,
      "features": ["source", {"dimension": "region"}, {"column": "call", "known_at": "outcome"},
                   {"name": "large", "column": "size > 5", "filled_at": "sized_at"}],
      "criteria": [{"feature": "source", "one_of": ["web"]}, {"feature": "email", "like": "*"}]})");
  const std::string json = shape.ToJson();
  EXPECT_THAT(json, HasSubstr(R"("dimension":"region")"));
  EXPECT_THAT(json, HasSubstr(R"({"name":"call","value":"call","optional":true})"));
  EXPECT_THAT(json, HasSubstr(R"({"name":"large","value":"size > 5"})"));
  EXPECT_THAT(json, HasSubstr(R"({"name":"large_filled_at","value":"sized_at","optional":true})"));
  EXPECT_THAT(json, HasSubstr(R"({"name":"email","value":"email"})"));
  EXPECT_THAT(json, HasSubstr(R"x("value":"stage('won')","optional":true})x"));
  EXPECT_THAT(json, HasSubstr(R"("from_request":true)"));
  EXPECT_THAT(json, HasSubstr(R"("trained":true)"));
  ASSERT_EQ(shape.inputs().size(), 2);
  EXPECT_EQ(shape.inputs()[1].name(), "deals");
  EXPECT_EQ(shape.outputs().front().name(), "scores");
  EXPECT_EQ(shape.outputs().front().key(), "lead_id");
}

TEST(LeadScoresParametersTest, WithoutAnOutcomeThereIsNothingToLearn) {
  const TrainResult trained =
      TrainModel<LeadScores>(R"({"features": ["size", "source", "noise"]})",
                             {{"leads", LeadTable(SimulatedFrame(10, 1), /*outcome=*/false)}});
  EXPECT_EQ(trained.code, MADAD_FAILED_PRECONDITION);
  EXPECT_THAT(trained.error, HasSubstr("'won_at'"));
}

TEST(LeadScoresParametersTest, ColumnsAreReadAsTheKindThatIsDeclared) {
  Table leads;
  leads.Int64("lead_id", {1, 2})
      .Date("created_at", {1, 2})
      .Int64("code", {7, std::nullopt})
      .Timestamp("converted_at", {std::nullopt, 2 * kDayUs});
  const TrainResult category = TrainModel<LeadScores>(
      R"({"features": [{"column": "code", "kind": "category"}]})", {{"leads", leads}});
  EXPECT_TRUE(category.ok()) << category.error;
  const TrainResult time = TrainModel<LeadScores>(
      R"({"features": [{"column": "code", "kind": "time"}]})", {{"leads", leads}});
  EXPECT_EQ(time.code, MADAD_INVALID_ARGUMENT);
  EXPECT_THAT(time.error, HasSubstr("'code' is declared a time, and its column is of type int64"));
}

}  // namespace
}  // namespace lead_quality
