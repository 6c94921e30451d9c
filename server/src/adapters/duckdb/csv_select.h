// SQL that reads a table's files with the catalog's columns and types.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

#include "adapters/duckdb/files.h"
#include "core/catalog.h"

namespace madad::adapters::duckdb {

// Returns SQL whose rows name the files' columns, one a row.
std::string PrintHeaderQuery(const core::Table& table, const std::vector<FileInfo>& files);

// Returns a SELECT of the table's own logical columns, typed and with values
// mapped; times are still in the source's zone. `header` is what
// `PrintHeaderQuery` gave.
// Errors: FAILED_PRECONDITION (COLUMN_NOT_IN_FILE) naming every column that the
// files lack, with the nearest.
absl::StatusOr<std::string> PrintSelect(const core::Table& table,
                                        const std::vector<FileInfo>& files,
                                        const std::vector<std::string>& header);

// Returns the table's own columns (those without `via`), in order of name.
std::vector<const core::Column*> OwnColumns(const core::Table& table);

}  // namespace madad::adapters::duckdb
