// `madad sources`, against a server in this process.
#include <atomic>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "google/rpc/error.pb.h"
#include <nlohmann/json.hpp>

#include "absl/time/clock.h"

#include "unit/cli/fake_server.h"
#include "unit/cli/run_support.h"

namespace madad::cli {
namespace {

using madad::testing::FakeServer;
using madad::testing::Outcome;
using madad::testing::RunAgainst;
using madad::testing::UnknownMetric;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

v1::SourceTable SoundTable(const std::string& name) {
  v1::SourceTable table;
  table.set_name(name);
  table.set_files(name + "-*.csv");
  table.set_file_count(2);
  table.set_rows_read(1234);
  table.set_rows_kept(1234);
  table.mutable_newest_event()->set_seconds(1706695200);
  table.mutable_loaded_at()->set_seconds(1706781600);
  return table;
}

v1::SourceTable WithRejects(v1::SourceTable table) {
  table.set_rows_kept(1229);
  table.set_rows_rejected(3);
  table.set_duplicates_dropped(2);
  v1::RejectedRow& first = *table.add_rejected();
  first.set_file("leads-1.csv");
  first.set_line(17);
  first.set_column("created");
  first.set_reason("`yesterday` is no timestamp");
  v1::RejectedRow& second = *table.add_rejected();
  second.set_file("leads-2.parquet");
  second.set_reason("key is null");
  return table;
}

v1::SourceTable WithError(v1::SourceTable table) {
  google::rpc::ErrorInfo info;
  info.set_reason("COLUMN_NOT_FOUND");
  table.mutable_error()->set_message("no column `won`\nin orders.csv");
  table.mutable_error()->add_details()->PackFrom(info);
  return table;
}

v1::Source SourceOf(const std::string& name, const std::vector<v1::SourceTable>& tables) {
  v1::Source source;
  source.set_name(name);
  source.set_kind("files");
  source.set_snapshot("v3");
  for (const v1::SourceTable& table : tables) *source.add_tables() = table;
  return source;
}

// A server that lists and checks `sources`.
void Serve(const std::vector<v1::Source>& sources, FakeServer* server) {
  server->list_sources = [sources](const v1::ListSourcesRequest&,
                                   v1::ListSourcesResponse* response) {
    for (const v1::Source& source : sources) *response->add_sources() = source;
    return grpc::Status::OK;
  };
  server->check_source = [sources](const v1::CheckSourceRequest& request,
                                   v1::CheckSourceResponse* response) {
    for (const v1::Source& source : sources) {
      if (source.name() != request.name()) continue;
      *response->mutable_source() = source;
      return grpc::Status::OK;
    }
    return UnknownMetric(request.name());
  };
}

TEST(SourcesCommandTest, ShowsWhereEveryRowWent) {
  v1::SourceTable failed = WithError({});
  failed.set_name("orders");
  FakeServer server;
  Serve({SourceOf("crm", {WithRejects(SoundTable("leads")), failed}), SourceOf("empty", {})},
        &server);
  const Outcome outcome = RunAgainst(server, {"sources"});
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_EQ(outcome.out,
            "source  table         read   kept  rejected  duplicates  newest event          "
            "loaded at             state\n"
            "------  -----------  -----  -----  --------  ----------  --------------------  "
            "--------------------  ------\n"
            "crm     leads        1,234  1,229         3           2  2024-01-31T10:00:00Z  "
            "2024-02-01T10:00:00Z  ok\n"
            "crm     orders           0      0         0           0  -                     "
            "-                     failed\n"
            "empty   (no tables)\n"
            "leads: 3 rows rejected, the first 2\n"
            "  leads-1.csv:17  created  `yesterday` is no timestamp\n"
            "  leads-2.parquet  key is null\n"
            "orders: no column `won`\n"
            "in orders.csv (COLUMN_NOT_FOUND)\n");
}

TEST(SourcesCommandTest, AnEarlierVersionInUseIsStale) {
  FakeServer server;
  Serve({SourceOf("crm", {WithError(SoundTable("leads"))})}, &server);
  const Outcome outcome = RunAgainst(server, {"sources"});
  EXPECT_THAT(outcome.out, HasSubstr("  stale\n"));
  EXPECT_THAT(outcome.out, HasSubstr("its last good version stays in use"));
}

TEST(SourcesCommandTest, JsonHasEveryField) {
  FakeServer server;
  v1::SourceTable table = WithError(WithRejects(SoundTable("leads")));
  table.mutable_load_time()->set_nanos(250'000'000);
  table.set_optimized(true);
  Serve({SourceOf("crm", {table})}, &server);
  const auto json = nlohmann::json::parse(RunAgainst(server, {"sources", "--format", "json"}).out);
  EXPECT_EQ(json["sources"][0], nlohmann::json::parse(R"({
    "name": "crm", "kind": "files", "snapshot": "v3", "tables": [{
      "name": "leads", "state": "stale", "files": "leads-*.csv", "file_count": 2,
      "rows_read": 1234, "rows_kept": 1229, "rows_rejected": 3, "duplicates_dropped": 2,
      "newest_event": "2024-01-31T10:00:00Z", "loaded_at": "2024-02-01T10:00:00Z",
      "load_seconds": 0.25, "optimized": true,
      "error": {"reason": "COLUMN_NOT_FOUND", "message": "no column `won`\nin orders.csv",
                "metadata": {}},
      "rejected": [
        {"file": "leads-1.csv", "line": 17, "column": "created",
         "reason": "`yesterday` is no timestamp"},
        {"file": "leads-2.parquet", "line": null, "column": null, "reason": "key is null"}]}]})"));
  EXPECT_FALSE(json.contains("loaded"));
}

v1::SourceTable Copying(v1::SourceTable table, int64_t rows, int64_t before) {
  table.mutable_copying()->set_rows(rows);
  table.mutable_copying()->set_rows_before(before);
  table.mutable_copying()->mutable_started_at()->set_seconds(1706781600);
  return table;
}

TEST(SourcesCommandTest, ShowsHowFarACopyIs) {
  FakeServer server;
  Serve({SourceOf("crm", {Copying(SoundTable("leads"), 1'200, 3'000),
                          Copying(SoundTable("orders"), 1'200, 0)})},
        &server);
  const Outcome outcome = RunAgainst(server, {"sources"});
  EXPECT_THAT(outcome.out, HasSubstr("  ok, copying: 1,200 rows, 40 %\n"));
  EXPECT_THAT(outcome.out, HasSubstr("  ok, copying: 1,200 rows\n"));
  const auto json = nlohmann::json::parse(RunAgainst(server, {"sources", "--format", "json"}).out);
  EXPECT_EQ(json["sources"][0]["tables"][0]["copying"],
            nlohmann::json::parse(
                R"({"rows": 1200, "share": 0.4, "started_at": "2024-02-01T10:00:00Z"})"));
  EXPECT_TRUE(json["sources"][0]["tables"][1]["copying"]["share"].is_null());
}

TEST(SourcesCommandTest, ARefreshShowsHowFarItIsToAPersonOnly) {
  FakeServer server;
  Serve({SourceOf("crm", {Copying(SoundTable("leads"), 1'200, 3'000),
                          Copying(SoundTable("orders"), 10, 100)})},
        &server);
  std::atomic<bool> listed = false;
  const auto list = server.list_sources;
  server.list_sources = [&listed, list](const v1::ListSourcesRequest& request,
                                        v1::ListSourcesResponse* response) {
    listed = true;
    return list(request, response);
  };
  server.refresh_source = [&listed](const v1::RefreshSourceRequest&,
                                    v1::RefreshSourceResponse* response) {
    for (int i = 0; i < 500 && !listed; ++i) absl::SleepFor(absl::Milliseconds(10));
    // What was listed is drawn before the next look.
    absl::SleepFor(absl::Milliseconds(150));
    *response->add_sources() = SourceOf("crm", {SoundTable("leads")});
    return grpc::Status::OK;
  };
  Outcome outcome = RunAgainst(server, {"sources", "refresh"}, {.progress = true});
  EXPECT_EQ(outcome.status, 0);
  EXPECT_THAT(outcome.err, HasSubstr(" 10 %  copying orders: 10 rows, 10 %"));
  EXPECT_THAT(outcome.err, ::testing::EndsWith("\r\x1b[K"));
  EXPECT_THAT(outcome.out, ::testing::Not(HasSubstr("copying")));
  listed = true;
  EXPECT_EQ(RunAgainst(server, {"sources", "refresh"}).err, "");
}

TEST(SourcesCommandTest, CsvHasALineATable) {
  FakeServer server;
  Serve({SourceOf("crm", {WithError(WithRejects(SoundTable("leads")))})}, &server);
  EXPECT_EQ(RunAgainst(server, {"sources", "--format", "csv"}).out,
            "source,table,rows_read,rows_kept,rows_rejected,duplicates,newest_event,loaded_at,"
            "state,message\r\n"
            "crm,leads,1234,1229,3,2,2024-01-31T10:00:00Z,2024-02-01T10:00:00Z,stale,"
            "\"no column `won`\nin orders.csv\"\r\n");
}

TEST(SourcesCommandTest, CheckIsStatus1WhenItFindsProblems) {
  v1::SourceTable deduplicated = SoundTable("orders");
  deduplicated.set_duplicates_dropped(5);
  FakeServer server;
  Serve({SourceOf("good", {SoundTable("leads"), deduplicated}),
         SourceOf("rejects", {WithRejects(SoundTable("leads"))}),
         SourceOf("broken", {WithError(SoundTable("leads"))})},
        &server);
  EXPECT_EQ(RunAgainst(server, {"sources", "check", "good"}).status, 0);
  EXPECT_EQ(RunAgainst(server, {"sources", "check", "rejects"}).status, 1);
  EXPECT_EQ(RunAgainst(server, {"sources", "check", "broken"}).status, 1);
  const Outcome unknown = RunAgainst(server, {"sources", "check", "goood"});
  EXPECT_EQ(unknown.status, 1);
  EXPECT_EQ(unknown.out, "");
}

TEST(SourcesCommandTest, CheckWithoutANameChecksAll) {
  FakeServer server;
  Serve({SourceOf("a", {SoundTable("leads")}), SourceOf("b", {WithRejects(SoundTable("orders"))})},
        &server);
  const Outcome outcome = RunAgainst(server, {"sources", "check", "--format", "json"});
  EXPECT_EQ(outcome.status, 1);
  const auto json = nlohmann::json::parse(outcome.out);
  EXPECT_EQ(json["sources"].size(), 2u);
}

TEST(SourcesCommandTest, RefreshSaysWhatItLoaded) {
  FakeServer server;
  v1::RefreshSourceRequest seen;
  server.refresh_source = [&seen](const v1::RefreshSourceRequest& request,
                                  v1::RefreshSourceResponse* response) {
    seen = request;
    *response->add_sources() = SourceOf("crm", {SoundTable("leads")});
    if (request.force()) response->add_loaded("leads");
    return grpc::Status::OK;
  };
  Outcome outcome = RunAgainst(server, {"sources", "refresh"});
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(seen.name(), "");
  EXPECT_FALSE(seen.force());
  EXPECT_THAT(outcome.out, HasSubstr("ok\nnothing was loaded anew\n"));
  outcome = RunAgainst(server, {"sources", "refresh", "crm", "--force"});
  EXPECT_EQ(seen.name(), "crm");
  EXPECT_THAT(outcome.out, HasSubstr("ok\nloaded anew: leads\n"));
  outcome = RunAgainst(server, {"sources", "refresh", "--force", "--format", "json"});
  EXPECT_THAT(nlohmann::json::parse(outcome.out)["loaded"], ElementsAre("leads"));
}

TEST(SourcesCommandTest, RefreshIsStatus1WhenATableCouldNotBeLoaded) {
  FakeServer server;
  server.refresh_source = [](const v1::RefreshSourceRequest&, v1::RefreshSourceResponse* response) {
    *response->add_sources() = SourceOf("crm", {WithError(SoundTable("leads"))});
    return grpc::Status::OK;
  };
  EXPECT_EQ(RunAgainst(server, {"sources", "refresh"}).status, 1);
}

}  // namespace
}  // namespace madad::cli
