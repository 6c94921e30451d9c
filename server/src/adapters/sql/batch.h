// Rows of drivers that hand them over one at a time, to Arrow.
#pragma once

#include <cstdint>
#include <string_view>

#include "absl/status/statusor.h"

#include "core/arrow_writer.h"

namespace madad::adapters::sql {

using Batch = core::RowBatch;
using core::BatchColumn;
using core::Int128;
using core::RowSource;
using core::StreamOf;

// Returns 10^n; n up to 38.
Int128 PowerOfTen(int n);

// Returns the decimal written as digits with an optional sign and point
// ("-12.50") times 10^scale. Further decimals that are not zero are refused.
// Errors: OUT_OF_RANGE, INVALID_ARGUMENT.
absl::StatusOr<Int128> ParseDecimal(std::string_view text, int32_t scale);

}  // namespace madad::adapters::sql
