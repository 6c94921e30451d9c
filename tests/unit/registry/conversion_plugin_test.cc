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
                               Generation::Load(PluginPath("conversion"), nullptr));
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
  EXPECT_EQ(metric.kind, core::MetricKind::kProportion);
  EXPECT_EQ(metric.value, "count(DISTINCT lead_id)");
  EXPECT_EQ(metric.subset, "won_at IS NOT NULL");
  EXPECT_EQ(metric.from, "leads");
  EXPECT_EQ(metric.at, "created_at");
  EXPECT_EQ(metric.unit, core::Unit::kPercent);
  EXPECT_EQ(metric.labels.at("he"), "שיעור המרה");
  ASSERT_EQ(metric.checks.size(), 1u);
  EXPECT_EQ(metric.checks[0].expression,
            "count(DISTINCT lead_id) FILTER (WHERE won_at < created_at)");
  EXPECT_EQ(metric.checks[0].message,
            "{n} leads were won before they were created; they count as won");
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
    EXPECT_EQ(metric.direction, core::Direction::kHigherIsBetter) << id;
  }
}

}  // namespace
}  // namespace madad::registry
