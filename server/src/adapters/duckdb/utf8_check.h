// Whether a file is UTF-8, at the speed of reading it.
#pragma once

#include "absl/status/statusor.h"

#include "adapters/duckdb/byte_stream.h"

namespace madad::adapters::duckdb {

// Returns whether all of `bytes` are UTF-8.
// Errors: what reading finds.
absl::StatusOr<bool> IsUtf8(ByteStream& bytes);

}  // namespace madad::adapters::duckdb
