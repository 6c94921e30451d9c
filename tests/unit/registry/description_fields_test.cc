// Faults in conversions, formulas, parameters and dimensions.
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

#include "registry/description.h"
#include "registry/errors.h"
#include "support/status_matchers.h"

namespace madad::registry {
namespace {

using ::madad::testing::StatusIs;
using ::testing::HasSubstr;

constexpr char kPlugin[] =
    R"j({"describe_version":1,"id":"acme","version":"1","metrics":[)j"
    R"j({"id":"acme.rate","kind":"conversion","from":"leads","entry":"created_at",)j"
    R"j("outcome":"won_at","window":"30d","rolling":"90d","unit":"percent","direction":"neutral",)j"
    R"j("labels":{"en":"Rate"},"checks":[],)j"
    R"j("parameters":[{"name":"least","type":"int64","default":5,"description":"How many."}]},)j"
    R"j({"id":"acme.sum","kind":"derived","formula":"acme.rate + 1","unit":"ratio",)j"
    R"j("direction":"neutral","labels":{"en":"Sum"},"checks":[]}],)j"
    R"j("dimensions":[{"name":"bucket","on":{"leads":"lower(source)"},"labels":{"en":"Bucket"},)j"
    R"j("order":["a","b"]}]})j";

struct Fault {
  const char* name;
  const char* what;
  const char* replacement;
  const char* message;
};

class DescriptionFieldsTest : public ::testing::TestWithParam<Fault> {};

TEST(DescriptionFieldsTest, TheUnchangedPluginIsRead) {
  MADAD_ASSERT_OK_AND_ASSIGN(const Description description, ParseDescription(kPlugin));
  EXPECT_EQ(description.metrics.size(), 2U);
  EXPECT_EQ(description.dimensions.size(), 1U);
}

TEST_P(DescriptionFieldsTest, FaultIsNamed) {
  const Fault& fault = GetParam();
  ASSERT_NE(std::string(kPlugin).find(fault.what), std::string::npos);
  const std::string json = absl::StrReplaceAll(kPlugin, {{fault.what, fault.replacement}});
  const absl::Status status = ParseDescription(json).status();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(fault.message)));
  EXPECT_EQ(core::DetailOf(status).reason, kDescriptionInvalid);
}

INSTANTIATE_TEST_SUITE_P(
    All, DescriptionFieldsTest,
    ::testing::Values(
        Fault{"NoOutcome", R"j("outcome":"won_at",)j", "", "'acme.rate' has no 'outcome'"},
        Fault{"ConversionWithTime", R"j("entry")j", R"j("at":"x","entry")j", "the field 'at'"},
        Fault{"OddWindow", R"j("30d")j", R"j("thirty")j", "has a 'window' that is none: 'thirty'"},
        Fault{"NoWindow", R"j("30d")j", R"j("0d")j", "the window '0d', which is no time at all"},
        Fault{"WindowIsNumber", R"j("30d")j", "30", "'window' that is number, expected a string"},
        Fault{"OddRolling", R"j("90d")j", R"j("-1d")j", "the rolling '-1d', which is no time"},
        Fault{"BothAccumulations", R"j("rolling")j", R"j("accumulate":"running","rolling")j",
              "both 'accumulate' and 'rolling'"},
        Fault{"OddAccumulation", R"j("rolling":"90d")j", R"j("accumulate":"sum")j",
              "has the accumulate 'sum', expected one of running, balance"},
        Fault{"DerivedFromATable", R"j("formula")j", R"j("from":"leads","formula")j",
              "metric 'acme.sum' has the field 'from'"},
        Fault{"DerivedRolls", R"j("formula")j", R"j("rolling":"1d","formula")j",
              "metric 'acme.sum' has the field 'rolling'"},
        Fault{"NoFormula", R"j("formula":"acme.rate + 1",)j", "", "has no 'formula'"},
        Fault{"ParameterTwice", R"j("name":"least")j", R"j("name":"window")j",
              "has the parameter 'window' twice, which every conversion has"},
        Fault{"OddParameterName", R"j("least")j", R"j("at least")j", "the name 'at least'"},
        Fault{"OddParameterType", R"j("int64")j", R"j("money")j", "has the type 'money', expected"},
        Fault{"TextForNumber", R"j("default":5)j", R"j("default":"5")j",
              "default that is no int64"},
        Fault{"FractionForNumber", R"j("default":5)j", R"j("default":5.5)j", "is no int64"},
        Fault{"LargeNumber", R"j("default":5)j", R"j("default":9223372036854775808)j",
              "is no int64"},
        Fault{"NullForNumber", R"j("default":5)j", R"j("default":null)j", "is no int64"},
        Fault{"NumberForDuration", R"j("int64")j", R"j("duration")j", "is no duration"},
        Fault{"OddDate", R"j("int64","default":5)j", R"j("date","default":"2024-02-30")j",
              "is no date"},
        Fault{"UndescribedParameter", R"j(,"description":"How many.")j", "",
              "a parameter of metric 'acme.rate' has no 'description'"},
        Fault{"UnknownParameterField", R"j("default")j", R"j("min":1,"default")j", "field 'min'"},
        Fault{"DimensionIsText", R"j("dimensions":[)j", R"j("dimensions":["x",)j",
              "dimension 1 is string, expected an object"},
        Fault{"DimensionWithoutName", R"j("name":"bucket",)j", "", "dimension 1 has no 'name'"},
        Fault{"OddDimensionName", R"j("bucket")j", R"j("Buck et")j", "should be named by a lower"},
        Fault{"DimensionNowhere", R"j({"leads":"lower(source)"})j", "{}", "at least one"},
        Fault{"OddTable", R"j({"leads")j", R"j({"my leads")j", "the name 'my leads', which no"},
        Fault{"EmptyExpression", R"j("lower(source)")j", R"j("")j", "has an empty 'leads'"},
        Fault{"DimensionWithoutLabel", R"j({"en":"Bucket"})j", "{}", "have no 'en'"},
        Fault{"ValueTwice", R"j(["a","b"])j", R"j(["a","a"])j", "has 'a' twice in its order"},
        Fault{"ValueIsNumber", R"j(["a","b"])j", "[1]", "that is no text of 1 to 256 bytes"},
        Fault{"UnknownDimensionField", R"j("order")j", R"j("sort")j", "has the field 'sort'"}),
    [](const auto& fault) { return fault.param.name; });

}  // namespace
}  // namespace madad::registry
