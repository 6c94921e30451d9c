// Dates, instants and lengths of time as text.
#pragma once

#include <cstdint>
#include <string>

#include "absl/time/time.h"

namespace madad::cli {

// True for a day, counted from 1970-01-01, of the years 1 to 9999.
bool IsCalendarDay(int64_t days);

// True for an instant of the years 1 to 9999, in microseconds since 1970-01-01.
bool IsCalendarInstant(int64_t micros);

// Returns YYYY-MM-DD. Requires IsCalendarDay.
std::string DateText(int64_t days);

// Returns the instant by RFC 3339, in UTC: 2024-01-31T10:00:00.5Z.
std::string InstantText(absl::Time instant);

// Returns the two largest parts of a length of time: `3d 4h`, `5m 6s`, `250ms`.
std::string DurationText(int64_t micros);

}  // namespace madad::cli
