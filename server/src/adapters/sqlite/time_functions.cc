// Times as microseconds since 1970: parts, periods, zones.
#include <algorithm>
#include <charconv>
#include <cstdint>
#include <limits>
#include <string_view>
#include <vector>

#include "absl/time/civil_time.h"

#include "adapters/sql/batch.h"
#include "adapters/sqlite/functions.h"
#include "adapters/sqlite/spans.h"
#include "core/catalog.h"
#include "core/query.h"

namespace madad::adapters::sqlite {
namespace {

constexpr int64_t kMicrosPerHour = 3'600'000'000;
constexpr int64_t kMicrosPerDay = 24 * kMicrosPerHour;
constexpr absl::CivilDay kEpoch(1970, 1, 1);

// Of the day that `micros` is in; days before 1970 are negative.
int64_t DaysOf(int64_t micros) {
  return micros / kMicrosPerDay - (micros % kMicrosPerDay < 0 ? 1 : 0);
}

absl::CivilDay CivilOf(int64_t micros) { return kEpoch + DaysOf(micros); }
int64_t MicrosOf(absl::CivilDay day) { return (day - kEpoch) * kMicrosPerDay; }

int WeekdayOf(absl::CivilDay day) { return static_cast<int>(absl::GetWeekday(day)) + 1; }

template <int64_t (*kPart)(int64_t micros)>
void Part(sqlite3_context* context, int count, sqlite3_value** values) {
  if (NullIfAny(context, count, values)) return;
  sqlite3_result_int64(context, kPart(sqlite3_value_int64(values[0])));
}

int64_t Year(int64_t micros) { return CivilOf(micros).year(); }
int64_t Quarter(int64_t micros) { return (CivilOf(micros).month() + 2) / 3; }
int64_t Month(int64_t micros) { return CivilOf(micros).month(); }
int64_t Day(int64_t micros) { return CivilOf(micros).day(); }
int64_t Weekday(int64_t micros) { return WeekdayOf(CivilOf(micros)); }
int64_t Hour(int64_t micros) {
  return (micros - DaysOf(micros) * kMicrosPerDay) / kMicrosPerHour;
}
int64_t Midnight(int64_t micros) { return DaysOf(micros) * kMicrosPerDay; }

void Shift(sqlite3_context* context, int count, sqlite3_value** values) {
  if (NullIfAny(context, count, values)) return;
  const int64_t time = sqlite3_value_int64(values[0]);
  sqlite3_result_int64(context, time + OffsetAt(SpansOf(context, 1, values[1]), time));
}

// The same day of the month `months` later, or that month's last.
absl::CivilDay AddMonths(absl::CivilDay day, int64_t months) {
  const absl::CivilMonth month = absl::CivilMonth(day) + months;
  const absl::CivilDay last = absl::CivilDay(month + 1) - 1;
  return absl::CivilDay(month) + (std::min(day.day(), last.day()) - 1);
}

void Move(sqlite3_context* context, int count, sqlite3_value** values) {
  if (NullIfAny(context, count, values)) return;
  int64_t time = sqlite3_value_int64(values[0]);
  const int64_t months = sqlite3_value_int64(values[2]);
  if (months != 0) {
    const int64_t of_day = time - Midnight(time);
    time = MicrosOf(AddMonths(CivilOf(time), months)) + of_day;
  }
  int64_t moved = 0;
  if (__builtin_add_overflow(time, sqlite3_value_int64(values[1]), &moved)) {
    return FailOverflow(context);
  }
  sqlite3_result_int64(context, moved);
}

absl::CivilDay FirstOfWeek(absl::CivilDay day, core::WeekStart start) {
  int after = WeekdayOf(day) - 1;  // Monday
  if (start == core::WeekStart::kSunday) after = (after + 1) % 7;
  if (start == core::WeekStart::kSaturday) after = (after + 2) % 7;
  return day - after;
}

// The first day of the period of `length` months that begins in a month like `first`.
absl::CivilDay FirstOfMonths(absl::CivilDay day, int length, int first) {
  const int after = (day.month() - first + 12) % length;
  return absl::CivilDay(absl::CivilMonth(day) - after);
}

void Bucket(sqlite3_context* context, int count, sqlite3_value** values) {
  if (NullIfAny(context, count, values)) return;
  const int64_t time = sqlite3_value_int64(values[0]);
  const auto grain = static_cast<core::Grain>(sqlite3_value_int(values[1]));
  const auto week = static_cast<core::WeekStart>(sqlite3_value_int(values[2]));
  const int fiscal = sqlite3_value_int(values[3]);
  absl::CivilDay day = CivilOf(time + OffsetAt(SpansOf(context, 4, values[4]), time));
  switch (grain) {
    case core::Grain::kWeek:
      day = FirstOfWeek(day, week);
      break;
    case core::Grain::kMonth:
      day = FirstOfMonths(day, 1, 1);
      break;
    case core::Grain::kQuarter:
      day = FirstOfMonths(day, 3, fiscal);
      break;
    case core::Grain::kYear:
      day = FirstOfMonths(day, 12, fiscal);
      break;
    default:
      break;
  }
  sqlite3_result_int64(context, MicrosOf(day));
}

}  // namespace

absl::Status RegisterTime(sqlite3* db, FunctionState& state) {
  MADAD_RETURN_IF_ERROR(Register(db, state, "madad_year", 1, Part<Year>));
  MADAD_RETURN_IF_ERROR(Register(db, state, "madad_quarter", 1, Part<Quarter>));
  MADAD_RETURN_IF_ERROR(Register(db, state, "madad_month", 1, Part<Month>));
  MADAD_RETURN_IF_ERROR(Register(db, state, "madad_day", 1, Part<Day>));
  MADAD_RETURN_IF_ERROR(Register(db, state, "madad_weekday", 1, Part<Weekday>));
  MADAD_RETURN_IF_ERROR(Register(db, state, "madad_hour", 1, Part<Hour>));
  MADAD_RETURN_IF_ERROR(Register(db, state, "madad_day_of", 1, Part<Midnight>));
  MADAD_RETURN_IF_ERROR(Register(db, state, "madad_shift", 2, Shift));
  MADAD_RETURN_IF_ERROR(Register(db, state, "madad_move", 3, Move));
  return Register(db, state, "madad_bucket", 5, Bucket);
}

}  // namespace madad::adapters::sqlite
