#include "core/zone.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/status_matchers.h"

namespace madad::core {
namespace {

using madad::testing::StatusIs;
using ::testing::HasSubstr;

constexpr int64_t kHour = 3'600'000'000;

Timestamp At(const std::string& text) { return ParseTimestamp(text).value(); }

absl::TimeZone Zone(const std::string& name) { return FindZone(name).value(); }

// `time` with the offset of its span added.
std::string Shift(const std::vector<OffsetSpan>& spans, Timestamp time) {
  for (const OffsetSpan& span : spans) {
    if (time < span.until) return ToText(Value(Timestamp{time.micros + span.offset_micros}));
  }
  return ToText(Value(time));
}

TEST(ZoneTest, UnknownNameIsRefused) {
  EXPECT_THAT(FindZone("Asia/Jerusalm"),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("Asia/Jerusalm")));
  // A path is no zone, even where a zone's file is there.
  EXPECT_FALSE(FindZone("/usr/share/zoneinfo/UTC").ok());
  EXPECT_FALSE(FindZone("file:/usr/share/zoneinfo/UTC").ok());
  EXPECT_THAT(FindZone(""), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("IANA")));
}

TEST(ZoneTest, UtcNeedsNothing) {
  EXPECT_TRUE(UtcToLocal(Zone("UTC"), At("2000-01-01"), At("2030-01-01")).empty());
  EXPECT_TRUE(LocalToUtc(Zone("UTC"), At("2000-01-01"), At("2030-01-01")).empty());
}

TEST(ZoneTest, ClocksGoForwardAndBackAtTheInstantOfChange) {
  // Jerusalem 2024: +2 to +3 at 00:00 UTC on 29 March, back at 23:00 UTC on 26 October.
  const auto spans = UtcToLocal(Zone("Asia/Jerusalem"), At("2024-01-01"), At("2024-12-31"));
  ASSERT_EQ(spans.size(), 3U);
  EXPECT_EQ(Shift(spans, At("2024-03-28T23:59:59")), "2024-03-29T01:59:59Z");
  EXPECT_EQ(Shift(spans, At("2024-03-29T00:00:00")), "2024-03-29T03:00:00Z");
  EXPECT_EQ(Shift(spans, At("2024-10-26T22:59:59")), "2024-10-27T01:59:59Z");
  EXPECT_EQ(Shift(spans, At("2024-10-26T23:00:00")), "2024-10-27T01:00:00Z");
}

TEST(ZoneTest, RangeWithoutAChangeIsOneOffset) {
  const auto spans = UtcToLocal(Zone("Asia/Jerusalem"), At("2024-05-01"), At("2024-06-01"));
  ASSERT_EQ(spans.size(), 1U);
  EXPECT_EQ(spans[0].offset_micros, 3 * kHour);
}

TEST(ZoneTest, LocalTimeThatOccursTwiceIsTheFirst) {
  const auto spans = LocalToUtc(Zone("Asia/Jerusalem"), At("2024-01-01"), At("2024-12-31"));
  EXPECT_EQ(Shift(spans, At("2024-10-27T01:30:00")), "2024-10-26T22:30:00Z");
  EXPECT_EQ(Shift(spans, At("2024-10-27T02:00:00")), "2024-10-27T00:00:00Z");
}

TEST(ZoneTest, LocalTimeThatIsSkippedIsReadWithTheOldOffset) {
  const auto spans = LocalToUtc(Zone("Asia/Jerusalem"), At("2024-01-01"), At("2024-12-31"));
  EXPECT_EQ(Shift(spans, At("2024-03-29T02:30:00")), "2024-03-29T00:30:00Z");
  EXPECT_EQ(Shift(spans, At("2024-03-29T03:00:00")), "2024-03-29T00:00:00Z");
}

TEST(ZoneTest, SingleTimesAgreeWithTheSpans) {
  for (const char* name : {"Asia/Jerusalem", "America/New_York", "Australia/Lord_Howe",
                           "Asia/Kathmandu", "America/St_Johns"}) {
    const absl::TimeZone zone = Zone(name);
    const auto spans = LocalToUtc(zone, At("2023-01-01"), At("2025-12-31"));
    // Every 37 minutes, so that all kinds of times around changes occur.
    for (Timestamp local = At("2023-01-01"); local < At("2025-12-31");
         local.micros += 37 * 60'000'000LL) {
      ASSERT_EQ(Shift(spans, local), ToText(Value(ToUtc(zone, local))))
          << name << " " << ToText(Value(local));
    }
  }
}

TEST(ZoneTest, FractionsOfSecondsBeforeTheEpochSurvive) {
  EXPECT_EQ(ToUtc(Zone("UTC"), Timestamp{-1}).micros, -1);
  EXPECT_EQ(ToUtc(Zone("Asia/Kathmandu"), Timestamp{-1'500'000}).micros,
            -1'500'000 - (5 * kHour + kHour / 2));
}

}  // namespace
}  // namespace madad::core
