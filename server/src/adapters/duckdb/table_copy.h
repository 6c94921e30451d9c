// A table's relation laid out for queries.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "adapters/duckdb/store.h"
#include "core/catalog.h"
#include "core/derived.h"
#include "core/metric.h"
#include "core/query.h"
#include "core/snapshot.h"

namespace madad::adapters::duckdb {

struct CopyLayout {
  // Rows are in order of this column, nulls last; empty: in the order they have.
  std::string order_by;
  // Values held ready in hidden columns; each text once.
  std::vector<core::DerivedColumn> derived;
  // Text columns of up to this many values become ENUMs (two bytes a row) when
  // each value has `rows_per_value` rows on average.
  int64_t max_values = 65'535;
  int64_t rows_per_value = 8;
};

// Returns the time column of `table` that most of `metrics` count by: of its
// own columns, not planned; without such metrics its first one by name. Empty
// when it has none.
std::string MainTimeColumn(const core::Table& table,
                           const std::vector<core::MetricDefinition>& metrics);

// Returns `plain` with a copy of its relation in a schema of its own, which has
// the same columns and rows: text of few values as ENUMs whose order is that of
// the code points, and `derived` filled, durations that are whole seconds as such
// (hidden_column.h). An expression that the engine cannot
// compute is left out.
// Lifetime: the copy holds nothing of `plain`.
// Errors: CANCELLED, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED (memory), INTERNAL;
// nothing is left in the store then.
absl::StatusOr<core::TableData> CopyForQueries(const core::TableData& plain,
                                               const core::Table& table, const CopyLayout& layout,
                                               const std::shared_ptr<Store>& store,
                                               const core::CallContext& call);

}  // namespace madad::adapters::duckdb
