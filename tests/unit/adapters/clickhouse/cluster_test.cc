// Three servers, with tables that are spread over them.
#include <filesystem>

#include "absl/time/clock.h"

#include "support/engine_server.h"
#include "support/program.h"
#include "support/source_folder.h"
#include "support/temporary_folder.h"
#include "unit/adapters/clickhouse/live_fixture.h"

namespace madad::adapters::clickhouse {
namespace {

using core::Type;
using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

class ClusterTest : public ::testing::Test {
 protected:
  static constexpr int kServers = 3;

  void SetUp() override {
    std::vector<std::string> cluster = {"/bin/bash", Script(), "cluster"};
    for (int i = 0; i < kServers; ++i) {
      ports_.push_back(madad::testing::FreePort());
      const auto output = madad::testing::RunProgram(
          {"/bin/bash", Script(), "start", Folder(i), std::to_string(ports_[i])});
      if (output.exit_code == 3) GTEST_SKIP() << output.err;
      ASSERT_EQ(output.exit_code, 0) << output.err;
      cluster.push_back(Folder(i));
    }
    ASSERT_EQ(madad::testing::RunProgram(cluster).exit_code, 0);
    const madad::testing::ClickHouseClient first(ports_[0]);
    for (int i = 0; i < 200; ++i) {
      if (first.Run("SELECT count() FROM system.clusters WHERE cluster = 'madad'").value_or("") ==
          "3\n") {
        return;
      }
      absl::SleepFor(absl::Milliseconds(100));
    }
    FAIL() << "the cluster does not come to be";
  }
  void TearDown() override {
    for (size_t i = 0; i < ports_.size(); ++i) {
      madad::testing::RunProgram({"/bin/bash", Script(), "kill", Folder(static_cast<int>(i))});
    }
  }

  static std::string Script() {
    return madad::testing::SourceFolder() + "/tests/support/engines/clickhouse.sh";
  }
  std::string Folder(int server) const {
    return (folder_.path() / std::to_string(server)).string();
  }
  void Run(int server, const std::string& sql) {
    MADAD_ASSERT_OK(madad::testing::ClickHouseClient(ports_[server]).Run(sql));
  }

  madad::testing::TemporaryFolder folder_;
  std::vector<int> ports_;
};

TEST_F(ClusterTest, GroupsAndJoinsOverShards) {
  for (int i = 0; i < kServers; ++i) {
    Run(i,
        "CREATE TABLE leads_local (id String, at DateTime, n Nullable(Int64), owner String) ENGINE "
        "= MergeTree ORDER BY at");
    Run(i,
        core::Cat("INSERT INTO leads_local SELECT toString(number * 3 + ", i,
                  "), toDateTime(1704067200 + number * 86400), number, if(number % 2, 'o1', 'o2') "
                  "FROM system.numbers LIMIT 40"));
    Run(i, "CREATE TABLE owners_local (id String, name String) ENGINE = MergeTree ORDER BY id");
  }
  Run(0, "INSERT INTO owners_local VALUES ('o1', 'Ann')");
  Run(2, "INSERT INTO owners_local VALUES ('o2', 'Bob')");
  Run(0, "CREATE TABLE leads AS leads_local ENGINE = Distributed(madad, default, leads_local)");
  Run(0, "CREATE TABLE owners AS owners_local ENGINE = Distributed(madad, default, owners_local)");
  ClickHouseSource source(OptionsFor(ports_[0]), 2);
  ScanMaker maker;
  maker.Add("owners", {{.name = "id"}, {.name = "name"}});
  core::Table& leads = maker.Add("leads", {{.name = "id"},
                                           {.name = "at", .type = Type::kTimestamp},
                                           {.name = "n", .type = Type::kInt64},
                                           {.name = "owner"},
                                           {.name = "helper", .from = "owner"}});
  leads.joins["owner"] = {"owner", "owners", "owner"};
  leads.joins["helper"] = {"helper", "owners", "helper"};
  MADAD_ASSERT_OK(maker.Map("owners", source));
  MADAD_ASSERT_OK(maker.Map("leads", source));
  const auto ask = [&](const Asked& asked) {
    const auto scan = maker.Make("leads", asked);
    EXPECT_THAT(scan, madad::testing::IsOk());
    auto lines = Lines(source, source.dialect().Print(*scan));
    EXPECT_THAT(lines, madad::testing::IsOk());
    return lines.value_or(std::vector<std::string>());
  };
  EXPECT_THAT(ask({.groups = {"at"},
                   .aggregates = {"count(*)", "count(DISTINCT id)", "median(n)"},
                   .bucket = core::Bucket{.grain = core::Grain::kMonth}}),
              UnorderedElementsAre("2024-01-01|93|93|15", "2024-02-01|27|27|35"));
  EXPECT_THAT(
      ask({.groups = {"owner.name"}, .aggregates = {"sum(n)"}, .filters = {"at >= '2024-01-11'"}}),
      UnorderedElementsAre("Ann|1125", "Bob|1080"));
  EXPECT_THAT(ask({.groups = {"owner.name", "helper.name"}, .aggregates = {"count(*)"}}),
              UnorderedElementsAre("Ann|Ann|60", "Bob|Bob|60"));
}

}  // namespace
}  // namespace madad::adapters::clickhouse
