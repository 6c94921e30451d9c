// Rows as RowBinary writes them.
#pragma once

#include <cstddef>
#include <string_view>

#include "absl/status/statusor.h"

#include "adapters/sql/batch.h"

namespace madad::adapters::clickhouse {

// Appends the row at the beginning of `data` to `batch` and returns its size in
// bytes; 0 (and appends nothing) when `data` ends before the row does. Every
// value is nullable, of the type that SqlType gives for its column.
// Errors: INTERNAL for bytes that are no row.
absl::StatusOr<size_t> TakeRow(std::string_view data, sql::Batch& batch);

}  // namespace madad::adapters::clickhouse
