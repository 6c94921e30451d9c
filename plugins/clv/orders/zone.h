// Days of a time zone.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace clv {

// A zone of the time zone database, as the operating system has it (TZDIR, else
// /usr/share/zoneinfo; files in the TZif format of RFC 8536).
class Zone {
 public:
  // UTC.
  Zone() = default;
  // Errors: std::invalid_argument when there is no such zone, or it cannot be read.
  explicit Zone(const std::string& name);

  // Returns the day, since 1970-01-01, that an instant (microseconds since 1970 UTC) is in.
  // Thread: one at a time, as the last answer's neighbourhood is kept.
  int32_t DayOf(int64_t micros) const;

 private:
  struct Span {
    int64_t from;    // seconds since 1970 UTC
    int64_t offset;  // of local time, seconds
  };

  void Parse(std::string_view file);
  void AddRule(std::string_view rule);

  std::vector<Span> spans_ = {{INT64_MIN, 0}};
  mutable size_t last_ = 0;
};

// Returns the day of a date "2024-01-31". Errors: std::invalid_argument for another text.
int32_t ParseDay(const std::string& text);
// Returns a day as "2024-01-31".
std::string DayText(int32_t day);

}  // namespace clv
