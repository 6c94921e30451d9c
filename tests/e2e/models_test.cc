// Models of plugins in the real server: their tables are tables like any other, and what is wrong
// with one is nobody else's affair.
#include <chrono>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/process.h"
#include "support/temporary_folder.h"

namespace madad::testing {
namespace {

using ::testing::HasSubstr;

constexpr char kLeads[] =
    "Id,Created,Owner\n"
    "1,2024-01-02 10:00:00,dana\n"
    "2,2024-01-03 10:00:00,avi\n"
    "3,2024-02-03 10:00:00,dana\n"
    "4,2024-02-04 10:00:00,\n";

constexpr char kCatalog[] = R"yaml(
sources:
  crm: {kind: files, root: data, watch: 100ms}
tables:
  leads:
    source: crm
    files: leads.csv
    key: lead_id
    columns:
      lead_id: {from: Id, type: int64}
      created_at: {from: Created, type: timestamp}
      owner: Owner
dimensions:
  owner: {leads: owner, load: owner}
metrics:
  my.owners: {from: load, at: newest_at, value: "count(*)",
               unit : count
}
  my.most: {from: load, at: newest_at, value: "max(leads)", unit: count}
  my.leads: {from: leads, at: created_at, value: "count(*)", unit: count}
models:
)yaml";

class ModelsTest : public ::testing::Test {
 protected:
  // A catalog with these lines under `models`.
  std::string Catalog(const std::string& models) {
    folder_.Write("data/leads.csv", kLeads);
    return folder_.Write("catalog.yaml", kCatalog + models);
  }

  // A folder of the plugins `names`, which are in either of the build's folders.
  std::string Plugins(const std::vector<std::string>& names) {
    namespace fs = std::filesystem;
    const fs::path to = folder_.path() / "plugins";
    fs::create_directories(to);
    for (const std::string& name : names) {
      fs::path from = fs::path(MADAD_PLUGIN_FOLDER) / (name + ".so");
      if (!fs::exists(from)) from = fs::path(MADAD_FAULTY_PLUGIN_FOLDER) / (name + ".so");
      fs::copy_file(from, to / (name + ".so"), fs::copy_options::overwrite_existing);
    }
    return to.string();
  }

