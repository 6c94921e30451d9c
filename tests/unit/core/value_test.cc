#include "core/value.h"

#include <cstdint>
#include <limits>

#include "support/status_matchers.h"

namespace madad::core {
namespace {

using ::madad::testing::StatusIs;
using ::testing::HasSubstr;

constexpr int64_t kSecond = 1'000'000;
constexpr int64_t kDay = 86'400 * kSecond;
constexpr int64_t kLeast = std::numeric_limits<int64_t>::min();
constexpr int64_t kMost = std::numeric_limits<int64_t>::max();

TEST(ValueTest, TypesHaveTheCatalogsWords) {
  EXPECT_EQ(TypeName(Type::kNull), "null");
  EXPECT_EQ(TypeName(Type::kInt64), "int64");
  EXPECT_EQ(TypeName(Type::kTimestamp), "timestamp");
}

TEST(ValueTest, EachValueKnowsItsType) {
  EXPECT_EQ(TypeOf(Value()), Type::kNull);
  EXPECT_EQ(TypeOf(true), Type::kBool);
  EXPECT_EQ(TypeOf(int64_t{1}), Type::kInt64);
  EXPECT_EQ(TypeOf(1.0), Type::kDouble);
  EXPECT_EQ(TypeOf(Decimal{1, 1}), Type::kDecimal);
  EXPECT_EQ(TypeOf(std::string("a")), Type::kString);
  EXPECT_EQ(TypeOf(Date{1}), Type::kDate);
  EXPECT_EQ(TypeOf(Timestamp{1}), Type::kTimestamp);
  EXPECT_EQ(TypeOf(Duration{1, 0}), Type::kDuration);
}

TEST(ValueTest, OnlyNumbersAreNumeric) {
  EXPECT_TRUE(IsNumeric(Type::kInt64));
  EXPECT_TRUE(IsNumeric(Type::kDouble));
  EXPECT_TRUE(IsNumeric(Type::kDecimal));
  EXPECT_FALSE(IsNumeric(Type::kBool));
  EXPECT_FALSE(IsNumeric(Type::kDuration));
  EXPECT_FALSE(IsNumeric(Type::kNull));
}

TEST(ValueTest, TextOfPlainValues) {
  EXPECT_EQ(ToText(Value()), "null");
  EXPECT_EQ(ToText(Value(true)), "true");
  EXPECT_EQ(ToText(Value(kLeast)), "-9223372036854775808");
  EXPECT_EQ(ToText(Value(0.5)), "0.5");
  EXPECT_EQ(ToText(Value(0.1 + 0.2)), "0.30000000000000004");
  EXPECT_EQ(ToText(Value(std::string("it's"))), "'it''s'");
}

TEST(ValueTest, TextOfDecimals) {
  EXPECT_EQ(ToText(Value(Decimal{150, 2})), "1.50");
  EXPECT_EQ(ToText(Value(Decimal{-5, 3})), "-0.005");
  EXPECT_EQ(ToText(Value(Decimal{7, 0})), "7");
  EXPECT_EQ(ToText(Value(Decimal{kLeast, 18})), "-9.223372036854775808");
  EXPECT_EQ(ToText(Value(Decimal{1, std::numeric_limits<int32_t>::min()})), "1e2147483648");
}

TEST(ValueTest, TextOfInstants) {
  EXPECT_EQ(ToText(Value(Date{0})), "1970-01-01");
  EXPECT_EQ(ToText(Value(Date{-1})), "1969-12-31");
  EXPECT_EQ(ToText(Value(Timestamp{0})), "1970-01-01T00:00:00Z");
  EXPECT_EQ(ToText(Value(Timestamp{-1})), "1969-12-31T23:59:59.999999Z");
  EXPECT_EQ(ToText(Value(Timestamp{kSecond / 2})), "1970-01-01T00:00:00.5Z");
}

TEST(ValueTest, TextOfTheFurthestInstantsIsSane) {
  EXPECT_EQ(ToText(Value(Date{std::numeric_limits<int32_t>::max()})), "5881580-07-11");
  EXPECT_EQ(ToText(Value(Timestamp{kMost})), "294247-01-10T04:00:54.775807Z");
  EXPECT_EQ(ToText(Value(Timestamp{kLeast})), "-290308-12-21T19:59:05.224192Z");
}

TEST(ValueTest, TextOfDurationsTakesTheLargestWholeUnit) {
  EXPECT_EQ(ToText(Value(Duration{})), "0s");
  EXPECT_EQ(ToText(Value(Duration{30 * kDay, 0})), "30d");
  EXPECT_EQ(ToText(Value(Duration{36 * 3600 * kSecond, 0})), "36h");
  EXPECT_EQ(ToText(Value(Duration{90 * kSecond, 0})), "90s");
  EXPECT_EQ(ToText(Value(Duration{-1500, 0})), "-1500us");
  EXPECT_EQ(ToText(Value(Duration{kLeast, 0})), "-9223372036854775808us");
  EXPECT_EQ(ToText(Value(Duration{0, 18})), "18mo");
  EXPECT_EQ(ToText(Value(Duration{0, -24})), "-2y");
  EXPECT_EQ(ToText(Value(Duration{kDay, 1})), "1mo 1d");
}

TEST(ValueTest, ParsesDates) {
  EXPECT_EQ(ParseDate("1970-01-01").value(), Date{0});
  EXPECT_EQ(ParseDate("2024-02-29").value(), Date{19782});
  EXPECT_EQ(ParseDate("2000-02-29").value(), Date{11016});
  EXPECT_EQ(ParseDate("1969-12-31").value(), Date{-1});
  EXPECT_EQ(ToText(Value(ParseDate("0001-01-01").value())), "0001-01-01");
  EXPECT_EQ(ToText(Value(ParseDate("9999-12-31").value())), "9999-12-31");
}

TEST(ValueTest, RefusesWhatIsNoDate) {
  for (const char* bad :
       {"",           "2024",       "2024-1-01",   "2024-01-1",   "2023-02-29",
        "1900-02-29", "2024-04-31", "2024-00-10",  "2024-13-01",  "2024-01-00",
        "2024-01-32", "0000-01-01", "2024-01-01 ", " 2024-01-01", "2024-01-01T00:00",
        "2024/01/01", "-024-01-01", "20240-01-01", "2024-+1-01",  "99999999999999999999-01-01",
        "٢٠٢٤-٠١-٠١"}) {
    EXPECT_THAT(ParseDate(bad), StatusIs(absl::StatusCode::kInvalidArgument,
                                         HasSubstr("is not a date; write YYYY-MM-DD")))
        << bad;
  }
}

TEST(ValueTest, ParsesTimestamps) {
  constexpr int64_t kTen = 19753 * kDay + 10 * 3600 * kSecond;  // 2024-01-31T10:00:00Z
  EXPECT_EQ(ParseTimestamp("2024-01-31").value().micros, 19753 * kDay);
  EXPECT_EQ(ParseTimestamp("2024-01-31 10:00").value().micros, kTen);
  EXPECT_EQ(ParseTimestamp("2024-01-31T10:00:00").value().micros, kTen);
  EXPECT_EQ(ParseTimestamp("2024-01-31T10:00:00Z").value().micros, kTen);
  EXPECT_EQ(ParseTimestamp("2024-01-31T10:00:07.25").value().micros, kTen + 7'250'000);
  EXPECT_EQ(ParseTimestamp("2024-01-31T10:00:00.000001Z").value().micros, kTen + 1);
  EXPECT_EQ(ParseTimestamp("2024-01-31T12:00+02:00").value().micros, kTen);
  EXPECT_EQ(ParseTimestamp("2024-01-31T06:30:00-03:30").value().micros, kTen);
  EXPECT_EQ(ParseTimestamp("1969-12-31T23:59:59.999999").value().micros, -1);
}

TEST(ValueTest, RefusesWhatIsNoTimestamp) {
  for (const char* bad : {"",
                          "2024-02-30T10:00",
                          "2024-01-31T",
                          "2024-01-31T10",
                          "2024-01-31T24:00",
                          "2024-01-31T10:60",
                          "2024-01-31T10:00:60",
                          "2024-01-31T10:00:00.",
                          "2024-01-31T1:00",
                          "2024-01-31T10:00:00.1234567",
                          "2024-01-31T10:00:00Zz",
                          "2024-01-31T10:00:00+2",
                          "2024-01-31T10:00:00+15:00",
                          "2024-01-31T10:00:00+02:60",
                          "2024-01-31  10:00",
                          "2024-01-31t10:00",
                          "2024-01-31Z",
                          "2024-01-31T10:00 Z",
                          "0001-01-01T00:00+01:00",
                          "9999-12-31T23:59-14:00"}) {
    EXPECT_THAT(ParseTimestamp(bad),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("is not a timestamp")))
        << bad;
  }
}

TEST(ValueTest, ParsesDurations) {
  EXPECT_EQ(ParseDuration("30d").value(), (Duration{30 * kDay, 0}));
  EXPECT_EQ(ParseDuration("2w").value(), (Duration{14 * kDay, 0}));
  EXPECT_EQ(ParseDuration("5min").value(), (Duration{300 * kSecond, 0}));
  EXPECT_EQ(ParseDuration("1h").value(), (Duration{3600 * kSecond, 0}));
  EXPECT_EQ(ParseDuration("7s").value(), (Duration{7 * kSecond, 0}));
  EXPECT_EQ(ParseDuration("7ms").value(), (Duration{7'000, 0}));
  EXPECT_EQ(ParseDuration("7us").value(), (Duration{7, 0}));
  EXPECT_EQ(ParseDuration("3mo").value(), (Duration{0, 3}));
  EXPECT_EQ(ParseDuration("2y").value(), (Duration{0, 24}));
  EXPECT_EQ(ParseDuration("-2h").value(), (Duration{-7200 * kSecond, 0}));
  EXPECT_EQ(ParseDuration("1.5d").value(), (Duration{36 * 3600 * kSecond, 0}));
  EXPECT_EQ(ParseDuration("0.5y").value(), (Duration{0, 6}));
}

TEST(ValueTest, DurationsReachTheEndsOfTheirRange) {
  EXPECT_EQ(ParseDuration("9223372036854775807us").value().micros, kMost);
  EXPECT_EQ(ParseDuration("-9223372036854775808us").value().micros, kLeast);
  EXPECT_EQ(ParseDuration("2147483647mo").value().months, std::numeric_limits<int32_t>::max());
}

TEST(ValueTest, RefusesWhatIsNoDuration) {
  for (const char* bad : {"",
                          "30",
                          "d",
                          "30 d",
                          "30D",
                          "30days",
                          "d30",
                          "+3d",
                          "--3d",
                          "1.d",
                          ".5d",
                          "1e3s",
                          "30dd",
                          "30d ",
                          "0.5us",
                          "1.5mo",
                          "9223372036854775808us",
                          "-9223372036854775809us",
                          "106751992d",
                          "2147483648mo",
                          "178956971y",
                          "99999999999999999999999999999d",
                          "٣d"}) {
    EXPECT_THAT(ParseDuration(bad),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("is not a duration")))
        << bad;
  }
}

TEST(ValueTest, ErrorsShowWhatWasReadAsOneValidLine) {
  const std::string message(ParseDate("a\nb\xFF").status().message());
  EXPECT_THAT(message, HasSubstr("'a b\xEF\xBF\xBD' is not a date"));
  EXPECT_LT(ParseDate(std::string(1'000'000, '9')).status().message().size(), 200u);
}

}  // namespace
}  // namespace madad::core
