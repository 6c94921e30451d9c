// A model that learns in the real server: versions, restarts, damage, and rows that are in no
// table.
#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/process.h"
#include "support/temporary_folder.h"

namespace madad::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kCatalog[] = R"yaml(
sources:
  crm: {kind: files, root: data, watch: 100ms}
tables:
  leads:
    source: crm
    files: leads.csv
    key: lead_id
    entity: lead
    columns:
      lead_id: {from: Id, type: int64}
      created_at: {from: Created, type: timestamp}
      source: Source
      won_at: {from: Won, type: timestamp}
dimensions:
  source: {leads: source}
metrics:
  my.mean_score: {from: scores, at: lead.created_at, value: "avg(score)", unit: score}
models:
  scores: {model: learns.win_rates}
)yaml";

// Two of three from the web are won, none from the fair.
constexpr char kLeads[] =
    "Id,Created,Source,Won\n"
    "1,2024-01-02 10:00:00,web,2024-01-05 10:00:00\n"
    "2,2024-01-03 10:00:00,web,2024-01-06 10:00:00\n"
    "3,2024-01-04 10:00:00,web,\n"
    "4,2024-01-05 10:00:00,fair,\n";

class LearningTest : public ::testing::Test {
 protected:
  LearningTest() {
    folder_.Write("data/leads.csv", kLeads);
    const fs::path plugins = folder_.path() / "plugins";
    fs::create_directories(plugins);
    fs::copy_file(fs::path(MADAD_FAULTY_PLUGIN_FOLDER) / "learns.so", plugins / "learns.so");
  }

  std::vector<std::string> Arguments(bool keeps_state = true) {
    std::vector<std::string> arguments = {"--config", folder_.Write("catalog.yaml", kCatalog),
                                          "--plugins", (folder_.path() / "plugins").string()};
    if (keeps_state) {
      arguments.insert(arguments.end(), {"--state-dir", (folder_.path() / "state").string()});
    }
    return arguments;
  }

  // Asks until the answer has `expected` in it, for a minute at most.
  static std::string Await(const ServerProcess& server, const std::vector<std::string>& question,
                           const std::string& expected) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::minutes(1);
    while (true) {
      const Output output = RunMadad(server, question);
      const bool is_there = output.out.find(expected) != std::string::npos;
      if (is_there) return output.out;
      if (std::chrono::steady_clock::now() > end) return output.out + output.err + server.Log();
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
  }

  static Output Rows(const ServerProcess& server) {
    return RunMadad(server, {"rows", "scores", "--format", "csv"});
  }

  TemporaryFolder folder_;
};

constexpr char kScores[] =
    "lead_id,score\r\n1,0.6666666666666666\r\n2,0.6666666666666666\r\n"
    "3,0.6666666666666666\r\n4,0\r\n";

TEST_F(LearningTest, LearnsByItselfAndItsScoresAreATable) {
  ServerProcess server(Arguments());
  ASSERT_FALSE(server.address().empty()) << server.Log();
  Await(server, {"model", "show", "scores"}, "state        fresh");
  EXPECT_EQ(Rows(server).out, kScores);
  const Output show = RunMadad(server, {"model", "show", "scores"});
  EXPECT_THAT(show.out, HasSubstr("version 1, trained "));
  EXPECT_THAT(show.out, HasSubstr("leads 4, win_rate 0.5"));
  EXPECT_THAT(show.out, HasSubstr("version 1 was trained and serves"));
  // A metric over it, by a dimension of its entity.
  EXPECT_THAT(RunMadad(server, {"query", "mean_score", "--by", "source", "--format", "csv"}).out,
              HasSubstr("fair,0\r\nweb,0.666666666666666"));
  EXPECT_THAT(server.Log(), Not(HasSubstr("lost on restart")));
}

TEST_F(LearningTest, KeepsWhatItLearnedOverARestart) {
  {
    ServerProcess server(Arguments());
    Await(server, {"model", "show", "scores"}, "state        fresh");
    ASSERT_EQ(RunMadad(server, {"model", "run", "scores", "--force"}).exit_code, 0);
    ASSERT_EQ(RunMadad(server, {"model", "activate", "scores", "1"}).exit_code, 0);
    EXPECT_EQ(server.Stop().exit_code, 0);
  }
  ServerProcess server(Arguments());
  Await(server, {"model", "show", "scores"}, "state        fresh");
  const Output show = RunMadad(server, {"model", "show", "scores"});
  EXPECT_THAT(show.out, HasSubstr("version 1, trained "));
  EXPECT_THAT(show.out, HasSubstr("pinned"));
  EXPECT_THAT(show.out, HasSubstr("2  superseded"));
  EXPECT_THAT(server.Log(), Not(HasSubstr("was trained"))) << "nothing has changed";
}

