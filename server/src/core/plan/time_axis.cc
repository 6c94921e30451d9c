#include "core/plan/time_axis.h"

#include <map>

#include "core/names.h"
#include "core/plan/civil.h"
#include "core/status.h"
#include "core/text.h"
#include "core/zone.h"

namespace madad::core {
namespace {

// Days since the week began.
int DaysIntoWeek(absl::CivilDay day, WeekStart start) {
  // Weekday counts from Monday as 0.
  const int weekday = static_cast<int>(absl::GetWeekday(day));
  const int first = start == WeekStart::kMonday ? 0 : (start == WeekStart::kSunday ? 6 : 5);
  return (weekday - first + 7) % 7;
}

int32_t MonthsIn(Grain grain) {
  switch (grain) {
    case Grain::kMonth:
      return 1;
    case Grain::kQuarter:
      return 3;
    case Grain::kYear:
      return 12;
    default:
      return 0;
  }
}

}  // namespace

const std::map<std::string, WeekStart>& WeekStarts() {
  static const auto* days = new std::map<std::string, WeekStart>{{"monday", WeekStart::kMonday},
                                                                 {"saturday", WeekStart::kSaturday},
                                                                 {"sunday", WeekStart::kSunday}};
  return *days;
}

Date TimeAxis::PeriodOf(Date day) const {
  const absl::CivilDay civil = DayOf(day);
  if (grain == Grain::kWeek) return {day.days - DaysIntoWeek(civil, week_start)};
  const int32_t months = MonthsIn(grain);
  if (months == 0) return day;
  // Months since the fiscal year began decide quarter and year.
  const int into_year = (civil.month() - fiscal_start + 12) % 12;
  const int into_period = months == 1 ? 0 : into_year % months;
  return DateOf(absl::CivilDay(absl::CivilMonth(civil) - into_period));
}

Date TimeAxis::Next(Date period, int32_t count) const {
  if (const int32_t months = MonthsIn(grain); months > 0) return AddMonths(period, months * count);
  return {period.days + (grain == Grain::kWeek ? 7 : 1) * count};
}

Timestamp TimeAxis::ToCivil(Timestamp instant) const {
  const absl::Time time = absl::FromUnixMicros(instant.micros);
  return {instant.micros + int64_t{zone.At(time).offset} * 1'000'000};
}

std::optional<int32_t> TimeAxis::PeriodsIn(const Duration& length) const {
  if (const int32_t months = MonthsIn(grain); months > 0) {
    const bool whole = length.micros == 0 && length.months > 0 && length.months % months == 0;
    return whole ? std::optional(length.months / months) : std::nullopt;
  }
  const int64_t period = (grain == Grain::kWeek ? 7 : 1) * kMicrosPerDay;
  const bool whole = length.months == 0 && length.micros > 0 && length.micros % period == 0;
  return whole ? std::optional(static_cast<int32_t>(length.micros / period)) : std::nullopt;
}

absl::StatusOr<TimeAxis> AxisOf(const Query& query, const Calendar& calendar) {
  TimeAxis axis{.grain = query.grain,
                .week_start = calendar.week_start,
                .fiscal_start = calendar.fiscal_start,
                .zone_name = query.timezone.empty() ? calendar.timezone : query.timezone,
                .zone = {}};
  MADAD_ASSIGN_OR_RETURN(axis.zone, FindZone(axis.zone_name));
  if (query.week_start.empty()) return axis;
  const auto day = WeekStarts().find(query.week_start);
  if (day == WeekStarts().end()) {
    return Error(absl::StatusCode::kInvalidArgument,
                 Cat("a week cannot start on ", Quoted(query.week_start),
                     Instead(query.week_start, KeysOf(WeekStarts()))),
                 {"WEEK_START_UNKNOWN", {{"week_start", query.week_start}}, "week_start"});
  }
  axis.week_start = day->second;
  return axis;
}

}  // namespace madad::core
