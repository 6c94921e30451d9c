// What the conversion plugin declares, against the KPI definitions.
#include <map>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "registry/generation.h"
#include "support/status_matchers.h"
#include "unit/registry/files.h"

namespace madad::registry {
namespace {

using core::MetricDefinition;

class ConversionPluginTest : public ::testing::Test {
 protected:
  void SetUp() override {
    MADAD_ASSERT_OK_AND_ASSIGN(const Generation plugin,
                               Generation::Load(PluginPath("conversion"), {}));
    for (const MetricDefinition& metric : plugin.metrics()) metrics_[metric.id] = metric;
  }

  std::map<std::string, MetricDefinition> metrics_;
};

TEST_F(ConversionPluginTest, LeadCount) {
  const MetricDefinition& metric = metrics_["conversion.lead_count"];
  EXPECT_EQ(metric.kind, core::MetricKind::kAggregate);
  EXPECT_EQ(metric.value, "count(DISTINCT lead_id)");
  EXPECT_EQ(metric.from, "leads");
  EXPECT_EQ(metric.at, "created_at");
  EXPECT_EQ(metric.filter, "");
  EXPECT_EQ(metric.unit, core::Unit::kCount);
  EXPECT_EQ(metric.labels.at("he"), "מספר לידים (נפח לידים)");
}

TEST_F(ConversionPluginTest, LeadToCustomerRate) {
  const MetricDefinition& metric = metrics_["conversion.lead_to_customer_rate"];
  EXPECT_EQ(metric.kind, core::MetricKind::kConversion);
  EXPECT_EQ(metric.entry, "stage('lead')");
  EXPECT_EQ(metric.outcome, "stage('won')");
  EXPECT_EQ(metric.from, "leads");
  EXPECT_EQ(metric.unit, core::Unit::kPercent);
  EXPECT_EQ(metric.labels.at("he"), "שיעור המרה");
  ASSERT_EQ(metric.parameters.size(), 1u);
  EXPECT_EQ(metric.parameters[0].name, "window");
  EXPECT_EQ(metric.parameters[0].default_value, core::Value());
}

TEST_F(ConversionPluginTest, HasEveryMetricThatNeedsNoEventLog) {
  for (const char* name : {"lead_count",
                           "mql_count",
                           "sql_count",
                           "opportunity_count",
                           "won_lead_count",
                           "lead_to_mql_rate",
                           "mql_to_sql_rate",
                           "sql_to_opportunity_rate",
                           "opportunity_to_customer_rate",
                           "lead_to_customer_rate",
                           "win_rate",
                           "created_win_rate",
                           "response_time_median",
                           "response_time_mean",
                           "response_time_p90",
                           "responded_within_rate",
                           "response_lift",
                           "time_to_qualify_median",
                           "time_to_qualify_mean",
                           "time_to_convert_median",
                           "time_to_convert_mean",
                           "time_to_convert_p90",
                           "sales_cycle_median",
                           "sales_cycle_mean",
                           "lost_cycle_median",
                           "lost_cycle_mean"}) {
    EXPECT_TRUE(metrics_.contains(std::string("conversion.") + name)) << name;
  }
}

TEST_F(ConversionPluginTest, WinRate) {
  const MetricDefinition& metric = metrics_["conversion.win_rate"];
  EXPECT_EQ(metric.kind, core::MetricKind::kProportion);
  EXPECT_EQ(metric.value, "count(DISTINCT opportunity_id)");
  EXPECT_EQ(metric.subset, "outcome = 'won'");
  EXPECT_EQ(metric.filter, "outcome IN ('won', 'lost')");
  EXPECT_EQ(metric.from, "opportunities");
  EXPECT_EQ(metric.at, "closed_at");
  EXPECT_EQ(metric.unit, core::Unit::kPercent);
  EXPECT_EQ(metric.labels.at("he"), "יחס סגירה בהצלחה");
}

TEST_F(ConversionPluginTest, EveryMetricExplainsItself) {
  for (const auto& [id, metric] : metrics_) {
    EXPECT_GT(metric.description.size(), 80u) << id;
    EXPECT_TRUE(metric.labels.contains("en")) << id;
    EXPECT_NE(metric.direction, core::Direction::kUnspecified) << id;
    EXPECT_TRUE(metric.labels.contains("he")) << id;
  }
}

}  // namespace
}  // namespace madad::registry
