#include "core/business_hours.h"

#include <algorithm>
#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/status_matchers.h"

namespace madad::core {
namespace {

constexpr int64_t kHour = 3'600'000'000;
constexpr int64_t kDay = 24 * kHour;

// Sunday to Thursday 9 to 18, Friday 8 to 13, on Jerusalem's clock; closed on
// 2 October 2025 (a Thursday).
BusinessHours Hours() {
  BusinessHours hours{.zone = "Asia/Jerusalem"};
  for (const size_t day : {0, 1, 2, 3, 6}) hours.days[day] = {9 * kHour, 18 * kHour};
  hours.days[4] = {8 * kHour, 13 * kHour};
  hours.holidays = {ParseDate("2025-10-02").value()};
  return hours;
}

// Opening time between two moments of Jerusalem's clock, in hours.
double Between(const std::string& from, const std::string& to,
               const BusinessHours& hours = Hours()) {
  const absl::TimeZone zone = FindZone(hours.zone).value();
  const auto at = [&](const std::string& text) {
    return ToUtc(zone, ParseTimestamp(text).value());
  };
  const BusinessClock clock = BusinessClock::Create(hours).value();
  return static_cast<double>(clock.Between(at(from), at(to))) / kHour;
}

// By hand, from a calendar.
TEST(BusinessHoursTest, CountsWithinADay) {
  EXPECT_EQ(Between("2025-06-01 10:00", "2025-06-01 12:30"), 2.5);
  EXPECT_EQ(Between("2025-06-01 07:00", "2025-06-01 10:00"), 1);
  EXPECT_EQ(Between("2025-06-01 17:00", "2025-06-01 23:00"), 1);
  EXPECT_EQ(Between("2025-06-01 01:00", "2025-06-01 02:00"), 0);
}

TEST(BusinessHoursTest, CountsOverNightsAndTheWeekend) {
  // Sunday 17:00 to Monday 10:00.
  EXPECT_EQ(Between("2025-06-01 17:00", "2025-06-02 10:00"), 2);
  // Friday 12:00 to Sunday 10:00; Saturday is closed.
  EXPECT_EQ(Between("2025-06-06 12:00", "2025-06-08 10:00"), 2);
  // A week is 5 x 9 + 5 hours, wherever it begins.
  EXPECT_EQ(Between("2025-06-03 15:00", "2025-06-10 15:00"), 50);
}

TEST(BusinessHoursTest, HolidaysAreClosed) {
  // Wednesday 17:00 to Friday 09:00 over the holiday.
  EXPECT_EQ(Between("2025-10-01 17:00", "2025-10-03 09:00"), 2);
  EXPECT_EQ(Between("2025-10-02 10:00", "2025-10-02 12:00"), 0);
  EXPECT_EQ(Between("2025-09-29 09:00", "2025-10-06 09:00"), 41);
}

TEST(BusinessHoursTest, IsNegativeWhenTheEndIsEarlier) {
  EXPECT_EQ(Between("2025-06-02 10:00", "2025-06-01 17:00"), -2);
}

TEST(BusinessHoursTest, FollowsTheClockOverDaylightSaving) {
  // Israel's clocks went forward in the night to Friday 28 March 2025 and back
  // in the night to Sunday 26 October 2025; both are outside the hours.
  EXPECT_EQ(Between("2025-03-27 17:00", "2025-03-28 09:00"), 2);
  EXPECT_EQ(Between("2025-10-26 00:30", "2025-10-26 10:00"), 1);
}

TEST(BusinessHoursTest, IsWrittenAndReadAsText) {
  EXPECT_EQ(ParseBusinessHours(ToText(Hours())).value(), Hours());
  for (const char* text : {"", "UTC||", "UTC|1,2,3,4,5,6,7|", "UTC|5-1,0-0,0-0,0-0,0-0,0-0,0-0|"}) {
    EXPECT_FALSE(ParseBusinessHours(text).ok()) << text;
  }
}

// Every day's hours cut to the interval, one day after another, in a zone whose
// clock never changes.
int64_t Reference(const BusinessHours& hours, int64_t from, int64_t to) {
  int64_t sum = 0;
  for (int64_t day = from / kDay; day * kDay < to; ++day) {
    const auto weekday = static_cast<size_t>((day + 3) % 7);
    const bool closed = std::count(hours.holidays.begin(), hours.holidays.end(),
                                   Date{static_cast<int32_t>(day)}) > 0;
    if (closed) continue;
    const int64_t open = std::max(from, day * kDay + hours.days[weekday].open_micros);
    const int64_t close = std::min(to, day * kDay + hours.days[weekday].close_micros);
    sum += std::max<int64_t>(0, close - open);
  }
  return sum;
}

TEST(BusinessHoursTest, AgreesWithCuttingDayByDay) {
  std::mt19937_64 random(7);
  const auto below = [&](int64_t limit) {
    return static_cast<int64_t>(random() % static_cast<uint64_t>(limit));
  };
  for (int round = 0; round < 50; ++round) {
    BusinessHours hours;
    for (BusinessHours::Day& day : hours.days) {
      day.open_micros = below(kDay);
      day.close_micros = day.open_micros + below(kDay - day.open_micros + 1);
    }
    for (int i = 0; i < 20; ++i) hours.holidays.push_back({static_cast<int32_t>(below(200))});
    std::sort(hours.holidays.begin(), hours.holidays.end());
    hours.holidays.erase(std::unique(hours.holidays.begin(), hours.holidays.end()),
                         hours.holidays.end());
    const BusinessClock clock = BusinessClock::Create(hours).value();
    for (int i = 0; i < 200; ++i) {
      const int64_t from = below(200 * kDay);
      const int64_t to = from + below(30 * kDay);
      ASSERT_EQ(clock.Between({from}, {to}), Reference(hours, from, to)) << from << " " << to;
      ASSERT_EQ(clock.Between({to}, {from}), -Reference(hours, from, to));
    }
  }
}

TEST(BusinessHoursTest, StandsTimesAtTheEndOfTheScale) {
  const BusinessClock clock = BusinessClock::Create(Hours()).value();
  EXPECT_GT(clock.Between({INT64_MIN + 1}, {INT64_MAX}), 0);
}

TEST(BusinessHoursTest, StandsTheEndOfTheScaleWhenNeverClosed) {
  BusinessHours always;
  for (BusinessHours::Day& day : always.days) day = {0, kDay};
  const BusinessClock clock = BusinessClock::Create(always).value();
  const int64_t last = clock.Between({0}, {INT64_MAX});
  EXPECT_GT(last, 70'000 * 365 * kDay);
  EXPECT_EQ(clock.Between({INT64_MAX}, {INT64_MIN}), -2 * last);
}

}  // namespace
}  // namespace madad::core
