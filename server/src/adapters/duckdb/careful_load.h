// Files row by row: every row that does not fit is found, and said where.
#pragma once

#include "absl/status/status.h"

#include "adapters/duckdb/load_context.h"

namespace madad::adapters::duckdb {

// Creates the table from its files of delimited text, JSON lines or Parquet,
// typed and in UTC, without the rows that do not fit, as the table's `bad_rows`
// says; fills the report's rows.
// Errors: FAILED_PRECONDITION (FILE_INVALID: the first bad row's file, line,
// column and reason, and how many more there are, or a file that cannot be
// read; COLUMN_NOT_IN_FILE).
absl::Status LoadCarefully(LoadContext& context);

}  // namespace madad::adapters::duckdb
