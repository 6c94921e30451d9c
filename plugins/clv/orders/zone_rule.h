// When summer time begins and ends.
#pragma once

#include <cstdint>
#include <string_view>

namespace clv {

// A rule of POSIX as the time zone database writes it: IST-2IDT,M3.4.4/26,M10.5.0.
class ZoneRule {
 public:
  // Errors: std::invalid_argument for another form.
  explicit ZoneRule(std::string_view text);

  bool has_summer() const { return has_summer_; }
  // Offsets of local time, in seconds.
  int64_t standard() const { return standard_; }
  int64_t summer() const { return summer_; }
  // When summer time begins and ends in a year: seconds since 1970 UTC.
  int64_t Begins(int year) const { return At(begins_, year) - standard_; }
  int64_t Ends(int year) const { return At(ends_, year) - summer_; }

 private:
  // The last (week 5) or another of a month's days of the week, and the time on it.
  struct MonthDay {
    int64_t month = 1, week = 1, weekday = 0, time = 0;
  };

  void Expect(char c);
  void SkipName();
  int64_t Number();
  int64_t Time();
  MonthDay Change();
  static int64_t At(const MonthDay& change, int year);

  std::string_view text_;  // what is left to read
  int64_t standard_ = 0, summer_ = 0;
  bool has_summer_ = false;
  MonthDay begins_, ends_;
};

}  // namespace clv
