// Funnels over public logs, from the files to the command line: figures that
// were computed elsewhere.
#include <map>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "e2e/real_data_server.h"

namespace madad::testing {
namespace {

using ::testing::ElementsAre;

// The column `name` of a command's CSV.
std::vector<std::string> Column(const Output& output, const std::string& name) {
  EXPECT_EQ(output.exit_code, 0) << output.err;
  const Rows rows = ParseCsv(output.out);
  std::vector<std::string> values;
  for (size_t i = 0; !rows.empty() && i < rows[0].size(); ++i) {
    if (rows[0][i] != name) continue;
    for (size_t row = 1; row < rows.size(); ++row) values.push_back(rows[row][i]);
  }
  return values;
}

class LoanFunnelTest : public RealDataServer {
 protected:
  LoanFunnelTest() : RealDataServer("bpi2012", R"(
tables:
  lead_stage_events:
    source: bpi2012
    files: bpi2012_events.csv
    columns:
      entity_id: case_id
      stage: activity
      entered_at: {from: timestamp, type: timestamp}
      sequence: {from: event_nr, type: int64}
)") {}
};

TEST_F(LoanFunnelTest, ApplicationsReachTheirStages) {
  const Output output = RunMadad(
      *server_, {"funnel", "--steps", "A_SUBMITTED,A_PREACCEPTED,A_ACCEPTED,A_FINALIZED,A_APPROVED",
                 "--format", "csv"});
  EXPECT_THAT(Column(output, "entered"), ElementsAre("13087", "7367", "5113", "5015", "2246"));
}

class OriginFunnelTest : public RealDataServer {
 protected:
  OriginFunnelTest() : RealDataServer("olist", R"(
tables:
  deals:
    source: olist
    files: olist_closed_deals_dataset.csv
    key: mql_id
    columns:
      mql_id: mql_id
      won_on: {from: won_date, type: date, format: "%Y-%m-%d %H:%M:%S"}
  leads:
    source: olist
    files: olist_marketing_qualified_leads_dataset.csv
    entity: lead
    key: lead_id
    joins: {deal: {table: deals, on: lead_id}}
    columns:
      lead_id: mql_id
      created_at: {from: first_contact_date, type: date}
      source: origin
      won_at: {via: deal, from: won_on}
stages:
  lead: [{id: lead, at: created_at}, {id: won, at: won_at}]
dimensions: {source: {leads: source}}
)") {}
};

TEST_F(OriginFunnelTest, DealsByOriginAsPublished) {
  // In any order: one deal was won two days before the first contact.
  const Output output = RunMadad(*server_, {"funnel", "--order", "unordered", "--by", "source",
                                            "--format", "csv"});
  const std::vector<std::string> sources = Column(output, "source");
  const std::vector<std::string> entered = Column(output, "entered");
  std::map<std::string, std::vector<std::string>> counts;
  for (size_t i = 0; i < sources.size(); ++i) counts[sources[i]].push_back(entered[i]);
  EXPECT_EQ(counts.size(), 11U);
  EXPECT_THAT(counts["organic_search"], ElementsAre("2296", "271"));
  EXPECT_THAT(counts["paid_search"], ElementsAre("1586", "195"));
  EXPECT_THAT(counts["unknown"], ElementsAre("1099", "179"));
  EXPECT_THAT(counts["direct_traffic"], ElementsAre("499", "56"));
  EXPECT_THAT(counts[""], ElementsAre("60", "14"));
}

}  // namespace
}  // namespace madad::testing
