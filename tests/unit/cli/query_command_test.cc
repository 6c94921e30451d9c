// Every option of `madad query`: what is sent, and what is printed for it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "unit/cli/columns.h"
#include "unit/cli/fake_server.h"
#include "unit/cli/run_support.h"

namespace madad::cli {
namespace {

using madad::testing::AnswerOf;
using madad::testing::CompanionColumn;
using madad::testing::DoubleColumn;
using madad::testing::FakeServer;
using madad::testing::IntColumn;
using madad::testing::MoneyColumn;
using madad::testing::Outcome;
using madad::testing::RunAgainst;
using madad::testing::Screen;
using madad::testing::TextColumn;
using madad::testing::WithValidity;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

// Returns the request that `arguments` after `madad query` send.
v1::QueryRequest RequestOf(std::vector<std::string> arguments) {
  FakeServer server;
  v1::QueryRequest seen;
  server.query = [&seen](const v1::QueryRequest& request, v1::QueryResponse* response) {
    seen = request;
    *response = AnswerOf({DoubleColumn("x", v1::UNIT_RATIO, {1})}, 1);
    return grpc::Status::OK;
  };
  arguments.insert(arguments.begin(), "query");
  const Outcome outcome = RunAgainst(server, arguments);
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  return seen;
}

// Returns what `madad query x` with `arguments` prints of `answer`.
Outcome Printed(const v1::QueryResponse& answer, std::vector<std::string> arguments = {},
                const Screen& screen = {}) {
  FakeServer server;
  server.query = [&answer](const v1::QueryRequest&, v1::QueryResponse* response) {
    *response = answer;
    return grpc::Status::OK;
  };
  arguments.insert(arguments.begin(), {"query", "x"});
  return RunAgainst(server, arguments, screen);
}

TEST(QueryCommandTest, SendsNothingThatIsNotAskedFor) {
  v1::QueryRequest expected;
  expected.add_metrics("win_rate");
  expected.mutable_range();
  EXPECT_EQ(RequestOf({"win_rate"}).SerializeAsString(), expected.SerializeAsString());
}

TEST(QueryCommandTest, SendsTimes) {
  const v1::QueryRequest seen = RequestOf({"x", "--during", "last-30d", "--as-of", "2024-06-30",
                                           "--week-start", "sunday", "--timezone", "UTC"});
  EXPECT_EQ(seen.during(), "last-30d");
  EXPECT_EQ(seen.as_of(), "2024-06-30");
  EXPECT_EQ(seen.week_start(), "sunday");
  EXPECT_EQ(seen.timezone(), "UTC");
  EXPECT_EQ(RequestOf({"x", "--as-of", "2024-06-30T10:00:00+03:00"}).as_of(),
            "2024-06-30T10:00:00+03:00");
}

TEST(QueryCommandTest, SendsCompanions) {
  const v1::QueryRequest seen = RequestOf({"x", "--share", "--interval", "--total", "--targets"});
  EXPECT_TRUE(seen.share());
  EXPECT_TRUE(seen.interval());
  EXPECT_TRUE(seen.total());
  EXPECT_TRUE(seen.targets());
  EXPECT_EQ(seen.comparison(), v1::COMPARISON_UNSPECIFIED);
  EXPECT_EQ(RequestOf({"x", "--compare", "previous"}).comparison(), v1::COMPARISON_PREVIOUS);
  EXPECT_EQ(RequestOf({"x", "--compare=year"}).comparison(), v1::COMPARISON_YEAR);
}

TEST(QueryCommandTest, CommasWithinBracketsBelongToTheMetric) {
  EXPECT_THAT(RequestOf({"rate(window=30d,order=strict)", "lead_count, win_rate"}).metrics(),
              ElementsAre("rate(window=30d,order=strict)", "lead_count", "win_rate"));
}

TEST(QueryCommandTest, SendsParameters) {
  const v1::QueryRequest seen =
      RequestOf({"--param", "window=30d", "x", "--param", "rule=a=b", "y"});
  EXPECT_THAT(seen.metrics(), ElementsAre("x", "y"));
  ASSERT_EQ(seen.parameters_size(), 2);
  EXPECT_EQ(seen.parameters().at("window"), "30d");
  EXPECT_EQ(seen.parameters().at("rule"), "a=b");
}

// Companions come from the server in an order of its own.
v1::QueryResponse Compared() {
  const v1::Column rate = DoubleColumn("conversion.win_rate", v1::UNIT_PERCENT, {0.5, 0.25});
  return AnswerOf(
      {TextColumn("source", {"a", "b"}), rate, MoneyColumn("pipeline.won_value", 2, {123450, 100}),
       CompanionColumn(rate, "high", {0.6, 0.35}), CompanionColumn(rate, "low", {0.4, 0.15}),
       CompanionColumn(rate, "previous", {0.4, 0.25}), CompanionColumn(rate, "change", {0.1, 0}),
       WithValidity(CompanionColumn(rate, "change_ratio", {0.25, 0}), 0b01),
       CompanionColumn(rate, "share", {0.75, 0.25}), CompanionColumn(rate, "target", {0.3, 0.3})},
      2);
}

TEST(QueryCommandTest, CompanionsStandBehindTheirMetric) {
  EXPECT_THAT(
      Printed(Compared()).out,
      StartsWith("source  win_rate  :previous    :change  :change_ratio  :target   :share     :low"
                 "    :high  won_value (EUR)\n"
                 "------  --------  ---------  ---------  -------------  -------  -------  -------"
                 "  -------  ---------------\n"
                 "a        50.00 %    40.00 %  +10.00 pp       +25.00 %  30.00 %  75.00 %  40.00 %"
                 "  60.00 %         1,234.50\n"
                 "b        25.00 %    25.00 %    0.00 pp              -  30.00 %  25.00 %  15.00 %"
                 "  35.00 %             1.00\n"));
}

TEST(QueryCommandTest, ATableWiderThanTheTerminalIsFoldedWithItsKeys) {
  EXPECT_THAT(Printed(Compared(), {}, {.interactive = true, .width = 60}).out,
              StartsWith("source  win_rate  :previous    :change  :change_ratio\n"
                         "------  --------  ---------  ---------  -------------\n"
                         "a        50.00 %    40.00 %  +10.00 pp       +25.00 %\n"
                         "b        25.00 %    25.00 %    0.00 pp              -\n"
                         "\n"
                         "source  :target   :share     :low    :high  won_value (EUR)\n"
                         "------  -------  -------  -------  -------  ---------------\n"
                         "a       30.00 %  75.00 %  40.00 %  60.00 %         1,234.50\n"
                         "b       30.00 %  25.00 %  15.00 %  35.00 %             1.00\n"));
}

TEST(QueryCommandTest, CsvHasTheServersColumnsInItsOrder) {
  EXPECT_THAT(Printed(Compared(), {"--format", "csv"}).out,
              StartsWith("source,conversion.win_rate,pipeline.won_value,conversion.win_rate:high,"
                         "conversion.win_rate:low,conversion.win_rate:previous,"
                         "conversion.win_rate:change,conversion.win_rate:change_ratio,"
                         "conversion.win_rate:share,conversion.win_rate:target\r\n"
                         "a,0.5,1234.50,0.6,0.4,0.4,0.1,0.25,0.75,0.3\r\n"));
}

TEST(QueryCommandTest, MetricsOfOneNameKeepTheirPlugins) {
  EXPECT_THAT(Printed(AnswerOf({TextColumn("leads", {"a"}),
                                IntColumn("a.n(w=1.5)", v1::TYPE_INT64, v1::UNIT_COUNT, {1}),
                                IntColumn("b.n", v1::TYPE_INT64, v1::UNIT_COUNT, {2}),
                                IntColumn("c.n", v1::TYPE_INT64, v1::UNIT_COUNT, {3}),
                                IntColumn("d.leads", v1::TYPE_INT64, v1::UNIT_COUNT, {4})},
                               1))
                  .out,
              StartsWith("leads  n(w=1.5)  b.n  c.n  d.leads\n"));
}

v1::QueryResponse WithTotal() {
  v1::QueryResponse answer =
      AnswerOf({WithValidity(TextColumn("source", {"a", ""}), 0b01), TextColumn("team", {"n", "s"}),
                IntColumn("lead_count", v1::TYPE_INT64, v1::UNIT_COUNT, {1200, 34}),
                DoubleColumn("win_rate", v1::UNIT_PERCENT, {0.5, 0.25})},
               2);
  for (const v1::Column& column :
       {WithValidity(TextColumn("source", {""}), 0), WithValidity(TextColumn("team", {""}), 0),
        IntColumn("lead_count", v1::TYPE_INT64, v1::UNIT_COUNT, {1230}),
        WithValidity(DoubleColumn("win_rate", v1::UNIT_PERCENT, {0}), 0)}) {
    *answer.add_totals() = column;
  }
  return answer;
}

TEST(QueryCommandTest, TotalsAreALineUnderTheTable) {
  EXPECT_EQ(Printed(WithTotal()).out,
            "source  team  lead_count  win_rate\n"
            "------  ----  ----------  --------\n"
            "a       n          1,200   50.00 %\n"
            "(none)  s             34   25.00 %\n"
            "------  ----  ----------  --------\n"
            "total              1,230         -\n"
            "\n"
            "2 rows | all dates\n");
}

TEST(QueryCommandTest, TotalsOfJsonAreOneRow) {
  const auto json = nlohmann::json::parse(Printed(WithTotal(), {"--format", "json"}).out);
  EXPECT_EQ(json["totals"], nlohmann::json::parse("[null, null, 1230, null]"));
  EXPECT_EQ(json["rows"].size(), 2u);
}

TEST(QueryCommandTest, TotalsOfCsvGoWhereNobodySumsThem) {
  const Outcome outcome = Printed(WithTotal(), {"--format", "csv"});
  EXPECT_EQ(outcome.out, "source,team,lead_count,win_rate\r\na,n,1200,0.5\r\n,s,34,0.25\r\n");
  EXPECT_EQ(outcome.err, "total: lead_count=1230, win_rate=-\n");
}

TEST(QueryCommandTest, WithoutGroupsTheRowIsTheTotal) {
  v1::QueryResponse answer = AnswerOf({DoubleColumn("r", v1::UNIT_RATIO, {1})}, 1);
  *answer.add_totals() = answer.columns(0);
  EXPECT_EQ(Printed(answer).out, "     r\n------\n1.0000\n\n1 row | all dates\n");
}

TEST(QueryCommandTest, TotalsThatDoNotFitAreRefused) {
  v1::QueryResponse answer = WithTotal();
  answer.mutable_totals()->RemoveLast();
  EXPECT_THAT(Printed(answer).err, HasSubstr("3 totals for 4 columns"));
  answer = WithTotal();
  answer.mutable_totals(2)->add_int64_values(1);
  EXPECT_THAT(Printed(answer).err, HasSubstr("total `lead_count`: 2 values for 1 rows"));
}

TEST(QueryCommandTest, JsonHasTheRangeAndThePluginsVersions) {
  v1::QueryResponse answer = WithTotal();
  answer.mutable_range()->set_from("2024-01-01");
  (*answer.mutable_plugin_versions())["pipeline"] = "2.0.0";
  (*answer.mutable_plugin_versions())["conversion"] = "1.0.0";
  const std::string text = Printed(answer, {"--format", "json"}).out;
  const auto json = nlohmann::json::parse(text);
  EXPECT_EQ(json["range"], nlohmann::json::parse(R"({"from": "2024-01-01", "to": null})"));
  EXPECT_EQ(json["plugin_versions"]["conversion"], "1.0.0");
  // Equal answers print equally.
  EXPECT_LT(text.find("\"conversion\": \"1.0.0\""), text.find("\"pipeline\": \"2.0.0\""));
  const auto bare = nlohmann::json::parse(Printed(Compared(), {"--format", "json"}).out);
  EXPECT_FALSE(bare.contains("plugin_versions"));
  EXPECT_FALSE(bare.contains("totals"));
}

}  // namespace
}  // namespace madad::cli
