// Time zones: computed here, the same on every engine.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

#include "core/value.h"

namespace madad::core {

// From the end of the span before (exclusive of nothing) up to `until`
// (exclusive), `offset_micros` turns one clock into the other.
struct OffsetSpan {
  Timestamp until;  // the last span of a list has the largest value
  int64_t offset_micros = 0;
};

// Returns the IANA zone `name`.
// Errors: INVALID_ARGUMENT, reason TIMEZONE_UNKNOWN.
absl::StatusOr<absl::TimeZone> FindZone(std::string_view name);

// Returns what to add to a UTC time in [from, to] to get the zone's local
// time; spans end at UTC times. Empty when it is always zero.
std::vector<OffsetSpan> UtcToLocal(const absl::TimeZone& zone, Timestamp from, Timestamp to);

// Returns what to add to a local time in [from, to] to get UTC; spans end at
// local times. A time that occurs twice when clocks go back is the first of
// the two; one that clocks skip is read with the offset before the change.
std::vector<OffsetSpan> LocalToUtc(const absl::TimeZone& zone, Timestamp from, Timestamp to);

// Returns the instant at which the zone's clock first shows `local`.
Timestamp ToUtc(const absl::TimeZone& zone, Timestamp local);

}  // namespace madad::core
