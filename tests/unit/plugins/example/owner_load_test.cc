// The example's model, tested as its author would: in process, against the SDK's fake host.
#include "example/owner_load.h"

#include <optional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "madad/sdk/testing/fake_host.h"

namespace example {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

namespace sdk = madad::sdk;

// In microseconds.
constexpr int64_t kMonday = 1'704'067'200'000'000;
constexpr int64_t kTuesday = kMonday + 86'400'000'000;

sdk::testing::Inputs Leads() {
  sdk::testing::Table leads;
  leads.Text("owner", {"dana", "avi", "dana", std::nullopt, "noa"})
      .Timestamp("created_at", {kTuesday, kMonday, kMonday, kMonday, std::nullopt});
  return {{"leads", leads}};
}

TEST(OwnerLoadTest, CountsTheLeadsOfEachOwner) {
  const auto run = sdk::testing::RunModel<OwnerLoad>("{}", Leads());
  ASSERT_TRUE(run.ok()) << run.error;
  EXPECT_THAT(run["load"].Text("owner"), ElementsAre("avi", "dana", "noa"));
  EXPECT_THAT(run["load"].Int64("leads"), ElementsAre(1, 2, 1));
  EXPECT_THAT(run["load"].Timestamp("newest_at"), ElementsAre(kMonday, kTuesday, std::nullopt));
}

TEST(OwnerLoadTest, LeavesOutOwnersWithFewLeads) {
  const auto run = sdk::testing::RunModel<OwnerLoad>(R"({"min_leads": 2})", Leads());
  ASSERT_TRUE(run.ok()) << run.error;
  EXPECT_THAT(run["load"].Text("owner"), ElementsAre("dana"));
}

TEST(OwnerLoadTest, NoLeadsMakeNoRows) {
  sdk::testing::Table none;
  none.Text("owner", {}).Timestamp("created_at", {});
  const auto run = sdk::testing::RunModel<OwnerLoad>("{}", {{"leads", none}});
  ASSERT_TRUE(run.ok()) << run.error;
  EXPECT_THAT(run["load"].Text("owner"), IsEmpty());
}

TEST(OwnerLoadTest, StopsWhenItIsCancelled) {
  sdk::testing::RunOptions options;
  options.cancel_after = 0;
  EXPECT_EQ(sdk::testing::RunModel<OwnerLoad>("{}", Leads(), options).code, MADAD_CANCELLED);
}

}  // namespace
}  // namespace example
