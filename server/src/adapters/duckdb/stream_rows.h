// Arrow streams into a relation.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "absl/status/statusor.h"

#include "adapters/duckdb/store.h"
#include "adapters/duckdb/table_writer.h"
#include "core/adapter.h"
#include "core/catalog.h"

namespace madad::adapters::duckdb {

// Appends the rows of a stream of `columns` and returns how many there were; `written` is told
// of each batch of rows.
// Errors: what the stream and the engine say; CANCELLED, DEADLINE_EXCEEDED.
absl::StatusOr<int64_t> WriteRows(core::ArrowStream rows, const std::vector<core::Column>& columns,
                                  const core::CallContext& call, TableWriter& writer,
                                  int64_t max_rows = INT64_MAX,
                                  const std::function<void(int64_t)>& written = {});

// Returns the value of a statement that returns one, of the type of `column`.
absl::StatusOr<core::Value> OneValue(Store& store, const core::SqlStatement& statement,
                                     const core::Column& column, const core::CallContext& call);

}  // namespace madad::adapters::duckdb
