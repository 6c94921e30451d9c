// A table's key: rows that share one, and whether it is unique.
#pragma once

#include "absl/status/statusor.h"

#include "adapters/duckdb/load_context.h"

namespace madad::adapters::duckdb {

// Removes the rows that the table's `duplicates` does not keep, and counts
// them; later means further on in the order of files and lines. Rows without a
// key stay.
absl::Status DropDuplicates(LoadContext& context);

// Returns OK when the key is unique and never empty, or there is none.
// Errors: FAILED_PRECONDITION (KEY_NOT_UNIQUE) with counts and an example.
absl::Status VerifyKey(LoadContext& context);

}  // namespace madad::adapters::duckdb
