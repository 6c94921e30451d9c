// Completion: the words that fit, and bash with the script that madad prints.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "cli/completion/words.h"

#include "unit/cli/fake_server.h"
#include "unit/cli/run_support.h"
#include "unit/cli/shell.h"

namespace madad::cli {
namespace {

using madad::testing::CompleteInBash;
using madad::testing::FakeServer;
using madad::testing::Outcome;
using madad::testing::RunAgainst;
using madad::testing::RunWith;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

v1::Metric MetricOf(const std::string& id, const std::vector<std::string>& dimensions) {
  v1::Metric metric;
  metric.set_id(id);
  for (const std::string& dimension : dimensions) metric.add_dimensions(dimension);
  return metric;
}

// A server with three metrics, two of one name, and a source and a plugin.
void Serve(FakeServer* server) {
  server->list_metrics = [](const v1::ListMetricsRequest& request,
                            v1::ListMetricsResponse* response) {
    *response->add_metrics() = MetricOf("conversion.win_rate", {"owner", "source"});
    v1::Metric& rate = *response->add_metrics();
    rate = MetricOf("conversion.lead_count", {"source", "team", "מקור"});
    rate.add_parameters()->set_name("window");
    rate.add_parameters()->set_name("where$(reboot)");
    *response->add_metrics() = MetricOf("acme.lead_count", {"source"});
    if (request.available_only()) return grpc::Status::OK;
    *response->add_metrics() = MetricOf("cac.spend; rm", {});
    *response->add_metrics() = MetricOf("cac.spend", {"campaign"});
    return grpc::Status::OK;
  };
  server->list_sources = [](const v1::ListSourcesRequest&, v1::ListSourcesResponse* response) {
    v1::Source& crm = *response->add_sources();
    crm.set_name("crm");
    crm.add_tables()->set_name("leads");
    return grpc::Status::OK;
  };
  server->list_plugins = [](const v1::ListPluginsRequest&, v1::ListPluginsResponse* response) {
    response->add_plugins()->set_id("conversion");
    response->add_plugins()->set_file("libold.so");
    return grpc::Status::OK;
  };
  server->list_models = [](const v1::ListModelsRequest&, v1::ListModelsResponse* response) {
    v1::Model& funnel = *response->add_models();
    funnel.set_id("conversion.funnel");
    v1::ModelInstance& sales = *funnel.add_instances();
    sales.set_name("sales");
    sales.add_tables()->set_name("sales");
    sales.add_tables()->set_name("sales_curve");
    v1::Model& scores = *response->add_models();
    scores.set_id("lead_quality.scores");
    scores.add_instances()->set_name("scored");
    return grpc::Status::OK;
  };
  server->list_versions = [](const v1::ListVersionsRequest& request,
                             v1::ListVersionsResponse* response) {
    EXPECT_EQ(request.instance(), "scored");
    for (const int64_t number : {2, 1}) response->add_versions()->set_number(number);
    return grpc::Status::OK;
  };
}

constexpr char kBashBreaks[] = " \t\n\"'@><=;|&(:";

// Returns what may stand at the end of `line`.
std::vector<std::string> Complete(const std::string& line,
                                  const std::string& breaks = kBashBreaks) {
  FakeServer server;
  Serve(&server);
  const Outcome outcome = RunAgainst(server, {"complete", "--", line, breaks});
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_EQ(outcome.err, "");
  return absl::StrSplit(outcome.out, '\n', absl::SkipEmpty());
}

TEST(SplitWordsTest, FollowsTheShellsQuotes) {
  TypedWords words = SplitWords("madad query 'rate(window=30d)' --where \"a = 'b c'\" x\\ y wi");
  EXPECT_THAT(words.before,
              ElementsAre("madad", "query", "rate(window=30d)", "--where", "a = 'b c'", "x y"));
  EXPECT_EQ(words.current, "wi");
  EXPECT_FALSE(words.quoted);
  words = SplitWords("cd /tmp && madad query 'ra");
  EXPECT_THAT(words.before, ElementsAre("madad", "query"));
  EXPECT_EQ(words.current, "ra");
  EXPECT_TRUE(words.quoted);
  words = SplitWords("madad --server '' ");
  EXPECT_THAT(words.before, ElementsAre("madad", "--server", ""));
  EXPECT_EQ(words.current, "");
}

TEST(CompleteTest, OffersCommandsAndOptions) {
  EXPECT_THAT(Complete("madad "),
              ElementsAre("completion", "describe", "funnel", "metrics", "model", "models",
                          "plugins", "query", "rows", "sources"));
  EXPECT_THAT(Complete("madad me"), ElementsAre("metrics"));
  EXPECT_THAT(Complete("madad query --to"), ElementsAre("--to", "--total"));
  EXPECT_THAT(Complete("madad query x --ser"), ElementsAre("--server"));
  EXPECT_THAT(Complete("madad sources "), ElementsAre("check", "refresh"));
  EXPECT_THAT(Complete("madad sources refresh --f"), ElementsAre("--force", "--format"));
  EXPECT_THAT(Complete("madad completion "), ElementsAre("bash"));
}

TEST(CompleteTest, OffersTheValuesOfOptions) {
  EXPECT_THAT(Complete("madad query --grain "),
              ElementsAre("day", "month", "quarter", "week", "year"));
  EXPECT_THAT(Complete("madad query --format c"), ElementsAre("chart", "csv"));
  EXPECT_THAT(Complete("madad describe --format c"), IsEmpty());
  EXPECT_THAT(Complete("madad query --compare=p"), ElementsAre("previous"));
  EXPECT_THAT(Complete("madad query --compare=p", /*breaks=*/" "),
              ElementsAre("--compare=previous"));
  EXPECT_THAT(Complete("madad query --limit "), IsEmpty());
}

TEST(CompleteTest, OffersMetrics) {
  EXPECT_THAT(Complete("madad query "),
              ElementsAre("acme.lead_count", "conversion.lead_count", "win_rate"));
  EXPECT_THAT(Complete("madad query w"), ElementsAre("win_rate"));
  EXPECT_THAT(Complete("madad query win_rate con"),
              ElementsAre("conversion.lead_count", "conversion.win_rate"));
  EXPECT_THAT(Complete("madad query x --by source conversion.w"),
              ElementsAre("conversion.win_rate"));
  EXPECT_THAT(Complete("madad describe s"), ElementsAre("spend"));
  EXPECT_THAT(Complete("madad describe spend "), IsEmpty());
}

TEST(CompleteTest, OffersDimensionsThatTheMetricsShare) {
  EXPECT_THAT(Complete("madad query --by "),
              ElementsAre("campaign", "owner", "source", "team", "מקור"));
  EXPECT_THAT(Complete("madad query win_rate --by "), ElementsAre("owner", "source"));
  EXPECT_THAT(Complete("madad query win_rate conversion.lead_count --by "), ElementsAre("source"));
  EXPECT_THAT(Complete("madad query win_rate --by owner,s"), ElementsAre("owner,source"));
  EXPECT_THAT(Complete("madad query conversion.lead_count --by מ"), ElementsAre("מקור"));
}

TEST(CompleteTest, OffersColumnsAndDirectionsToSortBy) {
  EXPECT_THAT(Complete("madad query win_rate --by owner --grain day --sort "),
              ElementsAre("owner", "period", "win_rate"));
  EXPECT_THAT(Complete("madad query win_rate --sort win_rate:"), ElementsAre("asc", "desc"));
  EXPECT_THAT(Complete("madad query win_rate --sort win_rate:d", " ="),
              ElementsAre("win_rate:desc"));
}

TEST(CompleteTest, OffersParametersSourcesAndPlugins) {
  EXPECT_THAT(Complete("madad query conversion.lead_count --param "), ElementsAre("window="));
  EXPECT_THAT(Complete("madad query 'conversion.lead_count(w"),
              ElementsAre("conversion.lead_count(window="));
  EXPECT_THAT(Complete("madad sources check "), ElementsAre("crm"));
  EXPECT_THAT(Complete("madad plugins "), ElementsAre("conversion", "libold.so", "list"));
}

TEST(CompleteTest, OffersModelsTablesAndFunnels) {
  EXPECT_THAT(Complete("madad model "), ElementsAre("activate", "run", "score", "show"));
  EXPECT_THAT(Complete("madad model run s"), ElementsAre("sales", "scored"));
  EXPECT_THAT(Complete("madad model show "),
              ElementsAre("conversion.funnel", "lead_quality.scores", "sales", "scored"));
  EXPECT_THAT(Complete("madad model score "), ElementsAre("sales", "scored"));
  EXPECT_THAT(Complete("madad model activate s"), ElementsAre("sales", "scored"));
  EXPECT_THAT(Complete("madad model activate scored "), ElementsAre("1", "2", "latest"));
  EXPECT_THAT(Complete("madad model activate scored 2 "), IsEmpty());
  EXPECT_THAT(Complete("madad rows "), ElementsAre("leads", "sales", "sales_curve"));
  EXPECT_THAT(Complete("madad funnel "), ElementsAre("sales"));
  EXPECT_THAT(Complete("madad funnel --entry "),
              ElementsAre("best_entry", "every_entry", "first_entry"));
  EXPECT_THAT(Complete("madad funnel sales --by owner,s"), ElementsAre("owner,source"));
}

TEST(CompleteTest, LeavesOutWhatAShellWouldRun) {
  EXPECT_THAT(Complete("madad describe cac"), ElementsAre("cac.spend"));
}

TEST(CompleteTest, AsksTheServerThatIsTyped) {
  FakeServer server;
  Serve(&server);
  const Outcome outcome = RunWith({"--server", "127.0.0.1:1", "complete", "--",
                                   "madad --server " + server.address() + " query w", kBashBreaks});
  EXPECT_EQ(outcome.out, "win_rate\n");
}

TEST(CompleteTest, IsSilentAndQuickWithoutAServer) {
  const absl::Time start = absl::Now();
  const Outcome outcome = RunWith({"--server", "127.0.0.1:1", "complete", "--", "madad query "});
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(outcome.out + outcome.err, "");
  EXPECT_LT(absl::Now() - start, absl::Seconds(5));
}

TEST(BashCompletionTest, CompletesAgainstAServer) {
  FakeServer server;
  Serve(&server);
  const std::string madad = "madad --server " + server.address() + " ";
  EXPECT_THAT(CompleteInBash(madad + "qu"), ElementsAre("query"));
  EXPECT_THAT(CompleteInBash(madad + "query --grain m"), ElementsAre("month"));
  EXPECT_THAT(CompleteInBash(madad + "query w"), ElementsAre("win_rate"));
  EXPECT_THAT(CompleteInBash(madad + "query win_rate --by owner,s"), ElementsAre("owner,source"));
  // bash takes what follows = and : for words of their own.
  EXPECT_THAT(CompleteInBash(madad + "query x --grain=m"), ElementsAre("month"));
  EXPECT_THAT(CompleteInBash(madad + "query x --sort x:de"), ElementsAre("desc"));
  EXPECT_THAT(CompleteInBash(madad + "query conversion.lead_count --by מ"), ElementsAre("מקור"));
}

TEST(BashCompletionTest, SaysNothingWithoutAServer) {
  EXPECT_THAT(CompleteInBash("madad --server 127.0.0.1:1 query w"), IsEmpty());
}

}  // namespace
}  // namespace madad::cli
