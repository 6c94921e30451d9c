// What the commands send and print, against a server in this process.
#include <cstdlib>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "unit/cli/columns.h"
#include "unit/cli/fake_server.h"
#include "unit/cli/run_support.h"

namespace madad::cli {
namespace {

using madad::testing::AnswerOf;
using madad::testing::DoubleColumn;
using madad::testing::FakeServer;
using madad::testing::Outcome;
using madad::testing::RunAgainst;
using madad::testing::RunWith;
using madad::testing::TextColumn;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

TEST(RunTest, SendsWhatTheOptionsSay) {
  FakeServer server;
  v1::QueryRequest seen;
  server.query = [&seen](const v1::QueryRequest& request, v1::QueryResponse* response) {
    seen = request;
    *response = AnswerOf({DoubleColumn("win_rate", v1::UNIT_PERCENT, {0.5})}, 1);
    return grpc::Status::OK;
  };
  const Outcome outcome = RunAgainst(server, {"query",
                                              "--by",
                                              "owner,region",
                                              "win_rate",
                                              "lead_count",
                                              "--by",
                                              "source",
                                              "--grain",
                                              "quarter",
                                              "--from",
                                              "2018-01-01",
                                              "--to",
                                              "2018-07-01T12:00:00",
                                              "--where",
                                              "region <> 'x'",
                                              "--sort",
                                              "win_rate:desc,owner",
                                              "--sort",
                                              "a:b:asc",
                                              "--limit",
                                              "7",
                                              "--timezone",
                                              "Asia/Jerusalem",
                                              "--explain"});
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_THAT(seen.metrics(), ElementsAre("win_rate", "lead_count"));
  EXPECT_THAT(seen.dimensions(), ElementsAre("owner", "region", "source"));
  EXPECT_EQ(seen.grain(), v1::GRAIN_QUARTER);
  EXPECT_EQ(seen.range().from(), "2018-01-01");
  EXPECT_EQ(seen.range().to(), "2018-07-01T12:00:00");
  EXPECT_EQ(seen.filter(), "region <> 'x'");
  ASSERT_EQ(seen.order_size(), 3);
  EXPECT_EQ(seen.order(0).column(), "win_rate");
  EXPECT_TRUE(seen.order(0).descending());
  EXPECT_EQ(seen.order(1).column(), "owner");
  EXPECT_FALSE(seen.order(1).descending());
  EXPECT_EQ(seen.order(2).column(), "a:b");
  EXPECT_EQ(seen.limit(), 7);
  EXPECT_EQ(seen.timezone(), "Asia/Jerusalem");
  EXPECT_TRUE(seen.explain());
}

TEST(RunTest, PrintsAnswersInTheFormatAskedFor) {
  FakeServer server;
  server.query = [](const v1::QueryRequest&, v1::QueryResponse* response) {
    *response = AnswerOf(
        {TextColumn("source", {"a", "b"}), DoubleColumn("win_rate", v1::UNIT_PERCENT, {0.5, 0.25})},
        2);
    return grpc::Status::OK;
  };
  EXPECT_THAT(RunAgainst(server, {"query", "win_rate"}).out,
              StartsWith("source  win_rate\n------  --------\na        50.00 %\n"));
  EXPECT_EQ(RunAgainst(server, {"query", "win_rate", "--format", "csv"}).out,
            "source,win_rate\r\na,0.5\r\nb,0.25\r\n");
  const auto json = RunAgainst(server, {"query", "win_rate", "--format", "json"}).out;
  EXPECT_EQ(nlohmann::json::parse(json)["rows"],
            nlohmann::json::parse(R"([["a",0.5],["b",0.25]])"));
}

v1::Metric WinRate() {
  v1::Metric metric;
  metric.set_id("conversion.win_rate");
  metric.set_label("Win rate");
  metric.set_unit(v1::UNIT_PERCENT);
  metric.set_direction(v1::DIRECTION_HIGHER_IS_BETTER);
  metric.set_plugin("conversion");
  metric.set_plugin_version("0.1.0");
  metric.add_dimensions("owner");
  metric.add_dimensions("region");
  (*metric.mutable_labels())["he"] = "שיעור זכייה";
  return metric;
}

TEST(RunTest, ListsMetricsAndWhyOneIsNotAvailable) {
  FakeServer server;
  server.list_metrics = [](const v1::ListMetricsRequest& request,
                           v1::ListMetricsResponse* response) {
    *response->add_metrics() = WinRate();
    if (request.available_only()) return grpc::Status::OK;
    v1::Metric& spend = *response->add_metrics();
    spend.set_id("cac.spend");
    spend.mutable_unavailable()->set_reason("TABLE_NOT_MAPPED");
    spend.mutable_unavailable()->set_message("no table `costs`");
    return grpc::Status::OK;
  };
  EXPECT_EQ(RunAgainst(server, {"metrics"}).out,
            "metric               unit     label     available\n"
            "-------------------  -------  --------  --------------------\n"
            "conversion.win_rate  percent  Win rate  yes\n"
            "cac.spend                               no: no table `costs`\n");
  EXPECT_EQ(RunAgainst(server, {"metrics", "--available", "--format", "csv"}).out,
            "metric,unit,label,available,reason,message\r\n"
            "conversion.win_rate,percent,Win rate,true,,\r\n");
  const auto json = nlohmann::json::parse(RunAgainst(server, {"metrics", "--format", "json"}).out);
  EXPECT_EQ(json["metrics"][1]["unavailable"]["reason"], "TABLE_NOT_MAPPED");
  EXPECT_EQ(json["metrics"][0]["available"], true);
}

TEST(RunTest, DescribesAMetric) {
  FakeServer server;
  server.get_metric = [](const v1::GetMetricRequest& request, v1::GetMetricResponse* response) {
    EXPECT_EQ(request.id(), "win_rate");
    *response->mutable_metric() = WinRate();
    return grpc::Status::OK;
  };
  EXPECT_EQ(RunAgainst(server, {"describe", "win_rate"}).out,
            "metric       conversion.win_rate\n"
            "label        Win rate\n"
            "unit         percent\n"
            "direction    higher is better\n"
            "dimensions   owner, region\n"
            "available    yes\n"
            "plugin       conversion 0.1.0\n"
            "labels       he: שיעור זכייה\n");
  const auto json =
      nlohmann::json::parse(RunAgainst(server, {"describe", "win_rate", "--format", "json"}).out);
  EXPECT_EQ(json["dimensions"], nlohmann::json::parse(R"(["owner", "region"])"));
  EXPECT_EQ(json["labels"]["he"], "שיעור זכייה");
}

TEST(RunTest, HelpHasExamplesAndStatus0) {
  for (const char* command : {"metrics", "describe", "query"}) {
    const Outcome outcome = RunWith({command, "--help"});
    EXPECT_EQ(outcome.status, 0);
    EXPECT_THAT(outcome.out, HasSubstr("Examples:\n  madad " + std::string(command)));
    EXPECT_EQ(outcome.err, "");
  }
}

TEST(RunTest, PrintsItsVersion) {
  EXPECT_EQ(RunWith({"--version"}).status, 0);
  EXPECT_THAT(RunWith({"--version"}).out, StartsWith("madad 0."));
}

TEST(RunTest, TakesTheServerFromTheEnvironment) {
  FakeServer server;
  server.get_metric = [](const v1::GetMetricRequest&, v1::GetMetricResponse* response) {
    *response->mutable_metric() = WinRate();
    return grpc::Status::OK;
  };
  setenv("MADAD_SERVER", server.address().c_str(), /*overwrite=*/1);
  const Outcome outcome = RunWith({"describe", "x"});
  unsetenv("MADAD_SERVER");
  EXPECT_EQ(outcome.status, 0) << outcome.err;
}

}  // namespace
}  // namespace madad::cli
