// Ranges in one word.
#pragma once

#include <optional>
#include <string_view>

#include "absl/status/statusor.h"

#include "core/plan/range.h"

namespace madad::core {

// Returns the range that `text` means: 2024, 2024-Q3, 2024-07, 2024-07-15,
// FY2024 and FY2024-Q3 (fiscal years are named after the calendar year in which
// they begin), or last-<duration>, which ends with as_of's day.
// Errors: INVALID_ARGUMENT (DURING_INVALID), FAILED_PRECONDITION (AS_OF_UNKNOWN).
absl::StatusOr<CivilRange> ParseDuring(std::string_view text, const TimeAxis& axis,
                                       std::optional<Timestamp> as_of);

}  // namespace madad::core
