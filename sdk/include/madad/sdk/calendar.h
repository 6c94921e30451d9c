// Days and months of columns that hold dates or timestamps.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "madad/sdk/call.h"
#include "madad/sdk/reader.h"
#include "madad/sdk/type.h"

#pragma GCC visibility push(hidden)
namespace madad::sdk {

// Returns the instants (microseconds since 1970 UTC) of a column of dates or timestamps in the
// current batch; a date is its first instant in UTC. Nulls: where the column has them.
inline std::vector<std::optional<int64_t>> InstantsOf(Reader& rows, const std::string& column) {
  std::vector<std::optional<int64_t>> instants(rows.rows());
  const auto fill = [&](const auto& view, int64_t unit) {
    for (size_t i = 0; i < instants.size(); ++i) {
      if (view.valid(i)) instants[i] = int64_t{view[i]} * unit;
    }
  };
  if (rows.TypeOf(column) == Type::kDate) {
    fill(rows.Date(column), 86'400'000'000);
  } else {
    fill(rows.Timestamp(column), 1);
  }
  return instants;
}

// Returns the days (since 1970-01-01) of such a column: dates as they are, and timestamps by the
// catalog's calendar. Nulls: where the column has them.
inline std::vector<std::optional<int32_t>> DaysOf(const Call& call, Reader& rows,
                                                  const std::string& column) {
  std::vector<std::optional<int32_t>> days(rows.rows());
  if (rows.TypeOf(column) == Type::kDate) {
    const auto view = rows.Date(column);
    for (size_t i = 0; i < days.size(); ++i) {
      if (view.valid(i)) days[i] = view[i];
    }
    return days;
  }
  const auto view = rows.Timestamp(column);
  std::vector<int64_t> instants(days.size());
  for (size_t i = 0; i < days.size(); ++i) instants[i] = view.valid(i) ? view[i] : 0;
  const std::vector<int32_t> local = call.LocalDays(instants);
  for (size_t i = 0; i < days.size(); ++i) {
    if (view.valid(i)) days[i] = local[i];
  }
  return days;
}

// Returns the month, counted from January 1970, that a day (since 1970-01-01) lies in.
inline int64_t MonthOf(int64_t day) {
  using namespace std::chrono;
  const year_month_day date{sys_days{days{day}}};
  return (static_cast<int>(date.year()) - 1970) * int64_t{12} +
         static_cast<unsigned>(date.month()) - 1;
}

// Returns the first day of such a month.
inline int64_t FirstDayOf(int64_t month) {
  using namespace std::chrono;
  const year_month_day first = year{1970} / January / 1 + months{month};
  return sys_days{first}.time_since_epoch().count();
}

}  // namespace madad::sdk
#pragma GCC visibility pop
