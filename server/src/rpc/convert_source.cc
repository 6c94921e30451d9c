#include "rpc/convert_source.h"

#include "rpc/convert_types.h"
#include "rpc/status.h"

namespace madad::rpc {
namespace {

void ToRejected(const core::RejectedRow& row, v1::RejectedRow& out) {
  out.set_file(row.file);
  out.set_line(row.line);
  out.set_column(row.column);
  out.set_reason(row.reason);
}

void ToLoad(const core::LoadReport& load, v1::SourceTable& out) {
  out.set_file_count(load.file_count);
  out.set_rows_read(load.rows_read);
  out.set_rows_rejected(load.rows_rejected);
  out.set_duplicates_dropped(load.duplicates_dropped);
  for (const core::RejectedRow& row : load.rejected) ToRejected(row, *out.add_rejected());
  if (load.loaded_at != absl::InfinitePast()) {
    *out.mutable_loaded_at() = ToTimestamp(load.loaded_at);
    *out.mutable_load_time() = ToDuration(load.elapsed);
  }
}

void ToData(const core::TableData& data, v1::SourceTable& out) {
  const absl::Status& status = data.status.ok() ? data.newer_version : data.status;
  if (!status.ok()) *out.mutable_error() = ToRpcStatus(status);
  out.set_rows_kept(data.rows);
  ToLoad(data.load, out);
  if (data.newest_event) *out.mutable_newest_event() = ToTimestamp(*data.newest_event);
  out.set_optimized(data.optimized);
}

void ToCopying(const core::CopyState& copy, v1::Copying& out) {
  out.set_rows(copy.rows);
  out.set_rows_before(copy.rows_before);
  *out.mutable_started_at() = ToTimestamp(copy.since);
}

}  // namespace

v1::Source ToSource(const core::Source& source, const core::Catalog& catalog,
                    const core::Snapshot& snapshot,
                    const std::map<std::string, core::CopyState>& copying) {
  v1::Source out;
  out.set_name(source.name);
  out.set_kind(source.kind);
  out.set_snapshot(snapshot.id);
  for (const auto& [name, table] : catalog.tables) {
    if (table.source != source.name) continue;
    v1::SourceTable& added = *out.add_tables();
    added.set_name(name);
    added.set_files(table.files);
    const auto data = snapshot.tables.find(name);
    if (data != snapshot.tables.end()) ToData(data->second, added);
    if (const auto copy = copying.find(name); copy != copying.end()) {
      ToCopying(copy->second, *added.mutable_copying());
    }
  }
  return out;
}

}  // namespace madad::rpc
