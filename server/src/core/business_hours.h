// When a business is open, and the time that passes while it is.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

#include "core/value.h"
#include "core/zone.h"

namespace madad::core {

// Opening hours by weekday, on the clock of a zone.
struct BusinessHours {
  // From midnight; open == close: closed.
  struct Day {
    int64_t open_micros = 0;
    int64_t close_micros = 0;
    bool operator==(const Day&) const = default;
  };
  std::array<Day, 7> days;     // Monday first
  std::vector<Date> holidays;  // closed all day; in order
  std::string zone = "UTC";
  bool operator==(const BusinessHours&) const = default;
};

// Returns the hours as one text, which expressions carry as a literal.
std::string ToText(const BusinessHours& hours);

// Returns the hours of `ToText`.
// Errors: INVALID_ARGUMENT for another text.
absl::StatusOr<BusinessHours> ParseBusinessHours(std::string_view text);

// Measures time by opening hours.
// Thread: any, at the same time.
class BusinessClock {
 public:
  // Errors: INVALID_ARGUMENT, reason TIMEZONE_UNKNOWN.
  static absl::StatusOr<BusinessClock> Create(const BusinessHours& hours);

  // Returns the opening time between two UTC times, negative when `to` is the
  // earlier. Counted on the zone's clock: an hour that the clock repeats or
  // skips while the business is open counts as the clock shows it. A time more
  // than 73,000 years from 1970 counts as that far.
  // Unit: microseconds.
  int64_t Between(Timestamp from, Timestamp to) const { return OpenUntil(to) - OpenUntil(from); }

 private:
  BusinessClock() = default;

  // Opening time from a fixed Monday until `time`, holidays left out.
  int64_t OpenUntil(Timestamp time) const;
  int64_t OpenOn(int64_t weekday, int64_t time_of_day) const;

  BusinessHours hours_;
  std::vector<OffsetSpan> offsets_;
  std::array<int64_t, 8> before_{};       // opening time of the week before each weekday
  std::vector<int64_t> holidays_before_;  // opening time lost to the first n holidays
};

}  // namespace madad::core
