// Arrow streams to columns.
#pragma once

#include <cstdint>
#include <vector>

#include "absl/status/status.h"

#include "core/adapter.h"
#include "core/result.h"

namespace madad::core {

// Appends every row of `stream` to `columns`, whose number and types say what
// is expected (integers are narrowed exactly, decimals to the column's scale).
// Errors: RESOURCE_EXHAUSTED (TOO_MANY_GROUPS) past `max_rows`; OUT_OF_RANGE
// for a decimal over 64 bits; INTERNAL for a column of another type; what the
// stream itself says; CANCELLED and DEADLINE_EXCEEDED between batches.
absl::Status ReadArrow(ArrowStream& stream, const CallContext& call, int64_t max_rows,
                       std::vector<ResultColumn>& columns);

}  // namespace madad::core
