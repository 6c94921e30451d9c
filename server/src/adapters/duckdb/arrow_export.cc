#include "adapters/duckdb/arrow_export.h"

#include <cerrno>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/status.h"

namespace madad::adapters::duckdb {
namespace {

// What an exported stream owns.
struct Export {
  explicit Export(QueryResult taken) : result(std::move(taken)) {
    options = duckdb_result_get_arrow_options(result.get());
  }
  Export(const Export&) = delete;
  Export& operator=(const Export&) = delete;
  ~Export() { duckdb_destroy_arrow_options(&options); }

  QueryResult result;
  duckdb_arrow_options options = nullptr;
  std::string last_error;
};

Export& Of(ArrowArrayStream* stream) { return *static_cast<Export*>(stream->private_data); }

// Records DuckDB's error, if there is one; returns an errno for the stream.
int Settle(Export& state, duckdb_error_data error) {
  if (error == nullptr) return 0;
  const bool failed = duckdb_error_data_has_error(error);
  if (failed) state.last_error = duckdb_error_data_message(error);
  duckdb_destroy_error_data(&error);
  return failed ? EIO : 0;
}

int GetSchema(ArrowArrayStream* stream, ArrowSchema* out) {
  Export& state = Of(stream);
  const idx_t count = duckdb_column_count(state.result.get());
  std::vector<duckdb_logical_type> types;
  std::vector<const char*> names;
  for (idx_t i = 0; i < count; ++i) {
    types.push_back(duckdb_column_logical_type(state.result.get(), i));
    names.push_back(duckdb_column_name(state.result.get(), i));
  }
  const int code =
      Settle(state, duckdb_to_arrow_schema(state.options, types.data(), names.data(), count, out));
  for (duckdb_logical_type& type : types) duckdb_destroy_logical_type(&type);
  return code;
}

int GetNext(ArrowArrayStream* stream, ArrowArray* out) {
  Export& state = Of(stream);
  *out = {};
  duckdb_data_chunk chunk = duckdb_fetch_chunk(*state.result.get());
  if (chunk == nullptr) return 0;
  const int code = Settle(state, duckdb_data_chunk_to_arrow(state.options, chunk, out));
  duckdb_destroy_data_chunk(&chunk);
  return code;
}

const char* GetLastError(ArrowArrayStream* stream) { return Of(stream).last_error.c_str(); }

void Release(ArrowArrayStream* stream) {
  delete static_cast<Export*>(stream->private_data);
  *stream = {};
}

}  // namespace

absl::StatusOr<core::ArrowStream> ExportArrow(QueryResult result) {
  ArrowArrayStream stream{};
  stream.get_schema = GetSchema;
  stream.get_next = GetNext;
  stream.get_last_error = GetLastError;
  stream.release = Release;
  stream.private_data = std::make_unique<Export>(std::move(result)).release();
  return core::ArrowStream(&stream);
}

}  // namespace madad::adapters::duckdb
