#include "core/metric_set.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/metric/instance.h"
#include "core/metric/prepare.h"
#include "core/status.h"
#include "support/status_matchers.h"

namespace madad::core {
namespace {

using madad::testing::StatusIs;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Catalog LeadsCatalog() {
  Catalog catalog;
  catalog.sources["crm"] = {"crm", "files", "/", "UTC"};
  Table& leads = catalog.tables["leads"];
  leads.name = "leads";
  leads.source = "crm";
  leads.files = "leads.csv";
  leads.key = "lead_id";
  for (const auto& [name, type] :
       {std::pair("lead_id", Type::kString), std::pair("source", Type::kString),
        std::pair("created_at", Type::kTimestamp)}) {
    leads.columns[name] = {.name = name, .from = name, .type = type};
  }
  catalog.dimensions["source"].name = "source";
  return catalog;
}

MetricDefinition Count(const std::string& id) {
  MetricDefinition metric;
  metric.id = id;
  metric.from = "leads";
  metric.at = "created_at";
  metric.value = "count(DISTINCT lead_id)";
  return metric;
}

class MetricSetTest : public ::testing::Test {
 protected:
  const Catalog catalog_ = LeadsCatalog();
};

TEST_F(MetricSetTest, PreparesWhatTheCatalogHas) {
  const PreparedMetric metric = PrepareMetric(Count("a.leads"), catalog_);
  MADAD_EXPECT_OK(metric.status);
  EXPECT_THAT(metric.needs, ElementsAre("leads.created_at", "leads.lead_id"));
  EXPECT_THAT(metric.missing, IsEmpty());
  EXPECT_THAT(metric.dimensions, ElementsAre("source"));
}

TEST_F(MetricSetTest, MissingTableIsNamedWithWhatItNeeds) {
  MetricDefinition definition = Count("a.deals");
  definition.from = "deals";
  const PreparedMetric metric = PrepareMetric(definition, catalog_);
  EXPECT_THAT(metric.status,
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       AllOf(HasSubstr("no table 'deals'"), HasSubstr("deals.lead_id"))));
  EXPECT_EQ(DetailOf(metric.status).reason, "METRIC_TABLE_MISSING");
}

TEST_F(MetricSetTest, MissingColumnsAreAllNamed) {
  MetricDefinition definition = Count("a.answered");
  definition.filter = "first_response_at IS NOT NULL AND channel = 'web'";
  const PreparedMetric metric = PrepareMetric(definition, catalog_);
  EXPECT_THAT(metric.missing, ElementsAre("leads.first_response_at", "leads.channel"));
  EXPECT_EQ(DetailOf(metric.status).reason, "METRIC_COLUMNS_MISSING");
}

TEST_F(MetricSetTest, TimeColumnMustBeATime) {
  MetricDefinition definition = Count("a.leads");
  definition.at = "source";
  EXPECT_THAT(PrepareMetric(definition, catalog_).status,
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("as a date or timestamp")));
}

TEST_F(MetricSetTest, BrokenExpressionsArePointedAt) {
  MetricDefinition definition = Count("a.leads");
  definition.value = "count(";
  EXPECT_THAT(
      PrepareMetric(definition, catalog_).status,
      StatusIs(absl::StatusCode::kInvalidArgument,
               AllOf(HasSubstr("'a.leads'"), HasSubstr("value: "), HasSubstr("character"))));
  definition.value = "lead_id";
  EXPECT_THAT(PrepareMetric(definition, catalog_).status,
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("must aggregate")));
  definition.value = "count(*)";
  definition.filter = "source";
  EXPECT_THAT(PrepareMetric(definition, catalog_).status,
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("must be a condition")));
  definition.filter = "source + 1 > 2";
  EXPECT_THAT(PrepareMetric(definition, catalog_).status,
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("filter: ")));
}

TEST_F(MetricSetTest, ProportionSharesLeavesWithItsChecks) {
  MetricDefinition definition = Count("a.web_share");
  definition.kind = MetricKind::kProportion;
  definition.subset = "source = 'web'";
  definition.checks = {{"count(DISTINCT lead_id)", "{n}"}};
  const PreparedMetric metric = PrepareMetric(definition, catalog_);
  MADAD_EXPECT_OK(metric.status);
  // Numerator and denominator; the check counts what the denominator does.
  const auto instance = Instantiate(metric, {}, std::nullopt);
  MADAD_ASSERT_OK(instance.status());
  EXPECT_EQ(instance->leaves.size(), 2U);
}

TEST_F(MetricSetTest, FindsFullAndBareIdsAndSuggestsForOthers) {
  const MetricSet metrics({Count("a.leads"), Count("b.leads"), Count("a.unique")}, catalog_);
  EXPECT_EQ(metrics.Find("b.leads").value()->definition.id, "b.leads");
  EXPECT_EQ(metrics.Find("unique").value()->definition.id, "a.unique");
  EXPECT_THAT(metrics.Find("leads"), StatusIs(absl::StatusCode::kInvalidArgument,
                                              AllOf(HasSubstr("a.leads"), HasSubstr("b.leads"))));
  EXPECT_THAT(metrics.Find("uniqe"), StatusIs(absl::StatusCode::kNotFound, HasSubstr("unique")));
  EXPECT_EQ(DetailOf(metrics.Find("uniqe").status()).reason, "METRIC_UNKNOWN");
}

TEST_F(MetricSetTest, FormulaIsReadable) {
  MetricDefinition definition = Count("a.win_rate");
  definition.kind = MetricKind::kProportion;
  definition.value = "count(*)";
  definition.subset = "outcome = 'won'";
  definition.filter = "outcome IS NOT NULL";
  EXPECT_EQ(Formula(definition),
            "count(*) where (outcome = 'won') and outcome IS NOT NULL / count(*) where outcome IS "
            "NOT NULL");
}

}  // namespace
}  // namespace madad::core
