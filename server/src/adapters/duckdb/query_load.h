// A table that is a query over the source's other tables.
#pragma once

#include "absl/status/status.h"

#include "adapters/duckdb/load_context.h"

namespace madad::adapters::duckdb {

// Creates the table from its `query`, which sees the tables of the context's
// schema by their logical names; they must be loaded. Its columns are made from
// the query's by name, cast to their declared types; times are in UTC already.
// Errors: FAILED_PRECONDITION (QUERY_FAILED: what the engine says;
// COLUMN_NOT_IN_QUERY), RESOURCE_EXHAUSTED.
absl::Status LoadQuery(LoadContext& context);

}  // namespace madad::adapters::duckdb
