#include "adapters/duckdb/stream_rows.h"

#include <utility>

#include "core/arrow_reader.h"
#include "core/status.h"
#include "core/text.h"

namespace madad::adapters::duckdb {
namespace {

// Rows that are converted at a time.
constexpr size_t kRowsAtATime = 16'384;

std::vector<core::ResultColumn> EmptyColumns(const std::vector<core::Column>& columns) {
  std::vector<core::ResultColumn> empty;
  for (const core::Column& from : columns) {
    core::ResultColumn& column = empty.emplace_back();
    column.name = from.name;
    column.type = from.type;
    column.scale = from.scale;
    column.values = core::EmptyValues(from.type);
  }
  return empty;
}

}  // namespace

absl::StatusOr<int64_t> WriteRows(core::ArrowStream rows, const std::vector<core::Column>& columns,
                                  const core::CallContext& call, TableWriter& writer,
                                  int64_t max_rows, const std::function<void(int64_t)>& written) {
  MADAD_ASSIGN_OR_RETURN(core::ArrowBatches batches,
                         core::ArrowBatches::Open(std::move(rows), columns.size()));
  std::vector<core::ResultColumn> held = EmptyColumns(columns);
  int64_t count = 0;
  for (int64_t more = 0; more >= 0;) {
    MADAD_RETURN_IF_ERROR(call.Check());
    MADAD_ASSIGN_OR_RETURN(more, batches.Next(held));
    count += std::max<int64_t>(more, 0);
    if (count > max_rows) {
      return core::Error(absl::StatusCode::kResourceExhausted,
                         core::Cat("there are more than the ", max_rows, " rows that are allowed"),
                         {"TOO_MANY_ROWS", {{"limit", core::Cat(max_rows)}}, ""});
    }
    if (more >= 0 && held.front().size() < kRowsAtATime) continue;
    MADAD_RETURN_IF_ERROR(writer.Append(held));
    if (written) written(static_cast<int64_t>(held.front().size()));
    held = EmptyColumns(columns);
  }
  MADAD_RETURN_IF_ERROR(writer.Finish());
  return count;
}

absl::StatusOr<core::Value> OneValue(Store& store, const core::SqlStatement& statement,
                                     const core::Column& column, const core::CallContext& call) {
  MADAD_ASSIGN_OR_RETURN(core::ArrowStream stream, store.Execute(statement, call));
  std::vector<core::ResultColumn> columns = EmptyColumns({column});
  MADAD_RETURN_IF_ERROR(core::ReadArrow(std::move(stream), call, 1, columns));
  return columns[0].size() == 0 ? core::Value() : columns[0].At(0);
}

}  // namespace madad::adapters::duckdb
