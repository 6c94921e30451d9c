// Time by opening hours, as a function of DuckDB's SQL.
#pragma once

#include <duckdb.h>

#include "absl/status/status.h"

namespace madad::adapters::duckdb {

// Makes `madad_business_time(from, to, hours)` known to the connection's
// database: the microseconds of opening time between two UTC times, null when
// one is; `hours` is the text of `core::BusinessHours`.
absl::Status RegisterBusinessTime(duckdb_connection connection);

}  // namespace madad::adapters::duckdb
