#include "core/plan/civil.h"

#include <algorithm>

namespace madad::core {

Date DateOf(Timestamp civil) {
  int64_t days = civil.micros / kMicrosPerDay;
  if (civil.micros % kMicrosPerDay < 0) --days;
  return {static_cast<int32_t>(days)};
}

Date AddMonths(Date date, int32_t months) {
  const absl::CivilDay day = DayOf(date);
  const absl::CivilMonth month = absl::CivilMonth(day) + months;
  const absl::CivilDay last = absl::CivilDay(month + 1) - 1;
  return DateOf(absl::CivilDay(month.year(), month.month(), std::min(day.day(), last.day())));
}

Timestamp AddMonths(Timestamp civil, int32_t months) {
  const Date date = DateOf(civil);
  const int64_t time_of_day = civil.micros - MidnightOf(date).micros;
  return {MidnightOf(AddMonths(date, months)).micros + time_of_day};
}

}  // namespace madad::core
