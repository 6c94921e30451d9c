#include "config/sound_part.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/names.h"
#include "unit/config/example.h"

namespace madad::config {
namespace {

using ::madad::config::testing::ExampleWith;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

class SoundPartTest : public testing::CatalogFolder {
 protected:
  core::Catalog Sound(const std::string& text) const {
    CatalogFile file = Parse(text);
    EXPECT_THAT(file.problems, Not(IsEmpty()));
    core::Catalog sound = SoundPart(std::move(file.catalog), file.problems);
    EXPECT_THAT(core::ValidateCatalog(sound), IsEmpty());
    return sound;
  }
};

TEST_F(SoundPartTest, LeavesOutWhatIsWrong) {
  const core::Catalog sound = Sound(ExampleWith("amount: {from: Amount, type: decimal(2)}",
                                                "amount: {from: Amount, type: money}"));
  EXPECT_THAT(core::KeysOf(sound.tables), ElementsAre("leads"));
  // The dimension names the table that is gone.
  EXPECT_THAT(core::KeysOf(sound.dimensions), ElementsAre("company"));
  EXPECT_THAT(core::KeysOf(sound.sources), ElementsAre("crm"));
}

TEST_F(SoundPartTest, LeavesOutWhatNeedsIt) {
  // Without leads there is nothing to join onto, and so on.
  const core::Catalog sound = Sound(ExampleWith("key: lead_id", "key: led_id"));
  EXPECT_THAT(core::KeysOf(sound.tables), IsEmpty());
  EXPECT_THAT(core::KeysOf(sound.dimensions), IsEmpty());
}

TEST_F(SoundPartTest, LeavesOutMetricsByTheirWholeIds) {
  const std::string count = "{from: leads, at: created_at, value: count(*), unit: count}\n";
  const core::Catalog sound =
      Sound(std::string(testing::kExample) + "metrics:\n  acme.x: " + count +
            "  acme.xy: {from: leads, at: company, value: count(*), unit: "
            "count}\nstages: {person: [{id: a, at: b}]}\n");
  ASSERT_EQ(sound.metrics.size(), 1U);
  EXPECT_EQ(sound.metrics[0].id, "acme.x");
  EXPECT_THAT(sound.stages, IsEmpty());
  EXPECT_EQ(sound.tables.size(), 2U);
}

TEST_F(SoundPartTest, TypesOfViaColumnsAreResolved) {
  const core::Catalog sound =
      Sound(ExampleWith("timezone: Asia/Jerusalem, week_start", "timezone: Mars/Base, week_start"));
  EXPECT_EQ(sound.tables.at("opportunities").columns.at("lead_created_at").type,
            core::Type::kTimestamp);
  EXPECT_EQ(sound.calendar.timezone, "UTC");
}

TEST_F(SoundPartTest, OfWhatIsNoCatalogThereIsNone) {
  EXPECT_THAT(Sound("sources: [").tables, IsEmpty());
  std::string text = "tables:\n";
  for (int i = 0; i < 2001; ++i) text += "  t" + std::to_string(i) + ": {source: x}\n";
  EXPECT_THAT(Sound(text).tables, IsEmpty());
}

}  // namespace
}  // namespace madad::config
