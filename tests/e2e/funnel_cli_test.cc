// `madad funnel`, `madad models`, `madad model` and `madad rows` against a real
// server, over six leads whose figures are counted by hand.
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/process.h"
#include "support/temporary_folder.h"

namespace madad::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// The fifth was won without a day as qualified.
constexpr char kLeads[] =
    "Id,Source,Created,Mql,Won\n"
    "1,Web,2025-01-01,2025-01-03,2025-01-11\n"
    "2,Web,2025-01-02,2025-01-06,\n"
    "3,Web,2025-01-03,,\n"
    "4,פייסבוק,2025-01-05,2025-01-06,2025-01-09\n"
    "5,פייסבוק,2025-02-01,,2025-02-04\n"
    "6,Web,2025-02-10,2025-02-11,\n";

constexpr char kCatalog[] = R"(
sources: {crm: {kind: files, root: .}}
tables:
  leads:
    source: crm
    files: leads.csv
    entity: lead
    key: lead_id
    columns:
      lead_id: Id
      source: Source
      created_at: {from: Created, type: timestamp}
      mql_at: {from: Mql, type: timestamp}
      won_at: {from: Won, type: timestamp}
stages:
  lead: [{id: lead, at: created_at}, {id: mql, at: mql_at}, {id: won, at: won_at}]
dimensions: {source: {leads: source}}
)";

constexpr char kInstance[] = R"(
models:
  to_customer: {model: conversion.funnel, params: {steps: [lead, won], by: [source]}}
)";

using Record = std::map<std::string, std::string>;

class FunnelCliTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_.Write("leads.csv", kLeads);
    Start(kCatalog);
  }

  void Start(const std::string& catalog) {
    server_ = std::make_unique<ServerProcess>(
        std::vector<std::string>{"--config", folder_.Write("catalog.yaml", catalog)});
    ASSERT_FALSE(server_->address().empty()) << server_->Log();
  }

  Output Run(const std::vector<std::string>& arguments) { return RunMadad(*server_, arguments); }

  // Returns the records of a command's CSV by column.
  std::vector<Record> Records(std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--format", "csv"});
    const Output output = Run(arguments);
    EXPECT_EQ(output.exit_code, 0) << output.err;
    const auto rows = ParseCsv(output.out);
    std::vector<Record> records;
    for (size_t row = 1; row < rows.size(); ++row) {
      Record& record = records.emplace_back();
      for (size_t i = 0; i < rows[0].size(); ++i) record[rows[0][i]] = rows[row][i];
    }
    return records;
  }

  // Returns `source stage entered` of each row of a funnel by source.
  std::vector<std::string> Entered(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"funnel", "--by", "source"});
    std::vector<std::string> lines;
    for (const Record& record : Records(arguments)) {
      lines.push_back(record.at("source") + " " + record.at("stage") + " " + record.at("entered"));
    }
    return lines;
  }

  TemporaryFolder folder_;
  std::unique_ptr<ServerProcess> server_;
};

TEST_F(FunnelCliTest, CountsThoseWhoReachedAStageOrBeyond) {
  EXPECT_THAT(Entered({}), ElementsAre("Web lead 4", "Web mql 3", "Web won 1", "פייסבוק lead 2",
                                       "פייסבוק mql 2", "פייסבוק won 2"));
}

TEST_F(FunnelCliTest, StrictlyAStageNeedsATimeOfItsOwn) {
  EXPECT_THAT(Entered({"--policy", "strict"}),
              ElementsAre("Web lead 4", "Web mql 3", "Web won 1", "פייסבוק lead 2", "פייסבוק mql 1",
                          "פייסבוק won 1"));
}

TEST_F(FunnelCliTest, TheRangeSelectsEntries) {
  EXPECT_THAT(Entered({"--during", "2025-01", "--steps", "lead,won"}),
              ElementsAre("Web lead 3", "Web won 1", "פייסבוק lead 1", "פייסבוק won 1"));
}

