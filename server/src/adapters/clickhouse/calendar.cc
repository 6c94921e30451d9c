#include "adapters/clickhouse/calendar.h"

#include "core/text.h"

namespace madad::adapters::clickhouse {
namespace {

using core::Cat;

// Added before a division and taken off after it, so that it rounds down: a
// whole number of weeks and of 400-year cycles (of 146,097 days).
constexpr int64_t kCycles = 25;
constexpr int64_t kMargin = kCycles * 146'097;
// From 0000-03-01 to 1970-01-01. Years that begin in March end with their odd day.
constexpr int64_t kEpoch = 719'468;

std::string Div(const std::string& a, int64_t b) { return Cat("intDiv(", a, ", ", b, ")"); }
std::string Mod(const std::string& a, int64_t b) { return Cat("modulo(", a, ", ", b, ")"); }

// Of a cycle's day (0 to 146096) `z`: its year (0 to 399) and the day in it.
std::string YearOfCycle(const std::string& z) {
  return Div(Cat("(", z, " - ", Div(z, 1460), " + ", Div(z, 36'524), " - ", Div(z, 146'096), ")"),
             365);
}

std::string DayOfYear(const std::string& z, const std::string& year) {
  return Cat("(", z, " - 365 * ", year, " - ", Div(year, 4), " + ", Div(year, 100), ")");
}

// Of the day of a year: its month, 0 for March.
std::string MonthOfYear(const std::string& day) { return Div(Cat("(5 * ", day, " + 2)"), 153); }

std::string Shifted(const std::string& day) {
  return Cat("toInt64(", day, " + ", kEpoch + kMargin, ")");
}

}  // namespace

std::string Let(const std::string& name, const std::string& value, const std::string& body) {
  return Cat("arrayMap(", name, " -> ", body, ", [", value, "])[1]");
}

std::string DayOfInstant(const std::string& micros) {
  return Cat("(", Div(Cat("(", micros, " + ", kMargin * kMicrosOfDay, ")"), kMicrosOfDay), " - ",
             kMargin, ")");
}

std::string TimeOfDay(const std::string& micros) {
  return Mod(Cat("(", micros, " + ", kMargin * kMicrosOfDay, ")"), kMicrosOfDay);
}

std::string MonthOfDay(const std::string& day) {
  const std::string z = Mod("d", 146'097);
  const std::string month = MonthOfYear("doy");
  const std::string by_day = Let("doy", DayOfYear(z, "yoc"),
                                 Cat("(4800 * ", Div("d", 146'097), " + 12 * yoc + ", month,
                                     " + 2 - ", 12 * 400 * kCycles, ")"));
  return Let("d", Shifted(day), Let("yoc", YearOfCycle(z), by_day));
}

std::string DayOfMonth(const std::string& day) {
  const std::string z = Mod("d", 146'097);
  const std::string month = MonthOfYear("doy");
  const std::string by_day = Let("doy", DayOfYear(z, "yoc"),
                                 Cat("(doy - ", Div(Cat("(153 * ", month, " + 2)"), 5), " + 1)"));
  return Let("d", Shifted(day), Let("yoc", YearOfCycle(z), by_day));
}

std::string FirstOfMonth(const std::string& month) {
  const std::string year = Div("m", 12);
  return Let(
      "m", Cat("toInt64(", month, " - 2 + ", 12 * 400 * kCycles, ")"),
      Cat("(365 * ", year, " + ", Div("m", 48), " - ", Div("m", 1200), " + ", Div("m", 4800), " + ",
          Div(Cat("(153 * ", Mod("m", 12), " + 2)"), 5), " - ", kEpoch + kMargin, ")"));
}

std::string MovedByMonths(const std::string& day, int64_t months) {
  // Both as arguments: a column in the body could have an argument's name.
  const std::string last =
      Cat("(", FirstOfMonth("(moved + 1)"), " - ", FirstOfMonth("moved"), " - 1)");
  return Cat("arrayMap((moved, day) -> (", FirstOfMonth("moved"), " + least(day - 1, ", last,
             ")), [(", MonthOfDay(day), " + ", months, ")], [", DayOfMonth(day), "])[1]");
}

std::string FirstOfWeek(const std::string& day, int first) {
  // 1970-01-01 was a Thursday.
  return Cat("(", day, " - ", Mod(Cat("(", day, " + ", kMargin + (11 - first) % 7, ")"), 7), ")");
}

std::string DayOfWeek(const std::string& day) {
  return Cat("(", Mod(Cat("(", day, " + ", kMargin + 3, ")"), 7), " + 1)");
}

}  // namespace madad::adapters::clickhouse
