#include "demo/clock.h"

#include <chrono>
#include <cstdio>

namespace madad::demo {
namespace {

constexpr Time kOpening = 8 * kHour;
constexpr Time kClosing = 18 * kHour;

bool IsWorkingDay(int64_t day) { return WeekdayOf(day) <= 4; }

// Returns `format` filled with the six parts of a time, or the first three.
std::string Format(const char* format, int a, int b, int c, Time second_of_day) {
  char text[32];
  const int length = std::snprintf(
      text, sizeof text, format, a, b, c, static_cast<int>(second_of_day / kHour),
      static_cast<int>(second_of_day / kMinute % 60), static_cast<int>(second_of_day % kMinute));
  return std::string(text, static_cast<size_t>(length));
}

}  // namespace

Date DateOf(int64_t day) {
  using std::chrono::days, std::chrono::sys_days, std::chrono::year_month_day;
  constexpr sys_days kFirst = std::chrono::year{2024} / std::chrono::January / 1;
  const year_month_day date{kFirst + days{day}};
  return {static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month())),
          static_cast<int>(static_cast<unsigned>(date.day()))};
}

int WeekdayOf(int64_t day) { return static_cast<int>((day + 1) % 7); }  // began on a Monday

Time NextWorkingMoment(Time time, Random& random) {
  int64_t day = time / kDay;
  const Time of_day = time % kDay;
  if (IsWorkingDay(day) && of_day >= kOpening && of_day < kClosing) return time;
  if (of_day >= kClosing) ++day;
  while (!IsWorkingDay(day)) ++day;
  return day * kDay + kOpening + random.Below(90 * kMinute);
}

std::string IsoDate(int64_t day) {
  const Date date = DateOf(day);
  return Format("%04d-%02d-%02d", date.year, date.month, date.day, 0);
}

std::string IsoTime(Time time) {
  const Date date = DateOf(time / kDay);
  return Format("%04d-%02d-%02d %02d:%02d:%02d", date.year, date.month, date.day, time % kDay);
}

std::string DayFirstTime(Time time) {
  const Date date = DateOf(time / kDay);
  return Format("%02d/%02d/%04d %02d:%02d:%02d", date.day, date.month, date.year, time % kDay);
}

}  // namespace madad::demo
