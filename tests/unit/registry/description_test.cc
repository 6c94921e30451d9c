#include "registry/description.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

#include "registry/errors.h"
#include "support/status_matchers.h"

namespace madad::registry {
namespace {

using ::madad::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

std::string PluginJson(const std::string& metrics) {
  return absl::StrCat(R"j({"describe_version":1,"id":"acme","version":"1.2.0","metrics":[)j",
                      metrics, "]}");
}

constexpr char kMetric[] =
    R"j({"id":"acme.share","kind":"proportion","from":"leads","at":"created_at",)j"
    R"j("value":"count(*)","subset":"won","filter":"real","unit":"percent",)j"
    R"j("direction":"higher_is_better","description":"A share.\nOf leads.",)j"
    R"j("labels":{"en":"Share","he":"שיעור"},)j"
    R"j("checks":[{"expression":"count(*)","message":"{n} odd"}]})j";

std::string Replace(std::string text, const std::string& what, const std::string& replacement) {
  const size_t at = text.find(what);
  EXPECT_NE(at, text.npos) << what;
  return text.replace(at, what.size(), replacement);
}

// Returns the plugin with kMetric, in which `what` is replaced.
std::string With(const std::string& what, const std::string& replacement) {
  return PluginJson(Replace(kMetric, what, replacement));
}

TEST(DescriptionTest, ReadsEveryField) {
  MADAD_ASSERT_OK_AND_ASSIGN(const Description description, ParseDescription(PluginJson(kMetric)));
  EXPECT_EQ(description.id, "acme");
  EXPECT_EQ(description.version, "1.2.0");
  ASSERT_EQ(description.metrics.size(), 1u);
  const core::MetricDefinition& metric = description.metrics[0];
  EXPECT_EQ(metric.id, "acme.share");
  EXPECT_EQ(metric.plugin, "acme");
  EXPECT_EQ(metric.plugin_version, "1.2.0");
  EXPECT_EQ(metric.kind, core::MetricKind::kProportion);
  EXPECT_EQ(metric.from, "leads");
  EXPECT_EQ(metric.at, "created_at");
  EXPECT_EQ(metric.value, "count(*)");
  EXPECT_EQ(metric.subset, "won");
  EXPECT_EQ(metric.filter, "real");
  EXPECT_EQ(metric.unit, core::Unit::kPercent);
  EXPECT_EQ(metric.direction, core::Direction::kHigherIsBetter);
  EXPECT_EQ(metric.description, "A share.\nOf leads.");
  EXPECT_THAT(metric.labels, ElementsAre(Pair("en", "Share"), Pair("he", "שיעור")));
  ASSERT_EQ(metric.checks.size(), 1u);
  EXPECT_EQ(metric.checks[0].expression, "count(*)");
  EXPECT_EQ(metric.checks[0].message, "{n} odd");
}

TEST(DescriptionTest, ReadsAggregatesAndRatios) {
  const std::string parts = R"j("value":"count(*)","subset":"won")j";
  const std::string ratio = With(parts, R"j("numerator":"sum(a)","denominator":"sum(b)")j");
  MADAD_ASSERT_OK_AND_ASSIGN(const Description of_ratio,
                             ParseDescription(Replace(ratio, "proportion", "ratio")));
  EXPECT_EQ(of_ratio.metrics[0].kind, core::MetricKind::kRatio);
  EXPECT_EQ(of_ratio.metrics[0].numerator, "sum(a)");
  EXPECT_EQ(of_ratio.metrics[0].denominator, "sum(b)");
  const std::string aggregate = With(parts, R"j("value":"sum(a)")j");
  MADAD_ASSERT_OK_AND_ASSIGN(const Description of_aggregate,
                             ParseDescription(Replace(aggregate, "proportion", "aggregate")));
  EXPECT_EQ(of_aggregate.metrics[0].kind, core::MetricKind::kAggregate);
  EXPECT_EQ(of_aggregate.metrics[0].value, "sum(a)");
}

struct Fault {
  const char* name;
  std::string json;
  const char* message;
};

class DescriptionFaultTest : public ::testing::TestWithParam<Fault> {};

TEST_P(DescriptionFaultTest, IsNamed) {
  const absl::Status status = ParseDescription(GetParam().json).status();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(GetParam().message)));
  EXPECT_EQ(core::DetailOf(status).reason, kDescriptionInvalid);
}

