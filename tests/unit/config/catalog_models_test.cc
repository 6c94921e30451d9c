// Instances of models as they are written in a catalog.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/config/example.h"

namespace madad::config {
namespace {

using ::madad::config::testing::kExample;
using ::madad::config::testing::Lines;
using ::testing::AnyOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// A model `fake.counts` that counts what each lead has.
absl::StatusOr<core::ShapedModel> ShapeOf(const core::ModelUse& use) {
  if (use.model != "fake.counts") return absl::NotFoundError("no plugin has it");
  core::ModelInput leads{.name = "leads", .table = "leads"};
  leads.columns = {{.name = "id", .value = "lead_id"}};
  core::ModelOutput counts{.name = "counts", .entity = "lead", .key = "lead_id"};
  counts.columns = {{.name = "lead_id", .like = "leads.id"},
                    {.name = "opportunities", .type = core::Type::kInt64}};
  core::ModelOutput report{.name = "report"};
  report.columns = {{.name = "figure", .type = core::Type::kDouble}};
  return core::ShapedModel{{{leads}, {counts, report}}, use.parameters};
}

class CatalogModelsTest : public testing::CatalogFolder {
 protected:
  // The example with these instances.
  CatalogFile Read(const std::string& models) const {
    return ParseCatalog(std::string(kExample) + "models:\n" + models, "catalog.yaml",
                        folder_.string(), {}, ShapeOf);
  }
};

TEST_F(CatalogModelsTest, ReadsAnInstance) {
  const CatalogFile file = Read(
      "  counts:\n"
      "    model: fake.counts\n"
      "    params: {horizon: 90d, top: 5, deep: {is: true, not: null}, names: [a, \"1\"]}\n"
      "    refresh: 1d\n"
      "    timeout: 2min\n"
      "    max_rows: 10\n");
  EXPECT_THAT(Lines(file), IsEmpty());
  const core::ModelUse& use = file.catalog.models.at("counts");
  EXPECT_EQ(use.model, "fake.counts");
  // A JSON object, in whatever order.
  EXPECT_THAT(use.parameters, HasSubstr(R"("names":["a","1"])"));
  EXPECT_THAT(use.parameters, HasSubstr(R"("horizon":"90d")"));
  EXPECT_THAT(use.parameters, HasSubstr(R"("top":5)"));
  EXPECT_THAT(use.parameters, AnyOf(HasSubstr(R"("deep":{"is":true,"not":null})"),
                                    HasSubstr(R"("deep":{"not":null,"is":true})")));
  EXPECT_EQ(use.refresh, core::ModelRefresh::kOnChange);
  EXPECT_EQ(use.refresh_micros, 86'400'000'000);
  EXPECT_EQ(use.timeout_micros, 120'000'000);
  EXPECT_EQ(use.max_rows, 10);
}

TEST_F(CatalogModelsTest, WhatItMakesAreTables) {
  const CatalogFile file = Read("  counts: fake.counts\n");
  EXPECT_THAT(Lines(file), IsEmpty());
  const core::Table& counts = file.catalog.tables.at("counts");
  EXPECT_EQ(counts.model, "counts");
  EXPECT_EQ(counts.key, "lead_id");
  EXPECT_EQ(counts.columns.at("lead_id").type, core::Type::kInt64);
  EXPECT_EQ(counts.joins.at("lead").table, "leads");
  EXPECT_EQ(file.catalog.tables.at("counts_report").model, "counts");
}

TEST_F(CatalogModelsTest, ItsTablesMayBeNamedInTheCatalog) {
  CatalogFile file = Read(
      "  counts: fake.counts\n"
      "metrics:\n"
      "  acme.mean: {from: counts, at: lead.created_at, value: avg(opportunities), unit: ratio}\n");
  EXPECT_THAT(Lines(file), IsEmpty());
}

TEST_F(CatalogModelsTest, SaysWhatIsWrong) {
  EXPECT_THAT(Lines(Read("  counts: fake.count\n")),
              ElementsAre("catalog.yaml:33:3: models.counts: no plugin has it"));
  EXPECT_THAT(Lines(Read("  leads: fake.counts\n")),
              ElementsAre(HasSubstr("models.leads: it makes a table 'leads', and there is one of "
                                    "that name already")));
  EXPECT_THAT(Lines(Read("  c: {model: fake.counts, refresh: 1mo}\n")),
              ElementsAre(HasSubstr("models.c.refresh: '1mo' has no fixed length")));
  EXPECT_THAT(Lines(Read("  c: {model: fake.counts, refresh: often}\n")),
              ElementsAre(HasSubstr("models.c.refresh: 'often' is not a ")));
  EXPECT_THAT(Lines(Read("  c: {model: fake.counts, max_rows: 0}\n")),
              ElementsAre(HasSubstr("models.c.max_rows: expected at least 1")));
  EXPECT_THAT(Lines(Read("  c: {model: fake.counts, params: {a: 1, a: 2}}\n")),
              ElementsAre(HasSubstr("key 'a' is written twice")));
  EXPECT_THAT(Lines(Read("  c: {params: {}}\n")),
              ElementsAre(HasSubstr("required key 'model' is missing")));
}

}  // namespace
}  // namespace madad::config
