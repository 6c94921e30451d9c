// The catalog's SQL engines, reached as it says.
#pragma once

#include "absl/status/statusor.h"

#include "adapters/duckdb/sql_tables.h"
#include "core/catalog.h"

namespace madad::app {

// Returns what reaches each source of `catalog` that is a SQL engine. Nothing is
// connected to yet.
// Errors: FAILED_PRECONDITION (SECRET_MISSING) for an environment variable or a
// file that a source names and that is not there; its value is never in a message.
absl::StatusOr<adapters::duckdb::SqlSources> MakeSqlSources(const core::Catalog& catalog);

}  // namespace madad::app
