// The calendar in whole numbers: ClickHouse's dates begin in 1970, ours do not.
//
// Every function takes and returns SQL. Days are counted from 1970-01-01 and
// months from January of the year 0; both may be null.
#pragma once

#include <cstdint>
#include <string>

namespace madad::adapters::clickhouse {

inline constexpr int64_t kMicrosOfDay = 86'400'000'000;

// The day that an instant (microseconds) is in.
std::string DayOfInstant(const std::string& micros);
// Microseconds since its midnight.
std::string TimeOfDay(const std::string& micros);
// The month that a day is in.
std::string MonthOfDay(const std::string& day);
// The day within its month, from 1.
std::string DayOfMonth(const std::string& day);
// The first day of a month.
std::string FirstOfMonth(const std::string& month);
// The day moved by months; the last of the month where it is too short.
std::string MovedByMonths(const std::string& day, int64_t months);
// The first day of the week that a day is in; `first` is the day of week that
// weeks begin with, 1 for Monday to 7.
std::string FirstOfWeek(const std::string& day, int first);
// 1 for Monday to 7.
std::string DayOfWeek(const std::string& day);

// `body` with `name` for `value`, which is then written and computed once.
std::string Let(const std::string& name, const std::string& value, const std::string& body);

}  // namespace madad::adapters::clickhouse
