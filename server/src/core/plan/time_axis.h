// How a query cuts time into periods.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

#include "core/catalog.h"
#include "core/query.h"
#include "core/scan.h"

namespace madad::core {

// Periods of one grain; kNone has no periods.
struct TimeAxis {
  Grain grain = Grain::kNone;
  WeekStart week_start = WeekStart::kMonday;
  int32_t fiscal_start = 1;
  std::string zone_name;
  absl::TimeZone zone;

  // Returns the first day of the period that `day` lies in.
  Date PeriodOf(Date day) const;
  // Returns the first day of the period `count` periods after the one that
  // begins at `period`.
  Date Next(Date period, int32_t count = 1) const;
  // Returns `instant` (UTC) as civil time in the zone.
  Timestamp ToCivil(Timestamp instant) const;
  // Returns how many periods `length` is; nothing when it is no whole number.
  std::optional<int32_t> PeriodsIn(const Duration& length) const;
};

// Returns the days that weeks can begin on, by their names.
const std::map<std::string, WeekStart>& WeekStarts();

// Returns the axis of `query`.
// Errors: INVALID_ARGUMENT (TIMEZONE_UNKNOWN, WEEK_START_UNKNOWN).
absl::StatusOr<TimeAxis> AxisOf(const Query& query, const Calendar& calendar);

}  // namespace madad::core
