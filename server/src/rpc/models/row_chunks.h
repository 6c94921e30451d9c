// Rows on their way into messages.
#pragma once

#include <cstddef>
#include <functional>
#include <utility>
#include <vector>

#include "absl/status/status.h"

#include "core/result.h"
#include "rpc/convert_column.h"

namespace madad::rpc {

// Takes some rows of `columns`.
using ChunkSink =
    std::function<absl::Status(const std::vector<core::ResultColumn>& columns, RowRange rows)>;

// Appends the rows of `from` to `to`, a column of the same type.
void AppendRows(core::ResultColumn from, core::ResultColumn& to);

// Makes chunks of an even size from rows that come as they come.
class RowChunks {
 public:
  // Chunks have at most `most` bytes; a row that is larger stands alone.
  RowChunks(size_t most, ChunkSink sink) : most_(most), sink_(std::move(sink)) {}

  // Adds rows, whose columns are the same each time, and hands over the chunks
  // that are full. Errors: what the sink returns.
  absl::Status Add(std::vector<core::ResultColumn> rows);

  // Hands over the rest, if only columns without rows when there was no chunk.
  absl::Status Finish();

 private:
  const size_t most_;
  const ChunkSink sink_;
  std::vector<core::ResultColumn> held_;
  bool sent_ = false;
};

}  // namespace madad::rpc
