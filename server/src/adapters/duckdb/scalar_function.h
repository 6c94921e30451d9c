// Functions of a row that are ours, in DuckDB's SQL.
#pragma once

#include <string>
#include <vector>

#include <duckdb.h>

#include "absl/status/status.h"

namespace madad::adapters::duckdb {

// Makes the function known to the connection's database; once for each.
// Lifetime: `extra_info` outlives the database.
// Errors: INTERNAL when the engine refuses it.
absl::Status RegisterScalar(duckdb_connection connection, const char* name,
                            const std::vector<duckdb_type>& parameters, duckdb_type result,
                            void* extra_info, duckdb_scalar_function_t compute);

}  // namespace madad::adapters::duckdb