TEST_F(FunnelCliTest, RatesAndTimesAreOfEntities) {
  const std::vector<Record> steps = Records({"funnel", "--where", "source = 'Web'"});
  ASSERT_EQ(steps.size(), 3U);
  EXPECT_EQ(steps[0].at("reached_next"), "3");
  EXPECT_EQ(steps[0].at("drop_off"), "1");
  EXPECT_EQ(steps[0].at("step_rate"), "0.75");
  EXPECT_EQ(steps[2].at("overall_rate"), "0.25");
  // 1, 2 and 4 days.
  EXPECT_EQ(steps[0].at("time_to_next_median"), "172800000000");
  EXPECT_EQ(steps[2].at("reached_next"), "");
}

TEST_F(FunnelCliTest, PrintsATableWithBars) {
  const Output output = Run({"funnel", "--by", "source"});
  EXPECT_EQ(output.exit_code, 0) << output.err;
  EXPECT_THAT(output.out, HasSubstr("source: Web\nstage  entered"));
  EXPECT_THAT(output.out, HasSubstr("75.00 %"));
  EXPECT_THAT(output.out, HasSubstr("all dates | ordered, first_entry, reached_or_beyond"));
}

TEST_F(FunnelCliTest, TracesAnEntity) {
  const Output output = Run({"funnel", "--policy", "strict", "--trace", "5"});
  EXPECT_EQ(output.exit_code, 0) << output.err;
  EXPECT_THAT(output.out, HasSubstr("2025-02-01T00:00:00Z  lead      1  "));
  EXPECT_THAT(output.out, HasSubstr("2025-02-04T00:00:00Z  won       -  "));
}

TEST_F(FunnelCliTest, AnInstanceRunsAndIsATable) {
  Start(std::string(kCatalog) + kInstance);
  const Output run = Run({"model", "run", "to_customer", "--force", "--format", "csv"});
  EXPECT_EQ(run.exit_code, 0) << run.err;
  EXPECT_THAT(run.err, HasSubstr("to_customer: ran in "));
  const std::vector<Record> models = Records({"models"});
  ASSERT_FALSE(models.empty());
  EXPECT_EQ(models[0].at("instance"), "to_customer");
  EXPECT_EQ(models[0].at("state"), "fresh");
  const std::vector<Record> rows =
      Records({"rows", "to_customer", "--columns", "source,stage,entered", "--sort",
               "source,entered:desc"});
  ASSERT_EQ(rows.size(), 4U);
  EXPECT_EQ(rows[1], (Record{{"source", "Web"}, {"stage", "won"}, {"entered", "1"}}));
  EXPECT_EQ(rows[2], (Record{{"source", "פייסבוק"}, {"stage", "lead"}, {"entered", "2"}}));
  // The catalog's funnel by name, with something else said in the request.
  EXPECT_EQ(Records({"funnel", "to_customer", "--where", "source = 'Web'"}).size(), 2U);
}

TEST_F(FunnelCliTest, ReadsRowsOfASource) {
  const Output output =
      Run({"rows", "leads", "--columns", "lead_id,won_at", "--where", "source = 'Web'", "--sort",
           "lead_id:desc", "--limit", "2", "--offset", "1", "--format", "csv"});
  EXPECT_EQ(output.exit_code, 0) << output.err;
  EXPECT_EQ(output.out, "lead_id,won_at\r\n3,\r\n2,\r\n");
}

TEST_F(FunnelCliTest, SaysWhatIsWrong) {
  Output output = Run({"funnel", "--steps", "lead,mqls"});
  EXPECT_EQ(output.exit_code, 0) << output.err;
  EXPECT_THAT(output.out, HasSubstr("STAGE_WITHOUT_EVENTS"));
  output = Run({"funnel", "to_customr"});
  EXPECT_EQ(output.exit_code, 1);
  EXPECT_THAT(output.err, HasSubstr("the catalog has no funnel 'to_customr'"));
  output = Run({"model", "run", "conversion.funnel", "--param", "windw=3d"});
  EXPECT_EQ(output.exit_code, 1);
  EXPECT_THAT(output.err, HasSubstr("windw"));
  output = Run({"rows", "lead"});
  EXPECT_EQ(output.exit_code, 1);
  EXPECT_THAT(output.err, HasSubstr("did you mean leads"));
}

}  // namespace
}  // namespace madad::testing
