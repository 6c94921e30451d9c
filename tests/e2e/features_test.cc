// What a query can ask for, from the command line's flags to the figures, over
// files that change while the server runs.
#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/process.h"
#include "support/temporary_folder.h"

namespace madad::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

// January 1, February 3 of which 1 answered in time; amounts in whole shekels.
constexpr char kLeads[] =
    "Id,Created,Origin,Answered,MQL,Won\n"
    "1,2024-01-10 10:00:00,web,2024-01-10 10:04:00,2024-01-11 00:00:00,2024-01-20 00:00:00\n"
    "2,2024-02-01 10:00:00,web,2024-02-01 11:00:00,,2024-02-25 00:00:00\n"
    "3,2024-02-09 10:00:00,הפניה,,2024-02-12 00:00:00,\n"
    "4,2024-02-20 10:00:00,web,2024-02-20 10:05:00,,\n";

constexpr char kTargets[] =
    "metric,period_start,grain,target,source\n"
    "conversion.lead_count,2024-01-01,month,2,\n"
    "conversion.lead_count,2024-02-01,month,4,\n";

constexpr char kCatalog[] = R"(
sources:
  crm: {kind: files, root: data, watch: 100ms}
tables:
  leads:
    source: crm
    files: leads.csv
    entity: lead
    key: lead_id
    bad_rows: skip
    columns:
      lead_id: Id
      created_at: {from: Created, type: timestamp}
      source: Origin
      first_response_at: {from: Answered, type: timestamp}
      mql_at: {from: MQL, type: timestamp}
      won_at: {from: Won, type: timestamp}
  targets:
    source: crm
    files: targets.csv
    columns:
      metric: metric
      period_start: {type: date}
      grain: grain
      target: {type: double}
      source: source
stages:
  lead: [{id: lead, at: created_at}, {id: mql, at: mql_at}, {id: won, at: won_at}]
dimensions:
  source: {leads: source}
metrics:
  own.web_share:
    {from: leads, at: created_at, value: count(DISTINCT lead_id), subset: source = 'web'}
)";

class FeaturesTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_.Write("data/leads.csv", kLeads);
    folder_.Write("data/targets.csv", kTargets);
    const std::string catalog = folder_.Write("catalog.yaml", kCatalog);
    server_ = std::make_unique<ServerProcess>(std::vector<std::string>{"--config", catalog});
    ASSERT_FALSE(server_->address().empty()) << server_->Log();
  }

  // The CSV of a query, header included.
  std::string Csv(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "query");
    arguments.insert(arguments.end(), {"--format", "csv"});
    const Output output = RunMadad(*server_, arguments);
    EXPECT_EQ(output.exit_code, 0) << output.err;
    return output.out;
  }

  TemporaryFolder folder_;
  std::unique_ptr<ServerProcess> server_;
};

TEST_F(FeaturesTest, ComparisonOverARangeInAWord) {
  EXPECT_EQ(Csv({"lead_count", "--grain", "month", "--during", "2024-Q1", "--compare", "previous",
                 "--as-of", "2024-03-31"}),
            "period,conversion.lead_count,conversion.lead_count:previous,"
            "conversion.lead_count:change,conversion.lead_count:change_ratio\r\n"
            "2024-01-01,1,0,1,\r\n2024-02-01,3,1,2,2\r\n2024-03-01,0,3,-3,-1\r\n");
}

TEST_F(FeaturesTest, SharesAndTargets) {
  EXPECT_EQ(Csv({"lead_count", "--by", "source", "--share"}),
            "source,conversion.lead_count,conversion.lead_count:share\r\n"
            "web,3,0.75\r\nהפניה,1,0.25\r\n");
  EXPECT_EQ(Csv({"lead_count", "--grain", "month", "--targets"}),
            "period,conversion.lead_count,conversion.lead_count:target\r\n"
            "2024-01-01,1,2\r\n2024-02-01,3,4\r\n");
}

TEST_F(FeaturesTest, WindowsStagesAndBuckets) {
  // as_of is 25 February: leads 1 to 3 have had 14 days; 1 was won within them.
  EXPECT_THAT(Csv({"lead_to_customer_rate(window=14d)", "--interval"}),
              HasSubstr("\r\n0.3333333333333333,1,3,"));
  EXPECT_THAT(Csv({"lead_to_customer_rate", "--param", "window=14d", "--interval"}),
              HasSubstr("\r\n0.3333333333333333,1,3,"));
  // Reached mql: 1 and 3, and 2, which was won without it.
  EXPECT_THAT(Csv({"mql_count"}), HasSubstr("\r\n3\r\n"));
  EXPECT_THAT(Csv({"mql_count", "--param", "policy=strict"}), HasSubstr("\r\n2\r\n"));
  EXPECT_EQ(Csv({"lead_count", "--by", "response_bucket"}),
            "response_bucket,conversion.lead_count\r\n"
            "<= 5 min,2\r\n<= 1 h,1\r\nunanswered,1\r\n");
  EXPECT_THAT(Csv({"responded_within_rate"}), HasSubstr("\r\n0.5\r\n"));
  EXPECT_THAT(Csv({"own.web_share"}), HasSubstr("\r\n0.75\r\n"));
}

TEST_F(FeaturesTest, TotalsAreInJson) {
  const Output output = RunMadad(
      *server_, {"query", "own.web_share", "--grain", "month", "--total", "--format", "json"});
  EXPECT_EQ(output.exit_code, 0) << output.err;
  EXPECT_THAT(output.out, AllOf(HasSubstr("\"totals\""), HasSubstr("0.75")));
}

TEST_F(FeaturesTest, ExplainRunsThroughTheServer) {
  const Output output = RunMadad(*server_, {"query", "lead_count", "--by", "source", "--explain"});
  EXPECT_EQ(output.exit_code, 0) << output.err;
  EXPECT_THAT(output.out, AllOf(HasSubstr("GROUP BY"), HasSubstr("conversion.lead_count = ")));
}

TEST_F(FeaturesTest, ChangedFilesAreNoticedAndBadRowsCounted) {
  folder_.Write("data/leads.csv",
                std::string(kLeads) + "5,2024-02-21 10:00:00,web,,,\n" + "6,yesterday,web,,,\n");
  std::string figure;
  for (int i = 0; i < 100 && figure.find("\r\n5\r\n") == std::string::npos; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    figure = Csv({"lead_count"});
  }
  EXPECT_THAT(figure, HasSubstr("\r\n5\r\n"));
  const Output sources = RunMadad(*server_, {"sources"});
  EXPECT_EQ(sources.exit_code, 0) << sources.err;
  EXPECT_THAT(sources.out,
              AllOf(HasSubstr("leads.csv:7"), HasSubstr("Created"), HasSubstr("yesterday")));
  const Output answer = RunMadad(*server_, {"query", "lead_count"});
  EXPECT_THAT(answer.out, HasSubstr("ROWS_REJECTED"));
}

TEST_F(FeaturesTest, PluginsAreListed) {
  const Output output = RunMadad(*server_, {"plugins"});
  EXPECT_EQ(output.exit_code, 0) << output.err;
  EXPECT_THAT(output.out, AllOf(HasSubstr("conversion.so"), HasSubstr("example.so")));
}

}  // namespace
}  // namespace madad::testing
