#include <cmath>
#include <string>
#include <utility>

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

TEST(DescribeTest, WhatIsNotSaidIsNotWritten) {
  Plugin plugin("acme", "1");
  plugin.Metric("acme.x").Aggregate("count(*)");
  for (const char* name : {"window", "rolling", "accumulate", "parameters", "dimensions"}) {
    EXPECT_THAT(plugin.Describe(), ::testing::Not(HasSubstr(name)));
  }
}

TEST(DescribeTest, ConversionWithParameters) {
  Plugin plugin("acme", "1");
  plugin.Metric("acme.rate")
      .Conversion("created_at", "won_at")
      .Window("30d")
      .Rolling("90d")
      .Param("least", Type::kInt64, -5, "How many.")
      .Param("part", Type::kDouble, 0.1, "What part.")
      .Param("any", Type::kDuration, {}, "None.");
  EXPECT_THAT(
      plugin.Describe(),
      HasSubstr(R"j("kind":"conversion","entry":"created_at","outcome":"won_at",)j"
                R"j("window":"30d","rolling":"90d","labels":{},"checks":[],"parameters":[)j"
                R"j({"name":"least","type":"int64","default":-5,"description":"How many."},)j"
                R"j({"name":"part","type":"double","default":0.1,"description":"What part."},)j"
                R"j({"name":"any","type":"duration","description":"None."}]})j"));
}

TEST(DescribeTest, Dimension) {
  Plugin plugin("acme", "1");
  plugin.Dimension("bucket").On("leads", "lower(source)").Order({"a", "b"}).Label("Bucket");
  EXPECT_THAT(plugin.Describe(),
              HasSubstr(R"j("metrics":[],"dimensions":[{"name":"bucket","on":{"leads":)j"
                        R"j("lower(source)"},"labels":{"en":"Bucket"},"order":["a","b"]}]})j"));
}

TEST(MetricTest, RefusesADefaultOfAnotherType) {
  const std::pair<Type, Default> wrong[] = {
      {Type::kInt64, 0.5},          {Type::kInt64, true},  {Type::kBool, 1},
      {Type::kDouble, "1"},         {Type::kDuration, 30}, {Type::kString, 1},
      {Type::kDouble, std::nan("")}};
  for (const auto& [type, value] : wrong) {
    Plugin plugin("acme", "1");
    EXPECT_THROW(plugin.Metric("acme.x").Param("p", type, value, "P."), Error);
  }
}

TEST(MetricTest, RefusesToAccumulateTwice) {
  Plugin plugin("acme", "1");
  EXPECT_THROW(plugin.Metric("acme.x").Running().Rolling("30d"), Error);
  EXPECT_THROW(plugin.Metric("acme.x").Rolling("30d").Balance(), Error);
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
