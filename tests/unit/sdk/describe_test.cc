#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "madad/sdk/plugin.h"

namespace madad::sdk {
namespace {

using ::testing::HasSubstr;

TEST(DescribeTest, PluginWithoutMetrics) {
  EXPECT_EQ(Plugin("acme", "1.2.0").Describe(),
            R"j({"describe_version":1,"id":"acme","version":"1.2.0","metrics":[]})j");
}

TEST(DescribeTest, IdAndVersionCanBeSaidInTheSource) {
  Plugin plugin("from_build", "0");
  plugin.Id("acme").Version("1.2.0");
  EXPECT_EQ(plugin.Describe(), Plugin("acme", "1.2.0").Describe());
}

TEST(DescribeTest, Proportion) {
  Plugin plugin("acme", "1.2.0");
  plugin.Metric("acme.referral_share")
      .Label("Referral share")
      .Label("he", "שיעור הפניות")
      .Description("Of the leads, those by referral.")
      .Proportion("count(DISTINCT lead_id)", "source = 'Referral'")
      .Where("region <> 'test'")
      .From("leads")
      .At("created_at")
      .Cohort()
      .Unit(Unit::kPercent)
      .HigherIsBetter()
      .Warn("count(*) FILTER (WHERE source IS NULL)", "{n} leads have no source");
  EXPECT_EQ(
      plugin.Describe(),
      R"j({"describe_version":1,"id":"acme","version":"1.2.0","metrics":[)j"
      R"j({"id":"acme.referral_share","kind":"proportion","from":"leads","at":"created_at",)j"
      R"j("value":"count(DISTINCT lead_id)","subset":"source = 'Referral'",)j"
      R"j("filter":"region <> 'test'","basis":"cohort","unit":"percent","direction":"higher_is_better",)j"
      R"j("description":"Of the leads, those by referral.",)j"
      R"j("labels":{"en":"Referral share","he":"שיעור הפניות"},)j"
      R"j("checks":[{"expression":"count(*) FILTER (WHERE source IS NULL)",)j"
      R"j("message":"{n} leads have no source"}]}]})j");
}

TEST(DescribeTest, AggregateAndRatio) {
  Plugin plugin("acme", "1");
  plugin.Metric("acme.value").Aggregate("sum(amount)").Unit(Unit::kMoney).Neutral();
  plugin.Metric("acme.mean").Ratio("sum(amount)", "count(*)").Unit(Unit::kRatio).LowerIsBetter();
  const std::string json = plugin.Describe();
  EXPECT_THAT(json, HasSubstr(R"j("kind":"aggregate","value":"sum(amount)","unit":"money",)j"
                              R"j("direction":"neutral","labels":{},"checks":[]},{)j"));
  EXPECT_THAT(json, HasSubstr(R"j("kind":"ratio","numerator":"sum(amount)",)j"
                              R"j("denominator":"count(*)","unit":"ratio",)j"
                              R"j("direction":"lower_is_better")j"));
}

TEST(DescribeTest, EveryUnitHasAWord) {
  for (const auto& [unit, word] :
       {std::pair{Unit::kCount, "count"}, {Unit::kDuration, "duration"}, {Unit::kScore, "score"}}) {
    Plugin plugin("acme", "1");
    plugin.Metric("acme.x").Unit(unit);
    EXPECT_THAT(plugin.Describe(), HasSubstr("\"unit\":\"" + std::string(word) + "\""));
  }
}

TEST(DescribeTest, EscapesWhatJsonMust) {
  Plugin plugin("acme", "1");
  plugin.Metric("acme.x").Description("a \"b\" \\ c\n\t\x01\x1f /");
  EXPECT_THAT(plugin.Describe(), HasSubstr(R"j("a \"b\" \\ c\u000a\u0009\u0001\u001f /")j"));
}

TEST(DescribeTest, ManyMetricsKeepTheirReferences) {
  Plugin plugin("acme", "1");
  Metric& first = plugin.Metric("acme.first");
  for (int i = 0; i < 1000; ++i) plugin.Metric("acme.other");
  first.From("leads");
  EXPECT_THAT(plugin.Describe(), HasSubstr(R"j({"id":"acme.first","from":"leads")j"));
}

TEST(MetricTest, RefusesASecondDefinition) {
  Plugin plugin("acme", "1");
  Metric& metric = plugin.Metric("acme.x").Aggregate("count(*)");
  try {
    metric.Ratio("sum(a)", "sum(b)");
    FAIL() << "a second definition was accepted";
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), MADAD_INVALID_ARGUMENT);
    EXPECT_THAT(e.what(), HasSubstr("metric 'acme.x' is given as aggregate and again as ratio"));
  }
}

}  // namespace
}  // namespace madad::sdk
