// Metrics of the catalog's own: what kind the keys make, and what is wrong with
// them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/config/example.h"

namespace madad::config {
namespace {

using ::madad::config::testing::kExample;
using ::madad::config::testing::Lines;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::StartsWith;
using ::testing::UnorderedElementsAre;

class CatalogMetricsTest : public testing::CatalogFolder {
 protected:
  // The example, whose last line is 31, with metric acme.x of these keys in
  // line 33 on.
  CatalogFile Read(const std::string& keys, const std::string& id = "acme.x") const {
    return ParseCatalog(std::string(kExample) + "metrics:\n  " + id + ": {" + keys + "}\n",
                        "catalog.yaml", folder_.string(), {"conversion"});
  }
  std::vector<std::string> Problems(const std::string& keys) const { return Lines(Read(keys)); }

  core::MetricDefinition Metric(const std::string& keys) const {
    const CatalogFile file = Read(keys);
    EXPECT_THAT(Lines(file), IsEmpty()) << keys;
    return file.catalog.metrics.size() == 1 ? file.catalog.metrics[0] : core::MetricDefinition();
  }
};

TEST_F(CatalogMetricsTest, AnAggregate) {
  const core::MetricDefinition metric = Metric(
      "from: leads, at: created_at, value: count(*), filter: source = 'Facebook', unit: count, "
      "direction: higher_is_better, description: All leads., labels: {he: לידים}");
  EXPECT_EQ(metric.id, "acme.x");
  EXPECT_EQ(metric.plugin, "");
  EXPECT_EQ(metric.kind, core::MetricKind::kAggregate);
  EXPECT_EQ(metric.from, "leads");
  EXPECT_EQ(metric.at, "created_at");
  EXPECT_EQ(metric.value, "count(*)");
  EXPECT_EQ(metric.filter, "source = 'Facebook'");
  EXPECT_EQ(metric.unit, core::Unit::kCount);
  EXPECT_EQ(metric.direction, core::Direction::kHigherIsBetter);
  EXPECT_EQ(metric.description, "All leads.");
  EXPECT_THAT(metric.labels, UnorderedElementsAre(Pair("en", "x"), Pair("he", "לידים")));
  EXPECT_EQ(metric.accumulation, core::Accumulation::kNone);
  EXPECT_FALSE(metric.cohort);
  EXPECT_THAT(metric.parameters, IsEmpty());
}

TEST_F(CatalogMetricsTest, AProportionIsShownInPercent) {
  const core::MetricDefinition metric =
      Metric("from: leads, at: created_at, value: count(*), subset: company IS NOT NULL");
  EXPECT_EQ(metric.kind, core::MetricKind::kProportion);
  EXPECT_EQ(metric.subset, "company IS NOT NULL");
  EXPECT_EQ(metric.unit, core::Unit::kPercent);
  EXPECT_EQ(metric.direction, core::Direction::kNeutral);
}

TEST_F(CatalogMetricsTest, ARatio) {
  const core::MetricDefinition metric = Metric(
      "from: opportunities, at: lead_created_at, numerator: sum(amount), denominator: count(*), "
      "unit: money");
  EXPECT_EQ(metric.kind, core::MetricKind::kRatio);
  EXPECT_EQ(metric.numerator, "sum(amount)");
  EXPECT_EQ(metric.denominator, "count(*)");
  EXPECT_EQ(metric.unit, core::Unit::kMoney);
}

TEST_F(CatalogMetricsTest, AFormula) {
  const core::MetricDefinition metric =
      Metric("formula: conversion.won_count / conversion.lead_count, unit: ratio");
  EXPECT_EQ(metric.kind, core::MetricKind::kDerived);
  EXPECT_EQ(metric.formula, "conversion.won_count / conversion.lead_count");
}

TEST_F(CatalogMetricsTest, AConversionHasAWindow) {
  const core::MetricDefinition metric =
      Metric("from: leads, entry: created_at, outcome: due_on, window: 30d");
  EXPECT_EQ(metric.kind, core::MetricKind::kConversion);
  EXPECT_EQ(metric.entry, "created_at");
  EXPECT_EQ(metric.outcome, "due_on");
  EXPECT_EQ(metric.unit, core::Unit::kPercent);
  EXPECT_TRUE(metric.cohort);
  EXPECT_EQ(metric.window, "window");
  ASSERT_EQ(metric.parameters.size(), 1U);
  EXPECT_EQ(metric.parameters[0].name, "window");
  EXPECT_EQ(metric.parameters[0].type, core::Type::kDuration);
  EXPECT_EQ(core::ToText(metric.parameters[0].default_value), "30d");
}

TEST_F(CatalogMetricsTest, AConversionWithoutLimitCanBeGivenOne) {
  const core::MetricDefinition metric = Metric("from: leads, entry: created_at, outcome: due_on");
  ASSERT_EQ(metric.parameters.size(), 1U);
  EXPECT_EQ(metric.parameters[0].name, "window");
  EXPECT_EQ(core::TypeOf(metric.parameters[0].default_value), core::Type::kNull);
}

TEST_F(CatalogMetricsTest, Accumulation) {
  const std::string count = "from: leads, at: created_at, value: count(*), unit: count";
  EXPECT_EQ(Metric(count + ", accumulate: running").accumulation, core::Accumulation::kRunning);
  EXPECT_EQ(Metric(count + ", accumulate: balance").accumulation, core::Accumulation::kBalance);
  const core::MetricDefinition days = Metric(count + ", rolling: 90d");
  EXPECT_EQ(days.accumulation, core::Accumulation::kRolling);
  EXPECT_EQ(core::ToText(core::Value(days.rolling)), "90d");
  EXPECT_EQ(Metric(count + ", rolling: 3mo").rolling.months, 3);
}

TEST_F(CatalogMetricsTest, SeveralAreInTheOrderOfTheirIds) {
  const CatalogFile file = Read(
      "from: leads, at: created_at, value: count(*), unit: count}\n  acme.a: {formula: acme.x, "
      "unit: count");
  ASSERT_THAT(Lines(file), IsEmpty());
  ASSERT_EQ(file.catalog.metrics.size(), 2U);
  EXPECT_EQ(file.catalog.metrics[0].id, "acme.a");
  EXPECT_EQ(file.catalog.metrics[1].id, "acme.x");
}

TEST_F(CatalogMetricsTest, NothingToCompute) {
  EXPECT_THAT(Problems("from: leads, at: created_at, unit: count"),
              ElementsAre("catalog.yaml:33:3: metrics.acme.x: says nothing to compute; expected "
                          "value, value and subset, numerator and denominator, formula, or entry "
                          "and outcome"));
}

TEST_F(CatalogMetricsTest, MissingKeysAreNamed) {
  EXPECT_THAT(Problems("at: created_at, value: count(*), unit: count"),
              ElementsAre("catalog.yaml:33:3: metrics.acme.x.from: required key 'from' is missing; "
                          "'value' makes this an aggregate"));
  EXPECT_THAT(Problems("from: leads, at: created_at, subset: company IS NULL"),
              ElementsAre(HasSubstr("required key 'value' is missing; 'subset' makes this a pro")));
  EXPECT_THAT(Problems("from: leads, at: created_at, numerator: count(*), unit: ratio"),
              ElementsAre(HasSubstr("required key 'denominator' is missing; 'numerator' makes")));
  EXPECT_THAT(Problems("from: leads, outcome: due_on"),
              ElementsAre(HasSubstr("required key 'entry' is missing; 'outcome' makes this a co")));
  EXPECT_THAT(Problems("from: leads, at: created_at, value: count(*)"),
              ElementsAre("catalog.yaml:33:3: metrics.acme.x.unit: required key 'unit' is missing; "
                          "expected one of count, duration, money, percent, ratio, score"));
}

TEST_F(CatalogMetricsTest, KeysThatContradictEachOtherAreNamed) {
  EXPECT_THAT(Problems("formula: conversion.a, value: count(*), unit: count"),
              ElementsAre("catalog.yaml:33:35: metrics.acme.x.value: 'value' does not go with "
                          "'formula', which makes this a metric over other metrics; leave one of "
                          "them out"));
  EXPECT_THAT(
      Problems("from: leads, at: created_at, entry: created_at, outcome: due_on"),
      ElementsAre(HasSubstr(".at: 'at' does not go with 'entry', which makes this a conv")));
  EXPECT_THAT(
      Problems("from: leads, at: created_at, numerator: count(*), denominator: count(*), subset: "
               "company IS NULL, window: 30d, unit: ratio"),
      ElementsAre(HasSubstr("'subset' does not go with 'numerator', which makes this a ratio"),
                  HasSubstr("'window' does not go with 'numerator'")));
  EXPECT_THAT(Problems("from: leads, at: created_at, value: count(*), unit: count, rolling: 30d, "
                       "accumulate: balance"),
              ElementsAre(HasSubstr("'rolling' does not go with 'accumulate'; leave one of")));
}

TEST_F(CatalogMetricsTest, Words) {
  const std::string count = "from: leads, at: created_at, value: count(*)";
  EXPECT_THAT(Problems(count + ", unit: cuont"),
              ElementsAre(HasSubstr(".unit: unknown unit 'cuont'; did you mean count?")));
  EXPECT_THAT(Problems(count + ", unit: count, direction: higher"),
              ElementsAre(HasSubstr("unknown direction 'higher'; did you mean higher_is_better?")));
  EXPECT_THAT(
      Problems(count + ", unit: count, accumulate: sum"),
      ElementsAre(HasSubstr("unknown way to accumulate 'sum'; expected one of balance, c")));
  EXPECT_THAT(Problems(count + ", unit: count, rolling: 90"),
              ElementsAre(HasSubstr("metrics.acme.x.rolling: '90' is not a duration")));
  EXPECT_THAT(Problems("from: leads, entry: created_at, outcome: due_on, window: 0d"),
              ElementsAre(HasSubstr("metrics.acme.x.window: '0d' is no time at all")));
}

TEST_F(CatalogMetricsTest, ExpressionsAreParsed) {
  EXPECT_THAT(Problems("from: leads, at: created_at, value: 'count(* FILTER', unit: count"),
              ElementsAre(StartsWith("catalog.yaml:33:41: metrics.acme.x.value: expression is "
                                     "invalid at character 9: ")));
  EXPECT_THAT(Problems("formula: conversion.a +, unit: count"),
              ElementsAre(StartsWith("catalog.yaml:33:12: metrics.acme.x.formula: expression is")));
}

TEST_F(CatalogMetricsTest, TablesAndColumnsAreThere) {
  EXPECT_THAT(Problems("from: leeds, at: created_at, value: count(*), unit: count"),
              ElementsAre("catalog.yaml:33:12: metrics.acme.x.from: no table 'leeds'; did you mean "
                          "leads?"));
  EXPECT_THAT(Problems("from: leads, at: creatd_at, value: count(campany), unit: count"),
              ElementsAre("catalog.yaml:33:25: metrics.acme.x.at: table leads has no column "
                          "'creatd_at'; did you mean created_at?",
                          "catalog.yaml:33:40: metrics.acme.x.value: table leads has no column "
                          "'campany'; did you mean company?"));
  EXPECT_THAT(Problems("from: leads, at: company, value: count(*), unit: count"),
              ElementsAre(HasSubstr(".at: column company of table leads is string; a metric is")));
}

TEST_F(CatalogMetricsTest, FormulasNameMetrics) {
  const std::string y =
      "from: leads, at: created_at, value: count(*), unit: count}\n  acme.y: {unit: count, ";
  EXPECT_THAT(Problems(y + "formula: acme.z / plugin.a"),
              ElementsAre(HasSubstr("catalog.yaml:34:25: metrics.acme.y.formula: no metric 'acme.z'"
                                    "; did you mean")));
  EXPECT_THAT(Problems("formula: acme.y, unit: count}\n  acme.y: {unit: count, formula: acme.x"),
              ElementsAre("catalog.yaml:34:25: metrics.acme.y.formula: formulas go in a circle: "
                          "acme.x -> acme.y -> acme.x"));
  EXPECT_THAT(Problems("formula: acme.x, unit: count"),
              ElementsAre(HasSubstr("formulas go in a circle: acme.x -> acme.x")));
}

TEST_F(CatalogMetricsTest, Ids) {
  const std::string count = "from: leads, at: created_at, value: count(*), unit: count";
  for (const std::string id : {"x", "a.b.c", ".x", "a.", "a.b c", "a-b.c"}) {
    EXPECT_THAT(Lines(Read(count, id)),
                ElementsAre("catalog.yaml:33:3: metrics." + id + ": bad id '" + id +
                            "'; expected a prefix and a name, each of letters, digits and "
                            "underscores, such as acme.big_leads"));
  }
  EXPECT_THAT(Lines(Read(count, "conversion.x")),
              ElementsAre("catalog.yaml:33:3: metrics.conversion.x: the prefix 'conversion' is "
                          "that of a plugin; give the catalog's own metrics another one"));
  EXPECT_THAT(Problems(count + "}\n  acme.x: {" + count),
              ElementsAre(HasSubstr("34:3: metrics.acme.x: key 'acme.x' is written twice")));
  EXPECT_THAT(Problems(count + ", labels: {english language: x}"),
              ElementsAre(HasSubstr("metrics.acme.x.labels.english language: bad language tag")));
}

}  // namespace
}  // namespace madad::config
