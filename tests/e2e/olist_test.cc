// The Olist marketing funnel: figures published or computed by others, through
// the server and the command line.
#include <cmath>
#include <fstream>
#include <iterator>
#include <map>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "e2e/real_data_server.h"

namespace madad::testing {
namespace {

using ::testing::HasSubstr;

constexpr char kCatalog[] = R"(
tables:
  deals:
    source: olist
    files: olist_closed_deals_dataset.csv
    key: mql_id
    columns:
      mql_id: mql_id
      won_date: {type: timestamp}
      won_day: {from: won_date, type: date, format: "%Y-%m-%d %H:%M:%S"}
      lead_behaviour_profile: lead_behaviour_profile
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
      won_at: {via: deal, from: won_date}
      profile: {via: deal, from: lead_behaviour_profile}
  calendar_leads:
    source: olist
    files: olist_marketing_qualified_leads_dataset.csv
    key: lead_id
    joins: {deal: {table: deals, on: lead_id}}
    columns:
      lead_id: mql_id
      created_on: {from: first_contact_date, type: date}
      source: origin
      won_on: {via: deal, from: won_day}
dimensions:
  source: {leads: source}
  profile: {leads: profile}
metrics:
  days.mean:
    {from: calendar_leads, at: created_on, value: avg(won_on - created_on), unit: duration}
  days.median:
    {from: calendar_leads, at: created_on, value: median(won_on - created_on), unit: duration}
  days.least: {from: calendar_leads, at: created_on, value: min(won_on - created_on), unit: duration}
  days.most: {from: calendar_leads, at: created_on, value: max(won_on - created_on), unit: duration}
)";

constexpr double kDay = 86'400'000'000;

class OlistTest : public RealDataServer {
 protected:
  OlistTest() : RealDataServer("olist", kCatalog) {}
};

TEST_F(OlistTest, ConversionByOriginEqualsThePublishedTable) {
  std::ifstream file(RealData("olist") + "/reference_conversion_by_origin.csv");
  Rows published = ParseCsv({std::istreambuf_iterator<char>(file), {}});
  ASSERT_EQ(published.size(), 12U);
  published.erase(published.begin());
  // origin -> leads, won, percent
  std::map<std::string, std::vector<double>> expected;
  for (const auto& row : published) {
    const std::string origin = row[0] == "NULL" ? "" : row[0];
    expected[origin] = {std::stod(row[1]), std::stod(row[2]), std::stod(row[3])};
  }
  const Rows rows = Query({"lead_count", "lead_to_customer_rate", "--by", "source"});
  ASSERT_EQ(rows.size(), expected.size());
  for (const auto& row : rows) {
    ASSERT_EQ(expected.count(row[0]), 1U) << row[0];
    const std::vector<double>& reference = expected[row[0]];
    EXPECT_EQ(std::stod(row[1]), reference[0]) << row[0];
    const double rate = std::stod(row[2]);
    EXPECT_NEAR(rate * std::stod(row[1]), reference[1], 1e-9) << row[0];
    EXPECT_NEAR(rate * 100, reference[2], 0.005001) << row[0];
  }
}

TEST_F(OlistTest, BlankOriginIsAGroupOfItsOwnAndComesLast) {
  const Rows rows = Query({"lead_count", "--by", "source"});
  ASSERT_FALSE(rows.empty());
  EXPECT_THAT(rows.back(), ::testing::ElementsAre("", "60"));
  EXPECT_THAT(rows, ::testing::Contains(::testing::ElementsAre("unknown", "1099")));
}

TEST_F(OlistTest, RateByFirstContactMonthEqualsTheComputedOne) {
  const std::vector<double> expected = {0,     .0084, .0233, .0224, .0337, .0404,
                                        .0550, .1332, .1449, .1422, .1354, .0998};
  const Rows rows = Query({"lead_to_customer_rate", "--grain", "month"});
  ASSERT_EQ(rows.size(), expected.size());
  EXPECT_EQ(rows.front().front(), "2017-06-01");
  EXPECT_EQ(rows.back().front(), "2018-05-01");
  for (size_t i = 0; i < rows.size(); ++i) EXPECT_NEAR(std::stod(rows[i][1]), expected[i], 5e-5);
}

TEST_F(OlistTest, TotalCountsTheDealWonBeforeFirstContactAndSaysSo) {
  const Output output = RunMadad(*server_, {"query", "lead_to_customer_rate", "--format", "json"});
  EXPECT_EQ(output.exit_code, 0) << output.err;
  EXPECT_THAT(output.out, HasSubstr("[0.10525]"));
  EXPECT_THAT(output.out, HasSubstr("1 leads reached the outcome before they entered"));
  // The newest event: the last deal was won then.
  EXPECT_THAT(output.out, HasSubstr("\"as_of\": \"2018-11-14T18:04:19Z\""));
}

TEST_F(OlistTest, RangeIsHalfOpenAndSelectsEntries) {
  const Rows january =
      Query({"lead_count", "lead_to_customer_rate", "--from", "2018-01-01", "--to", "2018-02-01"});
  const Rows by_month = Query({"lead_count", "lead_to_customer_rate", "--grain", "month"});
  ASSERT_EQ(january.size(), 1U);
  // The outcomes of January's leads are read to the end of the data.
  EXPECT_EQ(january[0][0], by_month[7][1]);
  EXPECT_EQ(january[0][1], by_month[7][2]);
}

TEST_F(OlistTest, AttributesOfTheJoinedTableGroupWithoutMultiplyingLeads) {
  const Rows rows = Query({"lead_count", "--by", "profile"});
  double total = 0;
  bool saw_comma = false;
  for (const auto& row : rows) {
    total += std::stod(row[1]);
    saw_comma = saw_comma || row[0].find(',') != std::string::npos;
  }
  EXPECT_EQ(total, 8000);
  EXPECT_TRUE(saw_comma) << "the quoted comma of lead_behaviour_profile was lost";
}

TEST_F(OlistTest, DaysToCloseEqualTheComputedOnes) {
  const Rows rows = Query({"days.mean", "days.median", "days.least", "days.most"});
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_NEAR(std::stod(rows[0][0]) / kDay, 48.4406, 5e-5);
  EXPECT_EQ(std::stod(rows[0][1]) / kDay, 14);
  EXPECT_EQ(std::stod(rows[0][2]) / kDay, -2);
  EXPECT_EQ(std::stod(rows[0][3]) / kDay, 427);
}

TEST_F(OlistTest, DaysToCloseByOriginEqualTheComputedOnes) {
  // origin -> mean, median
  const std::map<std::string, std::pair<double, double>> expected = {
      {"organic_search", {50.0, 14}},
      {"paid_search", {56.6, 15}},
      {"social", {60.96, 30}},
      {"unknown", {41.2905, 11}},
      {"direct_traffic", {31.125, 10}},
      {"email", {52.2, 21}},
      {"referral", {32.5417, 18.5}},
      {"other", {15.25, 9}},
      {"display", {10.3333, 8.5}},
      {"other_publicities", {39.3333, 35}},
      {"", {49.2143, 7.5}}};
  const Rows rows = Query({"days.mean", "days.median", "--by", "source"});
  ASSERT_EQ(rows.size(), expected.size());
  for (const auto& row : rows) {
    ASSERT_EQ(expected.count(row[0]), 1U) << row[0];
    EXPECT_NEAR(std::stod(row[1]) / kDay, expected.at(row[0]).first, 5e-5) << row[0];
    EXPECT_EQ(std::stod(row[2]) / kDay, expected.at(row[0]).second) << row[0];
  }
}

TEST_F(OlistTest, TimeToConvertKeepsTheHours) {
  // From midnight of the first contact to the moment of winning, so up to a
  // day longer than calendar days.
  const Rows rows = Query({"time_to_convert_mean", "time_to_convert_median"});
  ASSERT_EQ(rows.size(), 1U);
  const double mean = std::stod(rows[0][0]) / kDay;
  EXPECT_GT(mean, 48.4406);
  EXPECT_LT(mean, 49.4406);
  EXPECT_GE(std::stod(rows[0][1]) / kDay, 14);
}

TEST_F(OlistTest, RateByMonthOfFirstContactEqualsTheComputedOne) {
  const std::vector<double> expected = {0,     .0084, .0233, .0224, .0337, .0404,
                                        .0550, .1332, .1449, .1422, .1354, .0998};
  const Rows rows = Query(
      {"lead_to_customer_rate", "--grain", "month", "--from", "2017-06-01", "--to", "2018-06-01"});
  ASSERT_EQ(rows.size(), expected.size());
  for (size_t i = 0; i < rows.size(); ++i) EXPECT_NEAR(std::stod(rows[i][1]), expected[i], 5e-5);
}

}  // namespace
}  // namespace madad::testing
