// What the README shows is what happens.
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/process.h"
#include "support/source_folder.h"
#include "support/temporary_folder.h"

namespace madad::testing {
namespace {

// The text of the fenced block that opens with ```<head>.
std::string Block(const std::string& head) {
  std::ifstream file(SourceFolder() + "/README.md");
  const std::string readme{std::istreambuf_iterator<char>(file), {}};
  const size_t fence = readme.find("```" + head + "\n");
  if (fence == std::string::npos) return {};
  const size_t begin = fence + head.size() + 4;
  return readme.substr(begin, readme.find("```", begin) - begin);
}

// The words of a command line; double quotes keep spaces.
std::vector<std::string> Words(const std::string& line) {
  std::vector<std::string> words = {""};
  bool quoted = false;
  for (const char c : line) {
    if (c == '"') {
      quoted = !quoted;
    } else if (c == ' ' && !quoted) {
      words.emplace_back();
    } else {
      words.back().push_back(c);
    }
  }
  return words;
}

struct Step {
  std::string command;
  std::string output;
};

std::vector<Step> Steps(const std::string& console) {
  std::vector<Step> steps;
  std::istringstream lines(console);
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("$ ")) {
      steps.push_back({line.substr(2), ""});
    } else if (!steps.empty()) {
      steps.back().output += line + "\r\n";
    }
  }
  return steps;
}

TEST(ReadmeTest, OwnDataAnswersAsShown) {
  TemporaryFolder folder;
  folder.Write("leads.csv", Block("csv leads.csv"));
  folder.Write("reps.csv", Block("csv reps.csv"));
  const std::string catalog = folder.Write("catalog.yaml", Block("yaml catalog.yaml"));
  const ServerProcess server({"--config", catalog});
  ASSERT_FALSE(server.address().empty()) << server.Log();
  const std::vector<Step> steps = Steps(Block("console own-data"));
  ASSERT_EQ(steps.size(), 3U);
  for (const Step& step : steps) {
    std::vector<std::string> words = Words(step.command);
    ASSERT_EQ(words.front(), "madad");
    words.erase(words.begin());
    const Output output = RunMadad(server, words);
    EXPECT_EQ(output.exit_code, 0) << step.command << ": " << output.err;
    EXPECT_EQ(output.out, step.output) << step.command;
  }
}

TEST(ReadmeTest, ClientExampleAnswers) {
  TemporaryFolder folder;
  folder.Write("deals.csv",
               "Id,Region,Closed,Outcome\n1,north,2024-01-01,won\n"
               "2,north,2024-01-02,lost\n3,south,2024-01-03,won\n");
  const std::string catalog = folder.Write("catalog.yaml", R"(
sources: {crm: {kind: files, root: .}}
tables:
  opportunities:
    source: crm
    files: deals.csv
    key: opportunity_id
    columns:
      opportunity_id: Id
      region: Region
      closed_at: {from: Closed, type: date}
      outcome: Outcome
dimensions: {region: {opportunities: region}}
)");
  const ServerProcess server({"--config", catalog});
  ASSERT_FALSE(server.address().empty()) << server.Log();
  const Output output = RunProgram({MADAD_CLIENT_EXAMPLE, server.address(), "region"});
  EXPECT_EQ(output.exit_code, 0) << output.err;
  EXPECT_EQ(output.out, "north 0.5\nsouth 1\n");
}

}  // namespace
}  // namespace madad::testing
