// A CRM's export as it comes: prefixed headers, single-digit hours, columns
// that are empty throughout, timestamps as strings of several lengths.
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "e2e/real_data_server.h"

namespace madad::testing {
namespace {

using ::testing::ElementsAre;

constexpr char kCatalog[] = R"(
tables:
  leads:
    source: hubspot
    files: contact_data.csv
    entity: lead
    key: lead_id
    columns:
      lead_id: id
      created_at: {from: property_createdate, type: timestamp}
      won_at: {from: property_first_conversion_date, type: timestamp}
      company: property_company
  opportunities:
    source: hubspot
    files: deal_data.csv
    entity: opportunity
    key: opportunity_id
    columns:
      opportunity_id: deal_id
      created_at: {from: property_createdate, type: timestamp}
      closed_at: {from: property_closedate, type: timestamp}
      owner: owner_id
      amount: {from: property_amount, type: decimal(2)}
      outcome: deal_pipeline_stage_id
dimensions:
  owner: {opportunities: owner}
metrics:
  deals.created: {from: opportunities, at: created_at, value: count(DISTINCT opportunity_id), unit: count}
)";

class HubSpotTest : public RealDataServer {
 protected:
  HubSpotTest() : RealDataServer("hubspot", kCatalog) {}
};

TEST_F(HubSpotTest, ContactsByMonth) {
  const Rows rows =
      Query({"lead_count", "--grain", "month", "--from", "2020-05-01", "--to", "2021-05-01"});
  const int counts[] = {1, 1, 1, 3, 1, 3, 0, 2, 0, 4, 4, 2};
  ASSERT_EQ(rows.size(), 12U);
  for (size_t i = 0; i < rows.size(); ++i) EXPECT_EQ(std::stoi(rows[i][1]), counts[i]) << i;
}

TEST_F(HubSpotTest, DealsByOwnerWithoutAnOwnerAsAGroup) {
  EXPECT_THAT(Query({"deals.created", "--by", "owner", "--sort", "deals.created:desc"}),
              ElementsAre(ElementsAre("", "22"), ElementsAre("35252170", "19"),
                          ElementsAre("40706000", "2"), ElementsAre("37790786", "1")));
}

TEST_F(HubSpotTest, NothingClosedMeansNoRate) {
  EXPECT_THAT(Query({"win_rate"}), ElementsAre(ElementsAre("")));
}

}  // namespace
}  // namespace madad::testing
