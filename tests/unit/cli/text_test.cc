// Width, escapes, numbers and moments.
#include <cmath>
#include <cstdint>
#include <limits>

#include <gtest/gtest.h>

#include "cli/render/escape.h"
#include "cli/render/moment.h"
#include "cli/render/number.h"
#include "cli/render/width.h"

namespace madad::cli {
namespace {

constexpr int64_t kMin = std::numeric_limits<int64_t>::min();
constexpr int64_t kMax = std::numeric_limits<int64_t>::max();

TEST(DisplayWidthTest, CountsCellsOfEachScript) {
  EXPECT_EQ(DisplayWidth(""), 0);
  EXPECT_EQ(DisplayWidth("win rate"), 8);
  EXPECT_EQ(DisplayWidth("שלום"), 4);
  EXPECT_EQ(DisplayWidth("مبيعات"), 6);
  EXPECT_EQ(DisplayWidth("中文"), 4);
}

TEST(DisplayWidthTest, NiqqudAndAccentsTakeNoRoom) {
  EXPECT_EQ(DisplayWidth("שָׁלוֹם"), 4);
  EXPECT_EQ(DisplayWidth("Sa\u0303o Paulo"), 9);
}

TEST(DisplayWidthTest, BidirectionalControlsTakeNoRoom) {
  EXPECT_EQ(DisplayWidth("\u200Fאב\u200E"), 2);
  EXPECT_EQ(DisplayWidth("\u2068אב\u2069\u202E"), 2);
}

TEST(DisplayWidthTest, JoinedEmojiAndFlagsAreOneWideCharacter) {
  EXPECT_EQ(DisplayWidth("👩‍👩‍👧"), 2);
  EXPECT_EQ(DisplayWidth("🇮🇱🇫🇷"), 4);
}

TEST(DisplayWidthTest, BrokenBytesTakeOneCellEach) { EXPECT_EQ(DisplayWidth("a\xff\xfe"), 3); }

TEST(EscapeTest, WritesOutWhatSteersATerminal) {
  EXPECT_EQ(EscapeLine("a\x1b[31mb\a\n\r\t\x7f"), "a\\x1b[31mb\\x07\\n\\r\\t\\x7f");
  EXPECT_EQ(EscapeLine("\u009b31m"), "\\u009b31m");
  EXPECT_EQ(EscapeLine("abc\u202Edef\u2066\u2028"), "abc\\u202edef\\u2066\\u2028");
  EXPECT_EQ(EscapeLine(std::string_view("a\0b", 3)), "a\\x00b");
}

TEST(EscapeTest, KeepsLettersMarksAndBackslashes) {
  EXPECT_EQ(EscapeLine("שָׁלוֹם\u200F 中 \\n"), "שָׁלוֹם\u200F 中 \\n");
}

TEST(EscapeTest, ShowsBytesThatAreNotUtf8) { EXPECT_EQ(EscapeLine("a\xff\xc3"), "a\\xff\\xc3"); }

TEST(EscapeTest, KeepsLineFeedsOfMessages) {
  EXPECT_EQ(EscapeLines("a = \n    ^\x1b"), "a = \n    ^\\x1b");
}

TEST(NumberTest, DoublesReadBackExactly) {
  EXPECT_EQ(ShortestDouble(0.1), "0.1");
  EXPECT_EQ(ShortestDouble(1.0 / 3), "0.3333333333333333");
  EXPECT_EQ(ShortestDouble(2296), "2296");
  EXPECT_EQ(ShortestDouble(1e300), "1e+300");
  EXPECT_EQ(ShownDouble(1.0 / 3), "0.333333");
  EXPECT_EQ(ShownDouble(-68.5714285), "-68.5714");
  EXPECT_EQ(ShownDouble(0.000123456789), "0.000123457");
  EXPECT_EQ(ShownDouble(75309), "75,309");
  EXPECT_EQ(ShownDouble(999999.96), "1,000,000");
  EXPECT_EQ(ShownDouble(1234567.891), "1,234,568");
  EXPECT_EQ(ShownDouble(0), "0");
  EXPECT_EQ(ShownDouble(0.5), "0.5");
  EXPECT_EQ(ShownDouble(1e-7), "1e-07");
  EXPECT_EQ(ShownDouble(1e300), "1e+300");
  EXPECT_EQ(ShownDouble(std::nan("")), "NaN");
  EXPECT_EQ(ShortestDouble(std::nan("")), "NaN");
  EXPECT_EQ(ShortestDouble(-std::numeric_limits<double>::infinity()), "-Infinity");
}

TEST(NumberTest, DecimalsKeepTheirScale) {
  EXPECT_EQ(DecimalText(12340, 2), "123.40");
  EXPECT_EQ(DecimalText(-5, 2), "-0.05");
  EXPECT_EQ(DecimalText(0, 3), "0.000");
  EXPECT_EQ(DecimalText(7, 0), "7");
  EXPECT_EQ(DecimalText(7, -2), "700");
  EXPECT_EQ(DecimalText(kMin, 4), "-922337203685477.5808");
  EXPECT_EQ(DecimalText(kMax, 19), "0.9223372036854775807");
}

TEST(NumberTest, GroupsThousandsBeforeThePointOnly) {
  EXPECT_EQ(GroupThousands("999"), "999");
  EXPECT_EQ(GroupThousands("1000"), "1,000");
  EXPECT_EQ(GroupThousands("-100"), "-100");
  EXPECT_EQ(GroupThousands("-1234567.8901"), "-1,234,567.8901");
  EXPECT_EQ(GroupThousands("1e+300"), "1e+300");
}

TEST(NumberTest, FixedDoublesRoundAndHaveNoNegativeZero) {
  EXPECT_EQ(FixedDouble(1234.5, 2), "1,234.50");
  EXPECT_EQ(FixedDouble(-0.001, 2), "0.00");
  EXPECT_EQ(FixedDouble(-0.01, 2), "-0.01");
  EXPECT_EQ(FixedDouble(1e300, 2), "1e+300");
}

TEST(NumberTest, PercentIsAFractionTimesAHundred) {
  EXPECT_EQ(PercentText(0.118), "11.80 %");
  EXPECT_EQ(PercentText(12.5), "1,250.00 %");
}

TEST(MomentTest, WritesDatesAndInstants) {
  EXPECT_EQ(DateText(0), "1970-01-01");
  EXPECT_EQ(DateText(17532), "2018-01-01");
  EXPECT_EQ(DateText(-719162), "0001-01-01");
  EXPECT_EQ(InstantText(absl::FromUnixMicros(1706695200500000)), "2024-01-31T10:00:00.5Z");
  EXPECT_EQ(InstantText(absl::FromUnixMicros(0)), "1970-01-01T00:00:00Z");
}

TEST(MomentTest, KnowsTheCalendarsEnds) {
  EXPECT_TRUE(IsCalendarDay(2932896));
  EXPECT_EQ(DateText(2932896), "9999-12-31");
  EXPECT_FALSE(IsCalendarDay(2932897));
  EXPECT_FALSE(IsCalendarDay(-719163));
  EXPECT_FALSE(IsCalendarInstant(kMax));
  EXPECT_FALSE(IsCalendarInstant(kMin));
}

TEST(MomentTest, DurationsHaveTheirTwoLargestParts) {
  EXPECT_EQ(DurationText(0), "0s");
  EXPECT_EQ(DurationText(273'600'000'000), "3d 4h");
  EXPECT_EQ(DurationText(86'400'000'000), "1d");
  EXPECT_EQ(DurationText(86'460'000'000), "1d");
  EXPECT_EQ(DurationText(306'000'000), "5m 6s");
  EXPECT_EQ(DurationText(1'500'000), "1s 500ms");
  EXPECT_EQ(DurationText(-42), "-42us");
  EXPECT_EQ(DurationText(kMin), "-106751991d 4h");
}

}  // namespace
}  // namespace madad::cli
