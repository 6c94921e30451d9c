#include "adapters/duckdb/stream_rows.h"

#include <future>
#include <utility>
#include <variant>

#include "adapters/duckdb/connection.h"
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

// Reads so many rows into `columns`, in place of what is in them; false when none are left.
absl::StatusOr<bool> ReadLot(core::ArrowBatches& batches, const core::CallContext& call,
                             std::vector<core::ResultColumn>& columns) {
  const CallScope scope(call);
  for (core::ResultColumn& column : columns) {
    column.valid.clear();
    std::visit([](auto& values) { values.clear(); }, column.values);
  }
  while (columns.front().size() < kRowsAtATime) {
    MADAD_RETURN_IF_ERROR(call.Check());
    MADAD_ASSIGN_OR_RETURN(const int64_t more, batches.Next(columns));
    if (more < 0) return false;
  }
  return true;
}

absl::Status TooMany(int64_t max_rows) {
  return core::Error(absl::StatusCode::kResourceExhausted,
                     core::Cat("there are more than the ", max_rows, " rows that are allowed"),
                     {"TOO_MANY_ROWS", {{"limit", core::Cat(max_rows)}}, ""});
}

}  // namespace

absl::StatusOr<int64_t> WriteRows(core::ArrowStream rows, const std::vector<core::Column>& columns,
                                  const core::CallContext& call, TableWriter& writer,
                                  int64_t max_rows, const std::function<void(int64_t)>& written) {
  MADAD_ASSIGN_OR_RETURN(core::ArrowBatches batches,
                         core::ArrowBatches::Open(std::move(rows), columns.size()));
  // One lot is read while the other is written.
  std::vector<core::ResultColumn> lot = EmptyColumns(columns);
  std::vector<core::ResultColumn> next = EmptyColumns(columns);
  const auto read = [&] {
    return std::async(std::launch::async, [&] { return ReadLot(batches, call, next); });
  };
  int64_t count = 0;
  std::future<absl::StatusOr<bool>> reading = read();
  for (bool more = true; more;) {
    MADAD_ASSIGN_OR_RETURN(more, reading.get());
    std::swap(lot, next);
    if (more) reading = read();
    count += static_cast<int64_t>(lot.front().size());
    if (count > max_rows) return TooMany(max_rows);
    MADAD_RETURN_IF_ERROR(writer.Append(lot));
    if (written) written(static_cast<int64_t>(lot.front().size()));
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
