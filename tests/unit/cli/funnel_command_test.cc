// `madad funnel`, against a server in this process.
#include <gmock/gmock.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "unit/cli/columns.h"
#include "unit/cli/fake_server.h"
#include "unit/cli/run_support.h"

namespace madad::cli {
namespace {

using madad::testing::DoubleColumn;
using madad::testing::FakeServer;
using madad::testing::IntColumn;
using madad::testing::MoneyColumn;
using madad::testing::Outcome;
using madad::testing::RunAgainst;
using madad::testing::TextColumn;
using madad::testing::WithValidity;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr int64_t kHour = 3'600'000'000;

v1::Column Key(v1::Column column) {
  column.set_role(v1::COLUMN_ROLE_DIMENSION);
  return column;
}

v1::Column Counts(const std::string& name, const std::vector<int64_t>& values) {
  return IntColumn(name, v1::TYPE_INT64, v1::UNIT_COUNT, values);
}

v1::Column Times(const std::string& name, const std::vector<int64_t>& hours) {
  std::vector<int64_t> micros;
  for (const int64_t hour : hours) micros.push_back(hour * kHour);
  return IntColumn(name, v1::TYPE_DURATION, v1::UNIT_DURATION, micros);
}

v1::TableRows TableOf(const std::string& name, const std::vector<v1::Column>& columns,
                      int64_t rows) {
  v1::TableRows table;
  table.set_table(name);
  for (const v1::Column& column : columns) *table.add_columns() = column;
  table.set_row_count(rows);
  return table;
}

// Two sources of two steps; the second has entries of no one further.
v1::TableRows Steps() {
  return TableOf(
      "steps",
      {TextColumn("source", {"פייסבוק", "פייסבוק", "Web", "Web"}),
       Key(Counts("step", {1, 2, 1, 2})), TextColumn("stage", {"lead", "won", "lead", "won"}),
       Counts("entered", {1000, 250, 80, 0}),
       WithValidity(Counts("reached_next", {250, 0, 0, 0}), 0b0101),
       WithValidity(DoubleColumn("step_rate", v1::UNIT_PERCENT, {0.25, 0, 0, 0}), 0b0101),
       DoubleColumn("overall_rate", v1::UNIT_PERCENT, {1, 0.25, 1, 0}),
       WithValidity(Times("time_to_next_median", {50, 0, 0, 0}), 0b0001),
       WithValidity(Times("time_to_next_p90", {200, 0, 0, 0}), 0b0001),
       WithValidity(Counts("drop_off", {750, 0, 80, 0}), 0b0101),
       WithValidity(Counts("mature", {0, 0, 0, 0}), 0),
       MoneyColumn("value", 2, {100000, 25000, 8000, 0}),
       DoubleColumn("value_share", v1::UNIT_PERCENT, {1, 0.25, 1, 0})},
      4);
}

v1::FunnelResponse AnswerOf(const std::vector<v1::TableRows>& tables) {
  v1::FunnelResponse response;
  for (const v1::TableRows& table : tables) *response.add_tables() = table;
  google::protobuf::util::JsonStringToMessage(
      R"({"order":"ordered","entry":"first_entry","policy":"strict","window":"90d"})",
      response.mutable_parameters());
  response.mutable_range()->set_from("2024-01-01");
  response.mutable_range()->set_to("2024-04-01");
  response.mutable_snapshot()->set_id("v3");
  response.mutable_snapshot()->mutable_as_of()->set_seconds(1706695200);
  v1::Warning& warning = *response.add_warnings();
  warning.set_reason("TIES");
  warning.set_message("3 events tie");
  return response;
}

void Serve(const v1::FunnelResponse& answer, FakeServer* server,
           v1::FunnelRequest* asked = nullptr) {
  server->funnel = [answer, asked](const v1::FunnelRequest& request, v1::FunnelResponse* response) {
    if (asked != nullptr) *asked = request;
    *response = answer;
    return grpc::Status::OK;
  };
}

TEST(FunnelCommandTest, PrintsTheStagesOfEachGroupWithBars) {
  FakeServer server;
  v1::FunnelRequest asked;
  Serve(AnswerOf({Steps()}), &server, &asked);
  const Outcome outcome = RunAgainst(server, {"funnel", "--by", "source"});
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_EQ(outcome.out,
            "source: פייסבוק\n"
            "stage  entered                    reached next  step rate   overall  median to next  "
            "p90 to next  drop-off  value (EUR)  share of value\n"
            "-----  -------  ----------------  ------------  ---------  --------  --------------  "
            "-----------  --------  -----------  --------------\n"
            "lead     1,000  ████████████████           250    25.00 %  100.00 %           2d 2h  "
            "      8d 8h       750     1,000.00        100.00 %\n"
            "won        250  ████                         -          -   25.00 %               -  "
            "          -         -       250.00         25.00 %\n"
            "\n"
            "source: Web\n"
            "stage  entered                    reached next  step rate   overall  median to next  "
            "p90 to next  drop-off  value (EUR)  share of value\n"
            "-----  -------  ----------------  ------------  ---------  --------  --------------  "
            "-----------  --------  -----------  --------------\n"
            "lead        80  ████████████████             0     0.00 %  100.00 %               -  "
            "          -        80        80.00        100.00 %\n"
            "won          0                               -          -    0.00 %               -  "
            "          -         -         0.00          0.00 %\n"
            "\n"
            "2024-01-01 to 2024-03-31 | ordered, first_entry, strict, window 90d | "
            "as of 2024-01-31T10:00:00Z | snapshot v3\n"
            "warning: 3 events tie (TIES)\n");
  EXPECT_THAT(asked.tables(), ElementsAre("steps"));
  EXPECT_THAT(asked.dimensions(), ElementsAre("source"));
}

TEST(FunnelCommandTest, AsksForWhatIsTyped) {
  FakeServer server;
  v1::FunnelRequest asked;
  Serve(AnswerOf({Steps()}), &server, &asked);
  const Outcome outcome = RunAgainst(
      server, {"funnel",     "sales",  "--entity", "opportunity",   "--steps", "lead,mql?,won",
               "--exclude",  "lost",   "--by",     "source,region", "--where", "region = 'N'",
               "--window",   "90d",    "--order",  "unordered",     "--entry", "every_entry",
               "--policy",   "strict", "--from",   "2024-01-01",    "--to",    "2024-04-01",
               "--timezone", "UTC",    "--curve",  "--times"});
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_EQ(asked.funnel(), "sales");
  EXPECT_EQ(asked.entity(), "opportunity");
  ASSERT_EQ(asked.steps_size(), 3);
  EXPECT_EQ(asked.steps(1).stage(), "mql");
  EXPECT_TRUE(asked.steps(1).optional());
  EXPECT_FALSE(asked.steps(2).optional());
  EXPECT_EQ(asked.exclude(0).stage(), "lost");
  EXPECT_THAT(asked.dimensions(), ElementsAre("source", "region"));
  EXPECT_EQ(asked.filter(), "region = 'N'");
  EXPECT_EQ(asked.window(), "90d");
  EXPECT_EQ(asked.order(), v1::FUNNEL_ORDER_UNORDERED);
  EXPECT_EQ(asked.entry(), v1::FUNNEL_ENTRY_EVERY_ENTRY);
  EXPECT_EQ(asked.policy(), v1::FUNNEL_POLICY_STRICT);
  EXPECT_EQ(asked.range().from(), "2024-01-01");
  EXPECT_EQ(asked.range().to(), "2024-04-01");
  EXPECT_EQ(asked.timezone(), "UTC");
  EXPECT_THAT(asked.tables(), ElementsAre("steps", "times", "curve"));
  RunAgainst(server, {"funnel", "--during", "last-30d", "--order", "strict", "--entry",
                      "first_entry", "--policy", "reached_or_beyond"});
  EXPECT_EQ(asked.during(), "last-30d");
  EXPECT_FALSE(asked.has_range());
  EXPECT_EQ(asked.order(), v1::FUNNEL_ORDER_STRICT);
  EXPECT_EQ(asked.entry(), v1::FUNNEL_ENTRY_FIRST_ENTRY);
  EXPECT_EQ(asked.policy(), v1::FUNNEL_POLICY_REACHED_OR_BEYOND);
}

TEST(FunnelCommandTest, LeavesOutColumnsWithoutValues) {
  FakeServer server;
  Serve(AnswerOf({TableOf(
            "steps",
            {Key(Counts("step", {1})), TextColumn("stage", {"lead"}), Counts("entered", {3}),
             WithValidity(Counts("value", {0}), 0), Counts("mature", {2}), Counts("immature", {1})},
            1)}),
        &server);
  const Outcome outcome = RunAgainst(server, {"funnel"}, {.utf8 = false});
  EXPECT_THAT(outcome.out, Not(HasSubstr("value")));
  EXPECT_THAT(outcome.out, HasSubstr("mature  immature"));
  EXPECT_THAT(outcome.out, HasSubstr("################"));
}

TEST(FunnelCommandTest, TracesTheEventsOfAnEntity) {
  FakeServer server;
  v1::FunnelRequest asked;
  v1::Column at = IntColumn("entered_at", v1::TYPE_TIMESTAMP, v1::UNIT_UNSPECIFIED,
                            {1706695200000000, 1706695260000000});
  Serve(AnswerOf({TableOf(
            "matches",
            {TextColumn("entity_id", {"L1", "L1"}), TextColumn("attempt", {"L1", "L1"}),
             WithValidity(Key(Counts("step", {1, 0})), 1), TextColumn("stage", {"lead", "lead"}),
             Key(at), TextColumn("verdict", {"matched", "not matched: entered before"})},
            2)}),
        &server, &asked);
  const Outcome outcome = RunAgainst(server, {"funnel", "--trace", "L1"});
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_THAT(outcome.out, ::testing::StartsWith(
                               "L1\n"
                               "entered at            stage  step  verdict\n"
                               "--------------------  -----  ----  ---------------------------\n"
                               "2024-01-31T10:00:00Z  lead      1  matched\n"
                               "2024-01-31T10:01:00Z  lead      -  not matched: entered before\n"));
  EXPECT_EQ(asked.trace(), "L1");
  EXPECT_THAT(asked.tables(), ElementsAre("matches"));
}

TEST(FunnelCommandTest, ATraceOfAnUnknownKeySaysSo) {
  FakeServer server;
  Serve(AnswerOf({TableOf("matches", {TextColumn("entity_id", {})}, 0)}), &server);
  EXPECT_THAT(RunAgainst(server, {"funnel", "--trace", "L9"}).out,
              HasSubstr("(no events: nothing entered a stage under this key)"));
}

TEST(FunnelCommandTest, PrintsCurveAndTimesUnderTheSteps) {
  FakeServer server;
  Serve(AnswerOf(
            {Steps(),
             TableOf("times",
                     {Key(Counts("bucket", {0, 1})), Key(Times("at_least", {0, 24})),
                      Key(Times("below", {24, 48})), Counts("count", {3, 6})},
                     2),
             TableOf("curve",
                     {Key(Times("elapsed", {24})),
                      DoubleColumn("converted", v1::UNIT_PERCENT, {0.125}), Counts("at_risk", {7})},
                     1)}),
        &server);
  const std::string out = RunAgainst(server, {"funnel", "--curve", "--times"}).out;
  EXPECT_THAT(out, HasSubstr("\ntime to convert\n"));
  EXPECT_THAT(out, HasSubstr("      1d     2d      6  ████████████████\n"));
  EXPECT_THAT(out, HasSubstr("\nconverted by then\n"));
  EXPECT_THAT(out, HasSubstr("12.50 %  ████████████████"));
}

TEST(FunnelCommandTest, CsvHasTheStepsExactly) {
  FakeServer server;
  v1::FunnelRequest asked;
  Serve(AnswerOf({Steps()}), &server, &asked);
  const Outcome outcome = RunAgainst(server, {"funnel", "--format", "csv"});
  EXPECT_THAT(outcome.out,
              ::testing::StartsWith(
                  "source,step,stage,entered,reached_next,step_rate,overall_rate,"
                  "time_to_next_median,time_to_next_p90,drop_off,mature,value,value_share\r\n"
                  "פייסבוק,1,lead,1000,250,0.25,1,180000000000,720000000000,750,,1000.00,1\r\n"
                  "פייסבוק,2,won,250,,,0.25,,,,,250.00,0.25\r\n"));
  EXPECT_EQ(outcome.err, "warning: 3 events tie (TIES)\n");
  RunAgainst(server, {"funnel", "--format", "csv", "--curve"});
  EXPECT_THAT(asked.tables(), ElementsAre("curve"));
}

TEST(FunnelCommandTest, JsonIsOneObjectOfTables) {
  FakeServer server;
  v1::FunnelRequest asked;
  Serve(AnswerOf({Steps(), TableOf("times", {Counts("count", {3})}, 1)}), &server, &asked);
  const auto json = nlohmann::json::parse(RunAgainst(server, {"funnel", "--format", "json"}).out);
  EXPECT_THAT(asked.tables(), ElementsAre("steps", "times", "curve"));
  EXPECT_EQ(json["tables"]["steps"]["columns"][3],
            nlohmann::json::parse(R"({"name": "entered", "type": "int64", "unit": "count"})"));
  EXPECT_EQ(json["tables"]["steps"]["columns"][11]["currency"], "EUR");
  EXPECT_EQ(
      json["tables"]["steps"]["rows"][1],
      nlohmann::json::parse(
          R"(["פייסבוק", 2, "won", 250, null, null, 0.25, null, null, null, null, 250.00, 0.25])"));
  EXPECT_EQ(json["tables"]["times"]["rows"], nlohmann::json::parse("[[3]]"));
  EXPECT_EQ(json["parameters"]["window"], "90d");
  EXPECT_EQ(json["range"], nlohmann::json::parse(R"({"from": "2024-01-01", "to": "2024-04-01"})"));
  EXPECT_EQ(json["as_of"], "2024-01-31T10:00:00Z");
  EXPECT_EQ(json["snapshot"], "v3");
  EXPECT_EQ(json["warnings"][0]["reason"], "TIES");
}

TEST(FunnelCommandTest, AnAnswerThatCannotBeReadIsAnError) {
  FakeServer server;
  v1::TableRows broken = Steps();
  broken.set_row_count(5);
  Serve(AnswerOf({broken}), &server);
  const Outcome outcome = RunAgainst(server, {"funnel"});
  EXPECT_EQ(outcome.status, 1);
  EXPECT_THAT(outcome.err, HasSubstr("cannot be read"));
  EXPECT_EQ(outcome.out, "");
}

TEST(FunnelCommandTest, HebrewIsIsolatedOnATerminal) {
  FakeServer server;
  Serve(AnswerOf({Steps()}), &server);
  const Outcome outcome = RunAgainst(server, {"funnel"}, {.interactive = true});
  EXPECT_THAT(outcome.out, HasSubstr("\u2068source: פייסבוק\u2069\n"));
}

}  // namespace
}  // namespace madad::cli