TEST_F(LearningTest, AWorseOneIsKeptBackAndRolledForwardByHand) {
  ServerProcess server(Arguments());
  Await(server, {"model", "show", "scores"}, "state        fresh");
  // Fewer leads, which the model judges no better.
  folder_.Write("data/leads.csv",
                "Id,Created,Source,Won\n9,2024-01-02 10:00:00,fair,2024-01-05 10:00:00\n");
  const std::string show =
      Await(server, {"model", "show", "scores"}, "version 2 was trained and kept back");
  EXPECT_THAT(show, HasSubstr("kept back: learned from fewer leads; version 1 serves"));
  EXPECT_EQ(Rows(server).out, "lead_id,score\r\n9,0\r\n");
  EXPECT_EQ(RunMadad(server, {"model", "activate", "scores", "2"}).out,
            "scores: version 2 serves\n");
  EXPECT_EQ(Await(server, {"rows", "scores", "--format", "csv"}, "9,1\r\n"),
            "lead_id,score\r\n9,1\r\n");
  EXPECT_THAT(RunMadad(server, {"model", "activate", "scores", "1"}).out,
              HasSubstr("later trainings are kept back"));
  EXPECT_THAT(Await(server, {"rows", "scores", "--format", "csv"}, "9,0\r\n"),
              HasSubstr("9,0\r\n"));
  const Output unknown = RunMadad(server, {"model", "activate", "scores", "7"});
  EXPECT_EQ(unknown.exit_code, 1);
  EXPECT_THAT(unknown.err, HasSubstr("there is no version 7; there are: 2, 1"));
}

TEST_F(LearningTest, ADamagedFileIsNamedAndLearnedAnew) {
  {
    ServerProcess server(Arguments());
    Await(server, {"model", "show", "scores"}, "state        fresh");
    server.Stop();
  }
  for (const auto& file : fs::directory_iterator(folder_.path() / "state" / "artifacts")) {
    fs::resize_file(file.path(), 3);
  }
  ServerProcess server(Arguments());
  Await(server, {"model", "show", "scores"}, "state        fresh");
  EXPECT_EQ(Rows(server).out, kScores);
  EXPECT_THAT(server.Log(), HasSubstr("version 2 was trained and serves"));
}

TEST_F(LearningTest, WithoutAFolderItSaysThatVersionsAreLost) {
  ServerProcess server(Arguments(/*keeps_state=*/false));
  ASSERT_FALSE(server.address().empty()) << server.Log();
  EXPECT_THAT(server.Log(),
              HasSubstr("what models learn (scores) is kept in memory, so its versions are lost on "
                        "restart; --state-dir FOLDER keeps them\n"));
  Await(server, {"model", "show", "scores"}, "state        fresh");
  EXPECT_EQ(Rows(server).out, kScores);
}

TEST_F(LearningTest, AFolderThatCannotBeUsedEndsTheStart) {
  std::vector<std::string> arguments = Arguments(/*keeps_state=*/false);
  arguments.insert(arguments.end(), {"--state-dir", folder_.Write("a_file", "")});
  ServerProcess server(arguments);
  EXPECT_TRUE(server.address().empty());
  EXPECT_THAT(server.Log(), HasSubstr("the state folder"));
}

TEST_F(LearningTest, ScoresLeadsThatAreInNoTable) {
  ServerProcess server(Arguments());
  Await(server, {"model", "show", "scores"}, "state        fresh");
  const std::string file =
      folder_.Write("new.csv", "source,lead_id\nweb,100\nfair,101\nnowhere,102\n,103\n");
  const Output scored = RunMadad(server, {"model", "score", "scores", file, "--format", "csv"});
  EXPECT_EQ(scored.err, "");
  EXPECT_EQ(scored.out,
            "lead_id,score\r\n100,0.6666666666666666\r\n101,0\r\n102,0.5\r\n103,0.5\r\n");
  EXPECT_EQ(Rows(server).out, kScores) << "they are in no table afterwards either";
}

TEST_F(LearningTest, ScoresMoreLeadsThanAMessageHolds) {
  ServerProcess server(Arguments());
  Await(server, {"model", "show", "scores"}, "state        fresh");
  std::string leads = "lead_id,source\n";
  for (int i = 0; i < 20'000; ++i) leads += std::to_string(i) + (i % 2 == 0 ? ",web\n" : ",fair\n");
  const Output scored = RunMadad(
      server, {"model", "score", "scores", folder_.Write("n.csv", leads), "--format", "csv"});
  EXPECT_EQ(scored.err, "");
  const auto rows = ParseCsv(scored.out);
  ASSERT_EQ(rows.size(), 20'001U);
  EXPECT_EQ(rows[20'000], (std::vector<std::string>{"19999", "0"}));
  EXPECT_EQ(rows[19'999][0], "19998");
}

TEST_F(LearningTest, SaysAllThatIsWrongWithTheColumns) {
  ServerProcess server(Arguments());
  Await(server, {"model", "show", "scores"}, "state        fresh");
  const Output wrong = RunMadad(
      server, {"model", "score", "scores", folder_.Write("new.csv", "lead_id,sorce\n1,web\n")});
  EXPECT_EQ(wrong.exit_code, 1);
  EXPECT_EQ(wrong.out, "");
  EXPECT_THAT(wrong.err, HasSubstr("'sorce' is not one of its columns; did you mean source?; "
                                   "'source' (string) is missing"));
}

}  // namespace
}  // namespace madad::testing
