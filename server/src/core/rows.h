// Rows of one table, as they are.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"

#include "core/query.h"
#include "core/result.h"
#include "core/world.h"

namespace madad::core {

struct RowsQuery {
  std::string table;
  // The table's columns and dimensions, in the order asked for; empty: all of
  // its own (`ShownColumns`).
  std::vector<std::string> columns;
  std::string filter;  // condition over the same; empty: all rows
  // Columns asked for; empty: by key, where there is one.
  std::vector<OrderBy> order;
  int64_t offset = 0;  // rows to leave out
  int64_t limit = 0;   // 0: all
};

// Takes the next rows. Every chunk has the same columns; the first may be empty.
using RowsSink = std::function<absl::Status(std::vector<ResultColumn> chunk)>;

// Reads the rows of a table that `query` asks for, a chunk of a few thousand at
// a time, in a stable order when the table has a key.
// Errors: NOT_FOUND (TABLE_UNKNOWN, COLUMN_UNKNOWN, with the nearest names);
// INVALID_ARGUMENT for the filter; FAILED_PRECONDITION when the table's data is
// not there (MODEL_NOT_RUN says how to run it); what `sink` returns.
absl::Status ReadRows(const RowsQuery& query, const World& world, const CallContext& call,
                      const RowsSink& sink);

}  // namespace madad::core
