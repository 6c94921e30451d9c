#include "adapters/duckdb/table_loader.h"

#include <utility>
#include <vector>

#include "absl/strings/str_join.h"
#include "absl/time/clock.h"

#include "adapters/duckdb/careful_load.h"
#include "adapters/duckdb/fast_load.h"
#include "adapters/duckdb/keys.h"
#include "adapters/duckdb/load_context.h"
#include "adapters/duckdb/measure.h"
#include "adapters/duckdb/query_load.h"
#include "adapters/duckdb/text_layout.h"
#include "core/status.h"
#include "core/text.h"

namespace madad::adapters::duckdb {
namespace {

std::string FingerprintOf(const std::vector<FileInfo>& files) {
  return absl::StrJoin(files, ";", [](std::string* out, const FileInfo& file) {
    core::Append(out, file.path, ",", file.size, ",", file.modified_ns);
  });
}

absl::StatusOr<std::vector<TextLayout>> ReadLayouts(const LoadContext& context) {
  std::vector<TextLayout> layouts;
  for (const FileInfo& file : context.files) {
    MADAD_ASSIGN_OR_RETURN(RecordReader reader, OpenText(context.source, context.table, file));
    MADAD_ASSIGN_OR_RETURN(layouts.emplace_back(), ReadLayout(context.table, file, reader));
  }
  return layouts;
}

// Files without a bad row are read fast; when that fails, or cannot be tried,
// every row is looked at.
absl::Status LoadFiles(LoadContext& context) {
  if (IsDelimited(context.files.front().kind.format)) {
    MADAD_ASSIGN_OR_RETURN(const std::vector<TextLayout> layouts, ReadLayouts(context));
    if (CanLoadFast(layouts)) {
      const absl::Status fast = LoadFast(context, layouts);
      if (fast.ok() || fast.code() == absl::StatusCode::kResourceExhausted) return fast;
    }
  }
  return LoadCarefully(context);
}

absl::Status Load(LoadContext& context, absl::Time now, LoadedTable& loaded) {
  if (!context.table.query.empty()) {
    loaded.fingerprint = context.table.query;
    MADAD_RETURN_IF_ERROR(LoadQuery(context));
  } else {
    MADAD_ASSIGN_OR_RETURN(context.files, FindFiles(context.source, context.table));
    loaded.fingerprint = FingerprintOf(context.files);
    context.report.file_count = static_cast<int64_t>(context.files.size());
    MADAD_ASSIGN_OR_RETURN(const bool is_local,
                           context.store.local_times().Add(context.source.timezone));
    if (is_local) context.zone = context.source.timezone;
    MADAD_RETURN_IF_ERROR(LoadFiles(context));
  }
  MADAD_RETURN_IF_ERROR(DropDuplicates(context));
  MADAD_RETURN_IF_ERROR(VerifyKey(context));
  loaded.data.key_verified = !context.table.key.empty();
  return Measure(context, now, loaded.data);
}

}  // namespace

LoadedTable LoadTable(const core::Source& source, const core::Table& table,
                      const std::string& schema, absl::Time now, Store& store) {
  LoadedTable loaded;
  const absl::Time begin = absl::Now();
  absl::StatusOr<Store::Loan> connection = store.Borrow();
  if (!connection.ok()) {
    loaded.data.status = connection.status();
    return loaded;
  }
  LoadContext context{source, table, store, **connection, schema, {}, {}, {}};
  loaded.data.schema = schema;
  loaded.data.relation = table.name;
  loaded.data.status = Load(context, now, loaded);
  loaded.data.load = std::move(context.report);
  loaded.data.load.loaded_at = now;
  loaded.data.load.elapsed = absl::Now() - begin;
  return loaded;
}

}  // namespace madad::adapters::duckdb
