#include "adapters/duckdb/record_scan.h"

#include <string_view>
#include <utility>

#include "core/status.h"
#include "core/text.h"

namespace madad::adapters::duckdb {
namespace {

constexpr char kName[] = "madad_records";

struct BindData {
  int64_t id;
  size_t columns;
};

template <typename T>
void Delete(void* pointer) {
  delete static_cast<T*>(pointer);
}

void AddColumn(duckdb_bind_info info, const std::string& name, duckdb_type type) {
  duckdb_logical_type logical = duckdb_create_logical_type(type);
  duckdb_bind_add_result_column(info, name.c_str(), logical);
  duckdb_destroy_logical_type(&logical);
}

int64_t FirstParameter(duckdb_bind_info info) {
  duckdb_value value = duckdb_bind_get_parameter(info, 0);
  const int64_t number = duckdb_get_int64(value);
  duckdb_destroy_value(&value);
  return number;
}

// The columns of one chunk, written row by row.
class ChunkWriter {
 public:
  ChunkWriter(duckdb_data_chunk chunk, size_t fields) : chunk_(chunk), fields_(fields) {}

  void Write(const SourceRow& row, idx_t at) {
    for (size_t i = 0; i < fields_; ++i) Text(i, at, row.fields[i]);
    static_cast<int32_t*>(duckdb_vector_get_data(Vector(fields_)))[at] = row.file;
    static_cast<int64_t*>(duckdb_vector_get_data(Vector(fields_ + 1)))[at] = row.line;
    const bool bad = !row.bad_reason.empty();
    Text(fields_ + 2, at, bad ? std::optional<std::string_view>(row.bad_column) : std::nullopt);
    Text(fields_ + 3, at, bad ? std::optional<std::string_view>(row.bad_reason) : std::nullopt);
  }

 private:
  duckdb_vector Vector(size_t column) const {
    return duckdb_data_chunk_get_vector(chunk_, static_cast<idx_t>(column));
  }

  void Text(size_t column, idx_t at, std::optional<std::string_view> text) {
    duckdb_vector vector = Vector(column);
    if (text.has_value()) {
      duckdb_vector_assign_string_element_len(vector, at, text->data(), text->size());
      return;
    }
    duckdb_vector_ensure_validity_writable(vector);
    duckdb_validity_set_row_invalid(duckdb_vector_get_validity(vector), at);
  }

  duckdb_data_chunk chunk_;
  size_t fields_;
};

}  // namespace

struct RecordScans::State {
  int64_t id;
  std::unique_ptr<RecordSource> source;
  SourceRow row;
};

absl::Status RecordScans::Register(duckdb_connection connection) {
  duckdb_table_function function = duckdb_create_table_function();
  duckdb_table_function_set_name(function, kName);
  duckdb_logical_type parameter = duckdb_create_logical_type(DUCKDB_TYPE_BIGINT);
  duckdb_table_function_add_parameter(function, parameter);
  duckdb_destroy_logical_type(&parameter);
  duckdb_table_function_set_extra_info(function, this, nullptr);
  duckdb_table_function_set_bind(function, Bind);
  duckdb_table_function_set_init(function, Init);
  duckdb_table_function_set_function(function, Scan);
  const duckdb_state state = duckdb_register_table_function(connection, function);
  duckdb_destroy_table_function(&function);
  if (state == DuckDBSuccess) return absl::OkStatus();
  return core::Error(absl::StatusCode::kInternal,
                     core::Cat("the embedded store refuses the function ", kName),
                     {"STORE_UNAVAILABLE", {}, ""});
}

void RecordScans::Bind(duckdb_bind_info info) {
  auto* scans = static_cast<RecordScans*>(duckdb_bind_get_extra_info(info));
  const int64_t id = FirstParameter(info);
  const std::lock_guard lock(scans->mutex_);
  const auto found = scans->entries_.find(id);
  if (found == scans->entries_.end() || found->second.source == nullptr) {
    duckdb_bind_set_error(info, "madad_records: there are no records of this number");
    return;
  }
  const size_t columns = found->second.source->column_count();
  for (size_t i = 0; i < columns; ++i) AddColumn(info, core::Cat("c", i), DUCKDB_TYPE_VARCHAR);
  AddColumn(info, "file", DUCKDB_TYPE_INTEGER);
  AddColumn(info, "line", DUCKDB_TYPE_BIGINT);
  AddColumn(info, "bad_column", DUCKDB_TYPE_VARCHAR);
  AddColumn(info, "bad_reason", DUCKDB_TYPE_VARCHAR);
  duckdb_bind_set_bind_data(info, new BindData{id, columns}, Delete<BindData>);
}

void RecordScans::Init(duckdb_init_info info) {
  auto* scans = static_cast<RecordScans*>(duckdb_init_get_extra_info(info));
  const auto* bind = static_cast<BindData*>(duckdb_init_get_bind_data(info));
  const std::lock_guard lock(scans->mutex_);
  const auto found = scans->entries_.find(bind->id);
  if (found == scans->entries_.end() || found->second.source == nullptr) {
    duckdb_init_set_error(info, "madad_records: these records have been read already");
    return;
  }
  auto* state = new State{bind->id, std::move(found->second.source), {}};
  duckdb_init_set_init_data(info, state, Delete<State>);
  // One thread, so that the rows keep their order.
  duckdb_init_set_max_threads(info, 1);
}

void RecordScans::Scan(duckdb_function_info info, duckdb_data_chunk chunk) {
  auto* state = static_cast<State*>(duckdb_function_get_init_data(info));
  ChunkWriter writer(chunk, state->source->column_count());
  idx_t rows = 0;
  while (rows < duckdb_vector_size()) {
    const absl::StatusOr<bool> more = state->source->Next(state->row);
    if (!more.ok()) {
      auto* scans = static_cast<RecordScans*>(duckdb_function_get_extra_info(info));
      const std::lock_guard lock(scans->mutex_);
      scans->entries_[state->id].failure = more.status();
      duckdb_function_set_error(info, std::string(more.status().message()).c_str());
      return;
    }
    if (!*more) break;
    writer.Write(state->row, rows++);
  }
  duckdb_data_chunk_set_size(chunk, rows);
}

RecordScans::Lease RecordScans::Add(std::unique_ptr<RecordSource> source) {
  const std::lock_guard lock(mutex_);
  const int64_t id = next_++;
  entries_[id].source = std::move(source);
  return {*this, id};
}

RecordScans::Lease::~Lease() {
  const std::lock_guard lock(scans_.mutex_);
  scans_.entries_.erase(id_);
}

absl::Status RecordScans::Lease::failure() const {
  const std::lock_guard lock(scans_.mutex_);
  return scans_.entries_.at(id_).failure;
}

std::string RecordScans::Lease::Sql() const { return core::Cat(kName, "(", id_, ")"); }

}  // namespace madad::adapters::duckdb
