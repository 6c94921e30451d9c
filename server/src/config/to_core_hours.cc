// Business hours and holidays.
#include <algorithm>
#include <array>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

#include "config/to_core_parts.h"
#include "core/names.h"

namespace madad::config {
namespace {

using core::BusinessHours;
using core::Quoted;

constexpr int64_t kMicrosPerMinute = 60'000'000;

const std::vector<std::string>& Weekdays() {
  static const auto& days = *new std::vector<std::string>{
      "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};
  return days;
}

// Returns the weekday's place, Monday first; nothing when it is none.
std::optional<size_t> WeekdayOf(const std::string& name) {
  const auto found = std::find(Weekdays().begin(), Weekdays().end(), name);
  if (found == Weekdays().end()) return std::nullopt;
  return static_cast<size_t>(found - Weekdays().begin());
}

// Returns the minutes of `09:30`, up to 24:00; nothing when it is no time of day.
std::optional<int64_t> MinutesOf(const std::string& text) {
  const auto digit = [&](size_t i) { return text[i] >= '0' && text[i] <= '9'; };
  if (text.size() != 5 || text[2] != ':' || !digit(0) || !digit(1) || !digit(3) || !digit(4)) {
    return std::nullopt;
  }
  const int64_t hours = (text[0] - '0') * 10 + (text[1] - '0');
  const int64_t minutes = (text[3] - '0') * 10 + (text[4] - '0');
  if (minutes > 59 || hours * 60 + minutes > 24 * 60) return std::nullopt;
  return hours * 60 + minutes;
}

std::optional<BusinessHours::Day> DayOf(const std::string& text) {
  const std::vector<std::string> parts = absl::StrSplit(text, '-');
  if (parts.size() != 2) return std::nullopt;
  const auto open = MinutesOf(parts[0]);
  const auto close = MinutesOf(parts[1]);
  if (!open || !close || *open >= *close) return std::nullopt;
  return BusinessHours::Day{*open * kMicrosPerMinute, *close * kMicrosPerMinute};
}

class HoursReader {
 public:
  explicit HoursReader(ProblemLog& log) : log_(log) {}

  void ReadDays(const std::string& days, const std::string& hours) {
    const std::string path = absl::StrCat("calendar.business_hours.", days);
    const std::vector<std::string> ends = absl::StrSplit(days, '-');
    const auto first = WeekdayOf(ends.front());
    const auto last = WeekdayOf(ends.back());
    const auto day = DayOf(hours);
    if (ends.size() > 2 || !first || !last) {
      log_.Add(path, absl::StrCat(Quoted(days), " is no weekday; expected one such as sunday, or ",
                                  "a range such as sunday-thursday"));
    } else if (!day) {
      log_.Add(path, absl::StrCat(Quoted(hours), " are no hours; expected them such as ",
                                  "09:00-18:00, the first before the second"));
    } else {
      for (size_t i = *first;; i = (i + 1) % 7) {
        SetDay(i, *day, path);
        if (i == *last) break;
      }
    }
  }

  void ReadHoliday(const std::string& text, const std::string& path) {
    const absl::StatusOr<core::Date> date = core::ParseDate(text);
    if (date.ok()) {
      hours_.holidays.push_back(*date);
    } else {
      log_.Add(path, absl::StrCat(Quoted(text), " is no day; expected one such as 2025-10-02"));
    }
  }

  BusinessHours Take(const std::string& zone) {
    hours_.zone = zone;
    std::vector<core::Date>& days = hours_.holidays;
    std::sort(days.begin(), days.end());
    days.erase(std::unique(days.begin(), days.end()), days.end());
    return std::move(hours_);
  }

 private:
  void SetDay(size_t weekday, const BusinessHours::Day& day, const std::string& path) {
    if (hours_.days[weekday] != BusinessHours::Day()) {
      log_.Add(path, absl::StrCat("says the hours of ", Weekdays()[weekday],
                                  ", which another key says too"));
    }
    hours_.days[weekday] = day;
  }

  ProblemLog& log_;
  BusinessHours hours_;
};

}  // namespace

std::optional<BusinessHours> BusinessHoursToCore(const v1::Calendar& calendar,
                                                 const std::string& zone, ProblemLog& log) {
  HoursReader reader(log);
  const std::map<std::string, std::string> by_days(calendar.business_hours().begin(),
                                                   calendar.business_hours().end());
  for (const auto& [days, hours] : by_days) {
    if (!log.IsUnread(absl::StrCat("calendar.business_hours.", days))) reader.ReadDays(days, hours);
  }
  for (int i = 0; i < calendar.holidays_size(); ++i) {
    const std::string path = absl::StrCat("calendar.holidays[", i, "]");
    if (!log.IsUnread(path)) reader.ReadHoliday(calendar.holidays(i), path);
  }
  if (!by_days.empty()) return reader.Take(zone);
  if (calendar.holidays_size() > 0) {
    log.Add("calendar.holidays", "mean nothing without business_hours");
  }
  return std::nullopt;
}

}  // namespace madad::config