INSTANTIATE_TEST_SUITE_P(
    All, DescriptionFaultTest,
    ::testing::Values(
        Fault{"Empty", "", "not valid JSON"}, Fault{"NoObject", "[]", "expected an object"},
        Fault{"Trailing", PluginJson("") + "x", "not valid JSON"},
        Fault{"NotUtf8", With("A share", "\xff"), "not valid JSON"},
        Fault{"Format", R"j({"describe_version":2,"id":"a","version":"1","metrics":[]})j",
              "is in format 2, this server reads 1"},
        Fault{"NoFormat", R"j({"id":"a","version":"1","metrics":[]})j", "'describe_version'"},
        Fault{"MetricIsText", PluginJson(R"j("x")j"), "metric 1 is string, expected an object"},
        Fault{"NoId", With(R"j("id":"acme.share",)j", ""), "metric 1 has no 'id'"},
        Fault{"NoTable", With(R"j("from":"leads",)j", ""), "metric 'acme.share' has no 'from'"},
        Fault{"NoTime", With(R"j("at":"created_at",)j", ""), "metric 'acme.share' has no 'at'"},
        Fault{"NoUnit", With(R"j("unit":"percent",)j", ""), "metric 'acme.share' has no 'unit'"},
        Fault{"NoSubset", With(R"j("subset":"won",)j", ""), "metric 'acme.share' has no 'subset'"},
        Fault{"EmptyValue", With("count(*)", ""), "has an empty 'value'"},
        Fault{"NumberForText", With(R"j("leads")j", "7"), "that is number, expected a string"},
        Fault{"OtherKind", With("proportion", "median"),
              "has the kind 'median', expected one of aggregate, proportion, ratio"},
        Fault{"OtherUnit", With("percent", "promille"), "has the unit 'promille', expected one of"},
        Fault{"OtherDirection", With("higher_is", "greener_is"), "'greener_is_better'"},
        Fault{"PartOfOtherKind", With("proportion", "aggregate"), "has the field 'subset'"},
        Fault{"UnknownField", With(R"j("unit")j", R"j("window":"30d","unit")j"), "field 'window'"},
        Fault{"Twice", With(R"j("unit")j", R"j("at":"won_at","unit")j"), "'at' is given twice"},
        Fault{"ForeignPrefix", With("acme.share", "acme2.share"), "'acme.<name>'"},
        Fault{"BareId", With("acme.share", "share"), "'acme.<name>'"},
        Fault{"OddName", With("acme.share", "acme.Share it"), "'acme.<name>'"},
        Fault{"DuplicateMetric", PluginJson(absl::StrCat(kMetric, ",", kMetric)),
              "'acme.share' is declared twice"},
        Fault{"NoEnglish", With(R"j("en":"Share",)j", ""), "have no 'en'"},
        Fault{"LabelIsNumber", With(R"j("Share")j", "1"), "labels of metric 'acme.share'"},
        Fault{"OddLanguage", With(R"j("he")j", R"j("hebrew language")j"), "'hebrew language'"},
        Fault{"LabelOfTwoLines", With("Share", R"j(Sha\nre)j"), "line end"},
        Fault{"TerminalEscape", With("Share", R"j(\u001b[31m)j"), "control character"},
        Fault{"CheckWithoutMessage", With(R"j(,"message":"{n} odd")j", ""), "has no 'message'"},
        Fault{"LongText", With("A share", std::string(9000, 'x')), "at most 8192"},
        Fault{"DeepNesting", std::string(100'000, '['), "not valid JSON"},
        Fault{"TooLong", std::string(kMaxDescriptionBytes + 1, ' '), "at most 4194304"}),
    [](const auto& fault) { return fault.param.name; });

}  // namespace
}  // namespace madad::registry
