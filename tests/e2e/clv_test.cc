// Customer values of the CDNOW customers, from a file to the command line.
#include <fstream>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

#include "support/process.h"
#include "support/real_data.h"
#include "support/temporary_folder.h"

namespace madad::testing {
namespace {

using ::testing::HasSubstr;

using Rows = std::vector<std::vector<std::string>>;

constexpr char kCatalog[] = R"(
sources:
  shop: {kind: files, root: data}
tables:
  customers:
    source: shop
    files: customers.csv
    entity: customer
    key: customer_id
    currency: USD
    columns: {customer_id: id, source: source}
  orders:
    source: shop
    files: orders.csv
    currency: USD
    joins: {customer: {table: customers, on: customer_id}}
    columns:
      customer_id: customer
      ordered_at: {from: day, type: date, format: "%Y%m%d"}
      revenue: {from: dollars, type: decimal(2)}
dimensions:
  source: {customers: source, orders: customer.source}
models:
  value: {model: clv.customer_value, params: {observed_until: 1997-09-30, margin: 0.3}}
)";

class ClvTest : public ::testing::Test {
 protected:
  void SetUp() override {
    MADAD_SKIP_WITHOUT_DATA("cdnow");
    // Whoever has an even number came by a search.
    std::ifstream file(RealData("cdnow/CDNOW_sample.txt"));
    std::string orders = "customer,day,dollars\n";
    std::map<std::string, std::string> sources;
    std::string master, id, day, cds, dollars;
    while (file >> master >> id >> day >> cds >> dollars) {
      absl::StrAppend(&orders, id, ",", day, ",", dollars, "\n");
      sources[id] = (id.back() - '0') % 2 == 0 ? "search" : "friends";
    }
    std::string customers = "id,source\n";
    for (const auto& [customer, source] : sources) {
      absl::StrAppend(&customers, customer, ",", source, "\n");
    }
    folder_.Write("data/orders.csv", orders);
    folder_.Write("data/customers.csv", customers);
    server_ = std::make_unique<ServerProcess>(
        std::vector<std::string>{"--config", folder_.Write("catalog.yaml", kCatalog)});
    ASSERT_FALSE(server_->address().empty()) << server_->Log();
    const Output run = RunMadad(*server_, {"model", "run", "value"});
    ASSERT_EQ(run.exit_code, 0) << run.err;
  }

  // The rows of a command's CSV, without the header.
  Rows Ask(std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--format", "csv"});
    const Output output = RunMadad(*server_, arguments);
    EXPECT_EQ(output.exit_code, 0) << output.err;
    Rows rows = ParseCsv(output.out);
    if (!rows.empty()) rows.erase(rows.begin());
    return rows;
  }

  TemporaryFolder folder_;
  std::unique_ptr<ServerProcess> server_;
};

// The published fit.
TEST_F(ClvTest, FitIsThePublishedOne) {
  const Rows rows = Ask({"rows", "value_fit", "--columns", "parameter,estimate,log_likelihood",
                         "--where", "model = 'bg_nbd'"});
  ASSERT_EQ(rows.size(), 4U);
  const std::map<std::string, double> expected = {
      {"r", .2425945}, {"alpha", 4.4136019}, {"a", .7929199}, {"b", 2.4258881}};
  for (const auto& row : rows) {
    EXPECT_NEAR(std::stod(row[1]), expected.at(row[0]), 5e-5) << row[0];
    EXPECT_NEAR(std::stod(row[2]), -9582.429, 5e-4);
  }
}

// Computed independently: 2,357 customers with a mean P(alive) of .813440.
TEST_F(ClvTest, AllCustomers) {
  const Rows rows = Ask({"query", "valued_customers", "mean_p_alive"});
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0][0], "2357");
  EXPECT_NEAR(std::stod(rows[0][1]), .813440, 1e-6);
}

// Means and sums by source are those of the table's own rows.
TEST_F(ClvTest, PredictedValueBySource) {
  std::map<std::string, std::vector<double>> values;
  for (const auto& row :
       Ask({"rows", "value", "--columns", "customer_id,clv", "--limit", "5000"})) {
    values[(row[0].back() - '0') % 2 == 0 ? "search" : "friends"].push_back(std::stod(row[1]));
  }
  const Rows rows = Ask({"query", "predicted_clv", "total_predicted_clv", "valued_customers",
                         "--by", "source", "--sort", "source"});
  ASSERT_EQ(rows.size(), 2U);
  for (const auto& row : rows) {
    double sum = 0;
    for (const double value : values.at(row[0])) sum += value;
    const auto count = static_cast<double>(values.at(row[0]).size());
    EXPECT_NEAR(std::stod(row[1]), sum / count, 1e-6) << row[0];
    EXPECT_NEAR(std::stod(row[2]), sum, 1e-6);
    EXPECT_EQ(row[3], absl::StrCat(values.at(row[0]).size()));
    EXPECT_GT(sum / count, 1);
  }
  const Output output = RunMadad(*server_, {"query", "predicted_clv", "--format", "json"});
  EXPECT_THAT(output.out, HasSubstr("USD"));
}

// The cohorts of the first three months, in which all of them began.
TEST_F(ClvTest, Cohorts) {
  const Rows by_grain = Ask({"query", "valued_customers", "--grain", "month"});
  ASSERT_EQ(by_grain.size(), 3U);
  EXPECT_EQ(by_grain[0][0], "1997-01-01");
  const Rows by_cohort = Ask({"query", "valued_customers", "--by", "cohort", "--sort", "cohort"});
  ASSERT_EQ(by_cohort.size(), 3U);
  for (size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(by_cohort[i][0], by_grain[i][0].substr(0, 7));
    EXPECT_EQ(by_cohort[i][1], by_grain[i][1]);
  }
}

}  // namespace
}  // namespace madad::testing
