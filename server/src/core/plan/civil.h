// Days and months of the calendar, without zones.
#pragma once

#include <cstdint>

#include "absl/time/civil_time.h"

#include "core/value.h"

namespace madad::core {

inline constexpr int64_t kMicrosPerDay = 86'400'000'000;

// A civil time is a Timestamp read as if its zone were UTC.
inline absl::CivilDay DayOf(Date date) { return absl::CivilDay(1970, 1, 1) + date.days; }
inline Date DateOf(absl::CivilDay day) {
  return {static_cast<int32_t>(day - absl::CivilDay(1970, 1, 1))};
}
// Returns the day that `civil` lies in.
Date DateOf(Timestamp civil);
// Returns midnight at the beginning of `date`.
inline Timestamp MidnightOf(Date date) { return {int64_t{date.days} * kMicrosPerDay}; }

// Returns `date` moved by calendar months; a day that the month does not have
// becomes its last.
Date AddMonths(Date date, int32_t months);
// Returns `civil` moved by calendar months, its time of day kept.
Timestamp AddMonths(Timestamp civil, int32_t months);

}  // namespace madad::core
