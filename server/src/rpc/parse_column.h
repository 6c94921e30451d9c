// Columns of messages as the core has them.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"

#include "core/adapter.h"
#include "core/result.h"
#include "madad/v1/types.pb.h"

namespace madad::rpc {

// Returns what `column` is called and holds.
// Errors: INVALID_ARGUMENT (COLUMN_INVALID) for a type that there is not, a scale
// that no decimal has, a name that is too long.
absl::StatusOr<core::SqlColumn> ParseColumnType(const v1::Column& column);

// Returns the values of `column`, taken from it, of which there must be `rows`.
// Nulls: where the validity says so; their placeholders are not looked at.
// Errors: INVALID_ARGUMENT (COLUMN_INVALID) for another number of values or too
// little validity; VALUE_INVALID for a number that is not finite, a bool that is
// neither 0 nor 1, a day outside the calendar; naming column and row.
absl::StatusOr<core::ResultColumn> ParseColumn(v1::Column&& column, int64_t rows);

}  // namespace madad::rpc
