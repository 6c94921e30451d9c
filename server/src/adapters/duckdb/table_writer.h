// Rows that are not in a file, into a relation.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <duckdb.h>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "adapters/duckdb/connection.h"
#include "core/catalog.h"
#include "core/result.h"

namespace madad::adapters::duckdb {

// Appends rows to one relation.
// Thread: one at a time.
class TableWriter {
 public:
  // Creates the relation `schema`.`relation` with `columns`, in their order.
  // Lifetime: the connection outlives the writer.
  // Errors: what the engine says.
  static absl::StatusOr<TableWriter> Create(Connection& connection, const std::string& schema,
                                            const std::string& relation,
                                            const std::vector<core::Column>& columns);
  TableWriter(TableWriter&& other) noexcept;
  TableWriter& operator=(TableWriter&&) = delete;
  ~TableWriter();

  // Appends the rows of `columns`, which are of the relation's types.
  absl::Status Append(const std::vector<core::ResultColumn>& columns);
  // Writes what is still held back; nothing is appended after.
  absl::Status Finish();

 private:
  TableWriter() = default;

  duckdb_appender appender_ = nullptr;
  duckdb_data_chunk chunk_ = nullptr;
};

}  // namespace madad::adapters::duckdb
