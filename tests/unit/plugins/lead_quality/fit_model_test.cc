// The fit of leads as the server runs it.
#include "models/fit_model.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <madad/sdk/testing/fake_host.h>

#include "features/frame.h"

namespace lead_quality {
namespace {

using madad::sdk::testing::RunModel;
using madad::sdk::testing::RunResult;
using madad::sdk::testing::Table;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr char kProfile[] = R"({"fit_share": 0.6, "criteria": [
    {"feature": "employees", "range": [10, null], "falloff": 4, "weight": 3},
    {"feature": "industry", "one_of": ["software"]},
    {"feature": "email", "like": "*@gmail.*", "penalty": 20, "name": "free mail"},
    {"feature": "visited", "recent": "30d", "engagement": true}]})";

Table Leads() {
  Table leads;
  leads.Text("lead_id", {"a", "b", std::nullopt})
      .Timestamp("created_at", {kDayUs, 2 * kDayUs, 3 * kDayUs})
      .Int64("employees", {50, 8, 9})
      .Text("industry", {"software", std::nullopt, "retail"})
      .Text("email", {"ann@acme.com", "bob@gmail.com", "x"})
      .Timestamp("visited", {100 * kDayUs, 70 * kDayUs, 3 * kDayUs});
  return leads;
}

TEST(FitModelTest, ScoresLeads) {
  const RunResult run = RunModel<FitModel>(kProfile, {{"leads", Leads()}}, {.as_of = 100 * kDayUs});
  ASSERT_TRUE(run.ok()) << run.error;
  EXPECT_THAT(run["scores"].Text("lead_id"), ElementsAre("a", "b"));
  const auto combined = run["scores"].Double("combined");
  EXPECT_NEAR(*combined[0], 100, 1e-9);
  EXPECT_NEAR(*combined[1], .6 * 17.5 + .4 * 50, 1e-9);
  EXPECT_EQ(run["contributions"].Text("criterion").size(), 8);
  EXPECT_THAT(run["notes"].Text("code"), ElementsAre("LEADS_INCOMPLETE"));
  EXPECT_THAT(run["notes"].Int64("count"), ElementsAre(1));
}

TEST(FitModelTest, NoLeadsGiveNoScores) {
  Table none;
  none.Text("lead_id", {})
      .Timestamp("created_at", {})
      .Int64("employees", {})
      .Text("industry", {})
      .Text("email", {})
      .Timestamp("visited", {});
  const RunResult run = RunModel<FitModel>(kProfile, {{"leads", none}});
  ASSERT_TRUE(run.ok()) << run.error;
  EXPECT_TRUE(run["scores"].Text("lead_id").empty());
}

TEST(FitModelTest, SaysWhatIsWrongWithACriterion) {
  const auto refused = [](const std::string& criteria, const std::string& why) {
    Table leads;
    leads.Text("lead_id", {"a"}).Timestamp("created_at", {kDayUs}).Text("industry", {"retail"});
    const RunResult run =
        RunModel<FitModel>(R"({"criteria": )" + criteria + "}", {{"leads", leads}});
    EXPECT_EQ(run.code, MADAD_INVALID_ARGUMENT) << criteria;
    EXPECT_THAT(run.error, HasSubstr(why));
  };
  refused("[]", "no criteria");
  refused(R"([{"range": [1, 2]}])", "criterion 1");
  refused(R"([{"feature": "industry"}])", "0 rules");
  refused(R"([{"feature": "industry", "range": [1, 2], "like": "x"}])", "2 rules");
  refused(R"([{"feature": "industry", "range": [1]}])", "1 ends");
  refused(R"([{"feature": "industry", "rang": [1, 2]}])", "rang");
  refused(R"([{"feature": "industry", "range": [1, 2]}])", "needs a number");
  refused(R"([{"feature": "industry", "recent": "1mo"}])", "criterion 1");
}

}  // namespace
}  // namespace lead_quality
