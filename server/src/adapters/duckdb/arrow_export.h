// DuckDB results as Arrow C streams.
#pragma once

#include "absl/status/statusor.h"

#include "adapters/duckdb/connection.h"
#include "core/adapter.h"

namespace madad::adapters::duckdb {

// Returns `result`'s rows as a stream that owns it; the connection that made
// it may be used again at once.
absl::StatusOr<core::ArrowStream> ExportArrow(QueryResult result);

}  // namespace madad::adapters::duckdb
