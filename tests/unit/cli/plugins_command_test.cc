// `madad plugins`, and what `describe` and `metrics` say of parameters and languages.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "google/rpc/error.pb.h"
#include <nlohmann/json.hpp>

#include "unit/cli/fake_server.h"
#include "unit/cli/run_support.h"

namespace madad::cli {
namespace {

using madad::testing::FakeServer;
using madad::testing::Outcome;
using madad::testing::RunAgainst;
using ::testing::HasSubstr;

v1::Plugin Conversion() {
  v1::Plugin plugin;
  plugin.set_id("conversion");
  plugin.set_version("1.2.0");
  plugin.set_file("libconversion.so");
  plugin.set_sha256("5f2c");
  plugin.set_abi("1.0");
  plugin.add_metrics("conversion.lead_count");
  plugin.add_metrics("conversion.win_rate");
  return plugin;
}

v1::Plugin Refused() {
  v1::Plugin plugin;
  plugin.set_file("libold.so");
  google::rpc::ErrorInfo info;
  info.set_reason("ABI_MISMATCH");
  plugin.mutable_error()->set_message("built for ABI 0.9, this server has 1.0");
  plugin.mutable_error()->add_details()->PackFrom(info);
  return plugin;
}

void Serve(FakeServer* server) {
  server->list_plugins = [](const v1::ListPluginsRequest&, v1::ListPluginsResponse* response) {
    *response->add_plugins() = Conversion();
    *response->add_plugins() = Refused();
    return grpc::Status::OK;
  };
  server->get_plugin = [](const v1::GetPluginRequest& request, v1::GetPluginResponse* response) {
    *response->mutable_plugin() = request.name() == "conversion" ? Conversion() : Refused();
    return grpc::Status::OK;
  };
}

TEST(PluginsCommandTest, ListsThemAndWhyOneWasNotLoaded) {
  FakeServer server;
  Serve(&server);
  const std::string expected =
      "plugin      version  abi  metrics  file              loaded\n"
      "----------  -------  ---  -------  ----------------  "
      "------------------------------------------\n"
      "conversion  1.2.0    1.0        2  libconversion.so  yes\n"
      "-           -        -          0  libold.so         "
      "no: built for ABI 0.9, this server has 1.0\n";
  EXPECT_EQ(RunAgainst(server, {"plugins"}).out, expected);
  EXPECT_EQ(RunAgainst(server, {"plugins", "list"}).out, expected);
}

TEST(PluginsCommandTest, ShowsOne) {
  FakeServer server;
  Serve(&server);
  EXPECT_EQ(RunAgainst(server, {"plugins", "conversion"}).out,
            "plugin       conversion\n"
            "version      1.2.0\n"
            "abi          1.0\n"
            "file         libconversion.so\n"
            "sha256       5f2c\n"
            "loaded       yes\n"
            "metrics      conversion.lead_count\n"
            "             conversion.win_rate\n");
  EXPECT_THAT(RunAgainst(server, {"plugins", "libold.so"}).out,
              HasSubstr("loaded       no: built for ABI 0.9, this server has 1.0 (ABI_MISMATCH)"));
}

TEST(PluginsCommandTest, PrintsJsonAndCsv) {
  FakeServer server;
  Serve(&server);
  const auto json = nlohmann::json::parse(RunAgainst(server, {"plugins", "--format", "json"}).out);
  EXPECT_EQ(json["plugins"][0]["metrics"].size(), 2u);
  EXPECT_EQ(json["plugins"][0]["loaded"], true);
  EXPECT_EQ(json["plugins"][1]["id"], nullptr);
  EXPECT_EQ(json["plugins"][1]["error"]["reason"], "ABI_MISMATCH");
  const auto one =
      nlohmann::json::parse(RunAgainst(server, {"plugins", "conversion", "--format", "json"}).out);
  EXPECT_EQ(one["abi"], "1.0");
  EXPECT_EQ(RunAgainst(server, {"plugins", "--format", "csv"}).out,
            "plugin,version,abi,metrics,file,loaded,reason,message\r\n"
            "conversion,1.2.0,1.0,2,libconversion.so,true,,\r\n"
            "\"\",\"\",\"\",0,libold.so,false,ABI_MISMATCH,"
            "\"built for ABI 0.9, this server has 1.0\"\r\n");
}

TEST(DescribeCommandTest, ShowsParameters) {
  FakeServer server;
  server.get_metric = [](const v1::GetMetricRequest&, v1::GetMetricResponse* response) {
    v1::Metric& metric = *response->mutable_metric();
    metric.set_id("conversion.rate");
    v1::MetricParameter& window = *metric.add_parameters();
    window.set_name("window");
    window.set_type(v1::TYPE_DURATION);
    window.set_default_value("30d");
    window.set_description("How long an outcome may take.");
    metric.add_parameters()->set_name("rule");
    return grpc::Status::OK;
  };
  EXPECT_THAT(
      RunAgainst(server, {"describe", "rate"}).out,
      HasSubstr("parameters   window: duration, default 30d. How long an outcome may take.\n"
                "             rule: any, no default\n"));
  const auto json =
      nlohmann::json::parse(RunAgainst(server, {"describe", "rate", "--format", "json"}).out);
  EXPECT_EQ(json["parameters"], nlohmann::json::parse(R"([
    {"name": "window", "type": "duration", "default": "30d",
     "description": "How long an outcome may take."},
    {"name": "rule", "type": null, "default": null, "description": null}])"));
}

TEST(LanguageTest, IsTheTerminalsUnlessAnOptionSaysElse) {
  FakeServer server;
  std::string listed;
  std::string described;
  server.list_metrics = [&](const v1::ListMetricsRequest& request, v1::ListMetricsResponse*) {
    listed = request.language();
    return grpc::Status::OK;
  };
  server.get_metric = [&](const v1::GetMetricRequest& request, v1::GetMetricResponse*) {
    described = request.language();
    return grpc::Status::OK;
  };
  RunAgainst(server, {"metrics"});
  EXPECT_EQ(listed, "");
  RunAgainst(server, {"metrics"}, {.language = "he"});
  EXPECT_EQ(listed, "he");
  RunAgainst(server, {"describe", "x", "--language", "ar"}, {.language = "he"});
  EXPECT_EQ(described, "ar");
}

}  // namespace
}  // namespace madad::cli
