#include "orders/day.h"

#include <chrono>
#include <cstdio>
#include <stdexcept>

namespace clv {

namespace chrono = std::chrono;

int32_t ParseDay(const std::string& text) {
  int year = 0;
  unsigned month = 0, day = 0;
  int length = 0;
  const int read = std::sscanf(text.c_str(), "%4d-%2u-%2u%n", &year, &month, &day, &length);
  const chrono::year_month_day date{chrono::year(year), chrono::month(month), chrono::day(day)};
  if (read != 3 || static_cast<size_t>(length) != text.size() || text.size() != 10 || !date.ok()) {
    throw std::invalid_argument("'" + text + "' is no date; write one such as 2024-01-31");
  }
  return static_cast<int32_t>(chrono::sys_days(date).time_since_epoch().count());
}

std::string DayText(int32_t day) {
  const chrono::year_month_day date{chrono::sys_days(chrono::days(day))};
  char text[16];
  std::snprintf(text, sizeof(text), "%04d-%02u-%02u", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return text;
}

}  // namespace clv
