// What goes wrong is said, and the server runs on.
#include <filesystem>
#include <memory>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/process.h"
#include "support/temporary_folder.h"

namespace madad::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr char kLeads[] =
    "Id,Created,Origin,Won\n"
    "1,2024-01-02 10:00:00,email,2024-02-01 00:00:00\n"
    "2,2024-01-03 10:00:00,פייסבוק,\n"
    "3,2024-02-03 10:00:00,,\n";

constexpr char kLeadsTable[] = R"(
  leads:
    source: crm
    files: leads.csv
    key: lead_id
    columns:
      lead_id: Id
      created_at: {from: Created, type: timestamp}
      source: Origin
      won_at: {from: Won, type: timestamp}
)";

constexpr char kOpportunitiesTable[] = R"(
  opportunities:
    source: crm
    files: FILE
    key: opportunity_id
    columns:
      opportunity_id: COLUMN
      closed_at: {from: Closed, type: timestamp}
      outcome: Outcome
)";

std::string Replace(std::string text, const std::string& from, const std::string& to) {
  return text.replace(text.find(from), from.size(), to);
}

class FailuresTest : public ::testing::Test {
 protected:
  // A catalog of leads that work and opportunities as given.
  std::vector<std::string> Catalog(const std::string& file, const std::string& column) {
    folder_.Write("data/leads.csv", kLeads);
    folder_.Write("data/opps.csv", "Id,Closed,Outcome\n1,2024-01-01 00:00:00,won\n");
    return {"--config",
            folder_.Write(
                "catalog.yaml",
                "sources:\n  crm: {kind: files, root: data}\ntables:" + std::string(kLeadsTable) +
                    Replace(Replace(kOpportunitiesTable, "FILE", file), "COLUMN", column) +
                    "dimensions:\n  source: {leads: source}\n")};
  }

  // The working metric still answers.
  void ExpectAnswers(const ServerProcess& server) {
    const Output output = RunMadad(server, {"query", "lead_count", "--format", "csv"});
    EXPECT_EQ(output.exit_code, 0) << output.err;
    EXPECT_EQ(output.out, "conversion.lead_count\r\n3\r\n");
  }

  TemporaryFolder folder_;
};

TEST_F(FailuresTest, MissingFileMakesItsMetricsUnavailableAndNoOther) {
  ServerProcess server(Catalog("ops.csv", "Id"));
  ASSERT_FALSE(server.address().empty()) << server.Log();
  const Output output = RunMadad(server, {"query", "win_rate"});
  EXPECT_EQ(output.exit_code, 1);
  EXPECT_THAT(output.err, AllOf(HasSubstr("no file matches 'ops.csv'"), HasSubstr("opps.csv"),
                                HasSubstr("FILE_MISSING")));
  ExpectAnswers(server);
}

TEST_F(FailuresTest, MisspeltColumnIsNamedWithTheNearest) {
  ServerProcess server(Catalog("opps.csv", "Idd"));
  ASSERT_FALSE(server.address().empty()) << server.Log();
  const Output output = RunMadad(server, {"query", "win_rate"});
  EXPECT_EQ(output.exit_code, 1);
  EXPECT_THAT(output.err, AllOf(HasSubstr("has no column 'Idd' (for opportunity_id)"),
                                HasSubstr("did you mean Id"), HasSubstr("COLUMN_NOT_IN_FILE")));
  ExpectAnswers(server);
}

TEST_F(FailuresTest, UnknownMetricAndDimensionAreAnsweredWithTheNearest) {
  ServerProcess server(Catalog("opps.csv", "Id"));
  ASSERT_FALSE(server.address().empty()) << server.Log();
  Output output = RunMadad(server, {"query", "lead_cuont"});
  EXPECT_EQ(output.exit_code, 1);
  EXPECT_THAT(output.err, AllOf(HasSubstr("there is no metric 'lead_cuont'"),
                                HasSubstr("lead_count"), HasSubstr("METRIC_UNKNOWN")));
  output = RunMadad(server, {"query", "lead_count", "--by", "sorce"});
  EXPECT_EQ(output.exit_code, 1);
  EXPECT_THAT(output.err, AllOf(HasSubstr("sorce"), HasSubstr("source")));
  ExpectAnswers(server);
}

