#include "core/business_hours.h"

#include <algorithm>

#include "absl/strings/numbers.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

#include "core/status.h"
#include "core/text.h"

namespace madad::core {
namespace {

constexpr int64_t kMicrosPerDay = 86'400'000'000;
// 1970-01-01 was a Thursday.
constexpr int64_t kWeekdayOfEpoch = 3;
// 73,000 years on each side of 1970. Times further away count as these, so that
// no sum of opening times leaves an int64.
constexpr int64_t kFurthest = INT64_MAX / 4;

Timestamp BeginOf(int year) {
  return {absl::ToUnixMicros(absl::FromCivil(absl::CivilYear(year), absl::UTCTimeZone()))};
}

int64_t FloorDivide(int64_t a, int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }

absl::Status Unreadable(std::string_view text) {
  return absl::InvalidArgumentError(Cat("'", text, "' are no business hours"));
}

bool ReadDay(absl::string_view text, BusinessHours::Day& day) {
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(text, absl::MaxSplits('-', 1));
  return absl::SimpleAtoi(parts.first, &day.open_micros) &&
         absl::SimpleAtoi(parts.second, &day.close_micros) && day.open_micros >= 0 &&
         day.open_micros <= day.close_micros && day.close_micros <= kMicrosPerDay;
}

}  // namespace

std::string ToText(const BusinessHours& hours) {
  return Cat(hours.zone, "|",
             absl::StrJoin(hours.days, ",",
                           [](std::string* out, const BusinessHours::Day& day) {
                             Append(out, day.open_micros, "-", day.close_micros);
                           }),
             "|", absl::StrJoin(hours.holidays, ",", [](std::string* out, const Date& date) {
               Append(out, date.days);
             }));
}

absl::StatusOr<BusinessHours> ParseBusinessHours(std::string_view text) {
  const std::vector<std::string> parts = absl::StrSplit(Piece(text), '|');
  if (parts.size() != 3) return Unreadable(text);
  BusinessHours hours{.zone = parts[0]};
  const std::vector<std::string> days = absl::StrSplit(parts[1], ',');
  if (days.size() != hours.days.size()) return Unreadable(text);
  for (size_t i = 0; i < days.size(); ++i) {
    if (!ReadDay(days[i], hours.days[i])) return Unreadable(text);
  }
  for (const absl::string_view holiday : absl::StrSplit(parts[2], ',', absl::SkipEmpty())) {
    if (!absl::SimpleAtoi(holiday, &hours.holidays.emplace_back().days)) return Unreadable(text);
  }
  if (!std::is_sorted(hours.holidays.begin(), hours.holidays.end())) return Unreadable(text);
  return hours;
}

absl::StatusOr<BusinessClock> BusinessClock::Create(const BusinessHours& hours) {
  MADAD_ASSIGN_OR_RETURN(const absl::TimeZone zone, FindZone(hours.zone));
  BusinessClock clock;
  clock.hours_ = hours;
  clock.offsets_ = UtcToLocal(zone, BeginOf(1900), BeginOf(2101));
  for (size_t i = 0; i < hours.days.size(); ++i) {
    clock.before_[i + 1] =
        clock.before_[i] + hours.days[i].close_micros - hours.days[i].open_micros;
  }
  clock.holidays_before_ = {0};
  for (const Date& holiday : hours.holidays) {
    const int64_t weekday =
        (holiday.days + kWeekdayOfEpoch) - 7 * FloorDivide(holiday.days + kWeekdayOfEpoch, 7);
    clock.holidays_before_.push_back(clock.holidays_before_.back() +
                                     clock.OpenOn(weekday, kMicrosPerDay));
  }
  return clock;
}

int64_t BusinessClock::OpenOn(int64_t weekday, int64_t time_of_day) const {
  const BusinessHours::Day& day = hours_.days[static_cast<size_t>(weekday)];
  return std::clamp(time_of_day, day.open_micros, day.close_micros) - day.open_micros;
}

int64_t BusinessClock::OpenUntil(Timestamp time) const {
  int64_t local = std::clamp(time.micros, -kFurthest, kFurthest);
  if (!offsets_.empty()) {
    const auto span = std::upper_bound(
        offsets_.begin(), offsets_.end() - 1, local,
        [](int64_t at, const OffsetSpan& candidate) { return at < candidate.until.micros; });
    local += span->offset_micros;
  }
  const int64_t day = FloorDivide(local, kMicrosPerDay);
  const int64_t since_monday = day + kWeekdayOfEpoch;
  const int64_t week = FloorDivide(since_monday, 7);
  const int64_t weekday = since_monday - 7 * week;
  const int64_t today = OpenOn(weekday, local - day * kMicrosPerDay);
  const auto holiday = std::lower_bound(
      hours_.holidays.begin(), hours_.holidays.end(), day,
      [](const Date& date, int64_t wanted) { return int64_t{date.days} < wanted; });
  const bool is_holiday = holiday != hours_.holidays.end() && holiday->days == day;
  const auto past = static_cast<size_t>(holiday - hours_.holidays.begin());
  return week * before_.back() + before_[static_cast<size_t>(weekday)] + (is_holiday ? 0 : today) -
         holidays_before_[past];
}

}  // namespace madad::core
