// A table's own columns, and what may be wrong with its files.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

#include "core/catalog.h"

namespace madad::adapters::duckdb {

// Returns the table's own columns (those without `via`), in order of name.
std::vector<const core::Column*> OwnColumns(const core::Table& table);

// Returns FAILED_PRECONDITION (FILE_INVALID) for a file of `table`: what was
// found in it.
absl::Status InvalidFile(const core::Table& table, std::string_view file, absl::string_view found);

// Returns OK when `header` has every own column of `table`.
// Errors: FAILED_PRECONDITION (COLUMN_NOT_IN_FILE) naming each that `file`
// lacks, with the nearest.
absl::Status CheckHeader(const core::Table& table, std::string_view file,
                         const std::vector<std::string>& header);

}  // namespace madad::adapters::duckdb
