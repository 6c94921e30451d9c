// Rows of files with what is wrong with them, before they are kept or not.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"

#include "adapters/duckdb/column_sql.h"
#include "adapters/duckdb/load_context.h"

namespace madad::adapters::duckdb {

// Returns a SELECT of the table's own columns, typed and in UTC, with columns
// "file:" (index), "line:", "column:" and "reason:" (null: the row is good).
// `from` has the columns file, line, bad_column and bad_reason, and what
// `columns` (one for each own column) is made from; a column's value is found
// under the name t0, t1, ...
std::string PrintStaged(const LoadContext& context, const std::vector<ColumnSql>& columns,
                        const std::string& from);

// Makes the table of the good rows of its staging relation (suffix ":staged"),
// which goes, and reports the bad ones.
// Errors: FAILED_PRECONDITION (FILE_INVALID) where the table takes no bad row.
absl::Status KeepGoodRows(LoadContext& context);

}  // namespace madad::adapters::duckdb