  // Asks until the answer is `expected`, for a minute at most; returns the last answer.
  std::string Await(const ServerProcess& server, const std::vector<std::string>& question,
                    const std::string& expected) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::minutes(1);
    while (true) {
      const Output output = RunMadad(server, question);
      if (output.out == expected || std::chrono::steady_clock::now() > end) {
        return output.out == expected ? output.out : output.out + output.err + server.Log();
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
  }

  // Waits until the server's log has `text`, and returns the log.
  std::string AwaitLog(const ServerProcess& server, const std::string& text) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::minutes(1);
    while (server.Log().find(text) == std::string::npos && std::chrono::steady_clock::now() < end) {
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return server.Log();
  }

  void ExpectLeadsAnswer(const ServerProcess& server) {
    const Output output = RunMadad(server, {"query", "my.leads", "--format", "csv"});
    EXPECT_EQ(output.out, "my.leads\r\n4\r\n") << output.err;
  }

  TemporaryFolder folder_;
};

TEST_F(ModelsTest, ExampleModelMakesATableThatMetricsReadAndThatFollowsItsData) {
  ServerProcess server(
      {"--config", Catalog("  load: example.owner_load\n"), "--plugins", Plugins({"example"})});
  ASSERT_FALSE(server.address().empty()) << server.Log();
  EXPECT_EQ(Await(server, {"query", "my.most", "--by", "owner", "--format", "csv"},
                  "owner,my.most\r\navi,1\r\ndana,2\r\n"),
            "owner,my.most\r\navi,1\r\ndana,2\r\n");
  EXPECT_EQ(Await(server, {"query", "my.owners", "--grain", "month", "--format", "csv"},
                  "period,my.owners\r\n2024-01-01,1\r\n2024-02-01,1\r\n"),
            "period,my.owners\r\n2024-01-01,1\r\n2024-02-01,1\r\n");
  folder_.Write("data/leads.csv", std::string(kLeads) + "5,2024-02-05 10:00:00,noa\n");
  EXPECT_EQ(Await(server, {"query", "my.owners", "--format", "csv"}, "my.owners\r\n3\r\n"),
            "my.owners\r\n3\r\n");
}

TEST_F(ModelsTest, ParametersOfTheCatalogReachTheModel) {
  ServerProcess server({"--config",
                        Catalog("  load: {model: example.owner_load, params: {min_leads: 2}}\n"),
                        "--plugins", Plugins({"example"})});
  ASSERT_FALSE(server.address().empty()) << server.Log();
  EXPECT_EQ(Await(server, {"query", "my.owners", "--format", "csv"}, "my.owners\r\n1\r\n"),
            "my.owners\r\n1\r\n");
}

TEST_F(ModelsTest, CheckSaysWhatIsWrongWithAModel) {
  const std::string plugins = Plugins({"example", "bad_models"});
  for (const auto& [models, problem] : std::vector<std::pair<std::string, std::string>>{
           {"  load: example.owner_lod\n", "did you mean example.owner_load?"},
           {"  load: {model: example.owner_load, params: {min_leads: 0}}\n",
            "parameter 'min_leads' is 0, expected at least 1"},
           {"  load: {model: example.owner_load, params: {min_lead: 1}}\n",
            "did you mean min_leads?"},
           {"  load: bad_models.shape_no_json\n", "its shape: it is not valid JSON"},
           {"  load: bad_models.unknown_table\n", "nowhere"},
           {"  load: bad_models.create_throws\n", "nobody caught this"}}) {
    const Output output = RunProgram(
        {MADAD_SERVER_PROGRAM, "--check", "--config", Catalog(models), "--plugins", plugins});
    EXPECT_EQ(output.exit_code, 1);
    EXPECT_THAT(output.err, HasSubstr(problem));
  }
}

TEST_F(ModelsTest, FaultyModelsSayWhatIsWrongAndStoreNothing) {
  const std::string plugins = Plugins({"bad_models"});
  for (const auto& [fault, problem] : std::vector<std::pair<std::string, std::string>>{
           {"throws", "compute() threw an exception across the ABI: nobody caught this"},
           {"wrong_columns", "its shape says n, score, word"},
           {"wrong_types", "column 'score' of the Arrow type 'u'; its shape says double"},
           {"many_rows", "more than the 1000 rows that are allowed"},
           {"stream_fails", "failed while it was read: the pipe broke"},
           {"key_twice", "is not unique"},
           {"returns_late", "the deadline passed"}}) {
    ServerProcess server(
        {"--config",
         Catalog("  load: {model: example.owner_load}\n  bad: {model: bad_models." + fault +
                 ", params: {seconds: 0.01}, max_rows: 1000, timeout: 2s}\n"),
         "--plugins", Plugins({"example", "bad_models"})});
    ASSERT_FALSE(server.address().empty()) << server.Log();
    EXPECT_THAT(AwaitLog(server, problem), HasSubstr(problem)) << fault;
    ExpectLeadsAnswer(server);
    const Output rows = RunMadad(server, {"rows", "bad"});
    EXPECT_EQ(rows.exit_code, 1) << fault << rows.out;
    EXPECT_THAT(rows.err, HasSubstr("MODEL_NOT_RUN")) << fault;
    // Another model's table is there.
    EXPECT_EQ(Await(server, {"query", "my.owners", "--format", "csv"}, "my.owners\r\n2\r\n"),
              "my.owners\r\n2\r\n");
  }
}

TEST_F(ModelsTest, ModelThatNeverReturnsIsGivenUpAndTheServerEndsAllTheSame) {
  ServerProcess server({"--config",
                        Catalog("  load: example.owner_load\n"
                                "  bad: {model: bad_models.never_returns, timeout: 100ms}\n"),
                        "--plugins", Plugins({"example", "bad_models"})});
  ASSERT_FALSE(server.address().empty()) << server.Log();
  EXPECT_THAT(AwaitLog(server, "did not return within"), HasSubstr("did not return within 5s"));
  ExpectLeadsAnswer(server);
  EXPECT_EQ(server.Stop().exit_code, 0) << server.Log();
}

}  // namespace
}  // namespace madad::testing
