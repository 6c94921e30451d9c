// The time that a query is about.
#pragma once

#include <optional>
#include <string_view>

#include "absl/status/statusor.h"

#include "core/plan/time_axis.h"
#include "core/query.h"

namespace madad::core {

// Half-open, civil times; an absent bound is none.
struct CivilRange {
  std::optional<Timestamp> from;
  std::optional<Timestamp> to;
};

// Returns the instant that `text` means as an as_of: an instant by RFC 3339, or
// the last microsecond of a day or before a civil time in the axis's zone.
// Errors: INVALID_ARGUMENT (AS_OF_INVALID).
absl::StatusOr<Timestamp> ParseAsOf(std::string_view text, const TimeAxis& axis);

// Returns the range of `query`: its from and to, or what its `during` means;
// `as_of` is an instant.
// Errors: INVALID_ARGUMENT (RANGE_INVALID; DURING_INVALID), FAILED_PRECONDITION
// (AS_OF_UNKNOWN for a relative range without an as_of).
absl::StatusOr<CivilRange> RangeOf(const Query& query, const TimeAxis& axis,
                                   std::optional<Timestamp> as_of);

// Returns the range to compare `range` with. A period that as_of lies in is
// compared with the equal elapsed part of the other.
// Errors: INVALID_ARGUMENT (COMPARISON_NEEDS_RANGE without a grain and bounds).
absl::StatusOr<CivilRange> ComparedWith(const CivilRange& range, Comparison comparison,
                                        const TimeAxis& axis, std::optional<Timestamp> as_of);

// Returns the period that `period` is compared with.
Date ComparedPeriod(Date period, Comparison comparison, const TimeAxis& axis);

}  // namespace madad::core
