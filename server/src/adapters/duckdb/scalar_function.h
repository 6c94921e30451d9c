// Functions of a row that are ours, in DuckDB's SQL.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <duckdb.h>

#include "absl/status/status.h"

namespace madad::adapters::duckdb {

// When the engine may call a function less often than there are rows.
enum class Calls {
  kAsNeeded,     // its result depends on nothing but its arguments
  kForEveryRow,  // it has an effect
};

// Tells whether a row of a vector's `validity` has a value.
inline bool IsValid(const uint64_t* validity, idx_t row) {
  return validity == nullptr || ((validity[row / 64] >> (row % 64)) & 1) != 0;
}

// Makes the function known to the connection's database; once for each.
// Lifetime: `extra_info` outlives the database.
// Errors: INTERNAL when the engine refuses it.
absl::Status RegisterScalar(duckdb_connection connection, const char* name,
                            const std::vector<duckdb_type>& parameters, duckdb_type result,
                            void* extra_info, duckdb_scalar_function_t compute,
                            Calls calls = Calls::kAsNeeded);

}  // namespace madad::adapters::duckdb
