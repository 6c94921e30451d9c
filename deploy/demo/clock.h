// Time as the demo company's people see it on the wall: whole seconds.
#pragma once

#include <cstdint>
#include <string>

#include "demo/random.h"

namespace madad::demo {

// Local wall-clock seconds since 2024-01-01 00:00:00 in Asia/Jerusalem. Nothing
// happens between 00:30 and 06:00, so clock changes (from 02:00 to 01:00 or 03:00)
// neither skip nor repeat any of these times.
using Time = int64_t;

inline constexpr Time kMinute = 60;
inline constexpr Time kHour = 60 * kMinute;
inline constexpr Time kDay = 24 * kHour;
inline constexpr int kDays = 366 + 365;                // 2024 and 2025
inline constexpr Time kLastSecond = kDays * kDay - 1;  // 2025-12-31 23:59:59

struct Date {
  int year;
  int month;  // 1 to 12
  int day;    // 1 to 31
};

// Returns the date of the day that is `day` days after 2024-01-01.
Date DateOf(int64_t day);

// Returns the day of the week, 0 for Sunday.
int WeekdayOf(int64_t day);

// Returns `time` when it is within working hours (Sunday to Thursday, 08:00 to
// 18:00), else a moment in the first hour and a half of the next working day.
Time NextWorkingMoment(Time time, Random& random);

// Returns 2024-01-31.
std::string IsoDate(int64_t day);

// Returns 2024-01-31 17:45:00.
std::string IsoTime(Time time);

// Returns 31/01/2024 17:45:00.
std::string DayFirstTime(Time time);

}  // namespace madad::demo
