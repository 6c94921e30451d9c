#include "rpc/models/read_rows.h"

#include <utility>

#include "core/plan/as_of.h"
#include "core/status.h"
#include "core/text.h"
#include "rpc/answers/answer.h"
#include "rpc/convert_types.h"
#include "rpc/models/limits.h"

namespace madad::rpc {
namespace {

absl::Status CheckSnapshot(const std::string& asked, const core::World& world) {
  const std::string& served = world.snapshot().id;
  if (asked.empty() || asked == served) return absl::OkStatus();
  return core::Error(absl::StatusCode::kFailedPrecondition,
                     core::Cat("the data has changed: snapshot '", asked, "' was asked for, '",
                               served, "' is served; read again from the first page"),
                     {"SNAPSHOT_GONE", {{"asked", asked}, {"served", served}}, "snapshot"});
}

core::RowsQuery ToRowsQuery(const v1::ReadRowsRequest& request) {
  core::RowsQuery query{.table = request.table(), .filter = request.filter()};
  query.columns.assign(request.columns().begin(), request.columns().end());
  for (const v1::Order& order : request.order()) {
    query.order.push_back({order.column(), order.descending()});
  }
  query.offset = request.offset();
  query.limit = request.limit();
  return query;
}

// What the table's rows are from.
v1::SnapshotInfo OriginOf(const std::string& table, const core::World& world) {
  v1::SnapshotInfo origin;
  origin.set_id(world.snapshot().id);
  if (!world.catalog().tables.contains(table)) return origin;
  const auto as_of = core::FindAsOf({}, {}, {table}, world);
  if (as_of.ok() && as_of->instant) *origin.mutable_as_of() = ToTimestamp(*as_of->instant);
  return origin;
}

}  // namespace

absl::Status ReadChunks(const core::RowsQuery& query, const core::World& world,
                        const core::CallContext& call, const ChunkSink& sink) {
  RowChunks chunks(kChunkBytes, sink);
  MADAD_RETURN_IF_ERROR(core::ReadRows(
      query, world, call,
      [&chunks](std::vector<core::ResultColumn> rows) { return chunks.Add(std::move(rows)); }));
  return chunks.Finish();
}

absl::Status SendRows(const v1::ReadRowsRequest& request, const core::World& world,
                      const core::CallContext& call, StreamSink<v1::ReadRowsResponse>& sink) {
  MADAD_RETURN_IF_ERROR(call.Check());
  MADAD_RETURN_IF_ERROR(CheckLimits(request));
  MADAD_RETURN_IF_ERROR(CheckSnapshot(request.snapshot(), world));
  bool is_first = true;
  return ReadChunks(ToRowsQuery(request), world, call,
                    [&](const std::vector<core::ResultColumn>& columns, RowRange rows) {
                      v1::ReadRowsResponse message;
                      for (const core::ResultColumn& column : columns) {
                        ToColumn(column, rows, *message.add_columns());
                      }
                      message.set_row_count(static_cast<int64_t>(rows.end - rows.begin));
                      if (std::exchange(is_first, false)) {
                        *message.mutable_snapshot() = OriginOf(request.table(), world);
                      }
                      return sink.Write(std::move(message));
                    });
}

}  // namespace madad::rpc