TEST_F(FailuresTest, MalformedFilterPointsAtTheCharacter) {
  ServerProcess server(Catalog("opps.csv", "Id"));
  ASSERT_FALSE(server.address().empty()) << server.Log();
  const Output output = RunMadad(server, {"query", "lead_count", "--where", "source = )"});
  EXPECT_EQ(output.exit_code, 1);
  EXPECT_THAT(output.err, AllOf(HasSubstr("character 10"), HasSubstr("EXPRESSION_INVALID")));
  ExpectAnswers(server);
}

TEST_F(FailuresTest, PluginOfAnotherAbiIsRefusedByNumberAndTheOthersLoad) {
  const std::filesystem::path plugins = folder_.path() / "plugins";
  std::filesystem::create_directory(plugins);
  const std::filesystem::path good = MADAD_PLUGIN_FOLDER;
  const std::filesystem::path faulty = MADAD_FAULTY_PLUGIN_FOLDER;
  std::filesystem::copy_file(good / "conversion.so", plugins / "conversion.so");
  std::filesystem::copy_file(faulty / "other_major.so", plugins / "other_major.so");
  std::vector<std::string> arguments = Catalog("opps.csv", "Id");
  arguments.insert(arguments.end(), {"--plugins", plugins.string()});
  ServerProcess server(arguments);
  ASSERT_FALSE(server.address().empty()) << server.Log();
  EXPECT_THAT(server.Log(), AllOf(HasSubstr("other_major.so was not loaded"), HasSubstr("ABI 2"),
                                  HasSubstr("1.3")));
  ExpectAnswers(server);
}

TEST_F(FailuresTest, HebrewValuesFilterAndNullsStayAGroup) {
  ServerProcess server(Catalog("opps.csv", "Id"));
  ASSERT_FALSE(server.address().empty()) << server.Log();
  const Output one =
      RunMadad(server, {"query", "lead_count", "--where", "source = 'פייסבוק'", "--format", "csv"});
  EXPECT_EQ(one.out, "conversion.lead_count\r\n1\r\n") << one.err;
  const Output all = RunMadad(server, {"query", "lead_count", "--by", "source", "--format", "csv"});
  EXPECT_EQ(all.out, "source,conversion.lead_count\r\nemail,1\r\nפייסבוק,1\r\n,1\r\n") << all.err;
}

TEST_F(FailuresTest, CheckReportsEveryProblemAndEndsWithOne) {
  const std::string config =
      folder_.Write("catalog.yaml",
                    "sources:\n  crm: {kind: files, root: .}\ntables:\n  leads:\n    source: crm\n"
                    "    fils: leads.csv\n    key: id\n  deals: {source: crn, files: d.csv}\n"
                    "  costs: {source: crm, files: costs.csv, columns: {amount: Amount}}\n");
  const Output output = RunProgram({MADAD_SERVER_PROGRAM, "--config", config, "--check"});
  EXPECT_EQ(output.exit_code, 1);
  EXPECT_THAT(output.err, AllOf(HasSubstr("catalog.yaml:6"), HasSubstr("'fils'"),
                                HasSubstr("catalog.yaml:8"), HasSubstr("'crn'"),
                                // The part that is sound is looked into, too.
                                HasSubstr("no file matches 'costs.csv'")));
}

TEST_F(FailuresTest, PlaintextOnANetworkAddressIsRefused) {
  std::vector<std::string> arguments = {MADAD_SERVER_PROGRAM, "--listen", "0.0.0.0:0"};
  for (std::string& argument : Catalog("opps.csv", "Id")) arguments.push_back(std::move(argument));
  const Output output = RunProgram(arguments);
  EXPECT_EQ(output.exit_code, 1);
  EXPECT_THAT(output.err, HasSubstr("--allow-plaintext-on-network"));
}

TEST_F(FailuresTest, SigtermDrainsAndEndsWithZero) {
  ServerProcess server(Catalog("opps.csv", "Id"));
  ASSERT_FALSE(server.address().empty()) << server.Log();
  const Output output = server.Stop();
  EXPECT_EQ(output.exit_code, 0);
  EXPECT_THAT(output.out, HasSubstr("draining"));
}

TEST(UnreachableTest, ExitStatusIsThree) {
  const Output output =
      RunProgram({MADAD_PROGRAM, "--server", "127.0.0.1:1", "--timeout", "2", "metrics"});
  EXPECT_EQ(output.exit_code, 3);
  EXPECT_THAT(output.err, HasSubstr("127.0.0.1:1"));
}

}  // namespace
}  // namespace madad::testing
