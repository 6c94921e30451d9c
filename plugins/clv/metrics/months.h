// Months of the calendar, counted from January 1970.
#pragma once

#include <chrono>
#include <cstdint>

namespace clv::orders {

// The month that a day (since 1970-01-01) lies in.
inline int64_t MonthOf(int64_t day) {
  using namespace std::chrono;
  const year_month_day date{sys_days{days{day}}};
  return (static_cast<int>(date.year()) - 1970) * int64_t{12} +
         static_cast<unsigned>(date.month()) - 1;
}

// The first day of a month.
inline int64_t FirstDayOf(int64_t month) {
  using namespace std::chrono;
  const year_month_day first = year{1970} / January / 1 + months{month};
  return sys_days{first}.time_since_epoch().count();
}

}  // namespace clv::orders
