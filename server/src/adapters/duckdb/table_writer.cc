#include "adapters/duckdb/table_writer.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "absl/strings/str_join.h"

#include "adapters/duckdb/column_sql.h"
#include "adapters/duckdb/dialect.h"
#include "core/status.h"
#include "core/text.h"

namespace madad::adapters::duckdb {
namespace {

using core::ResultColumn;
using core::Type;

template <typename T>
void FillNumbers(const std::vector<int64_t>& values, size_t from, size_t count,
                 duckdb_vector vector) {
  auto* data = static_cast<T*>(duckdb_vector_get_data(vector));
  for (size_t i = 0; i < count; ++i) data[i] = static_cast<T>(values[from + i]);
}

void FillTexts(const std::vector<std::string>& values, size_t from, size_t count,
               duckdb_vector vector) {
  for (size_t i = 0; i < count; ++i) {
    const std::string& text = values[from + i];
    duckdb_vector_assign_string_element_len(vector, i, text.data(), text.size());
  }
}

void FillNulls(const ResultColumn& column, size_t from, size_t count, duckdb_vector vector) {
  const auto begin = column.valid.begin() + static_cast<ptrdiff_t>(from);
  const auto end = begin + static_cast<ptrdiff_t>(count);
  if (std::find(begin, end, 0) == end) return;
  duckdb_vector_ensure_validity_writable(vector);
  uint64_t* validity = duckdb_vector_get_validity(vector);
  for (size_t i = 0; i < count; ++i) {
    duckdb_validity_set_row_validity(validity, i, column.valid[from + i] != 0);
  }
}

void Fill(const ResultColumn& column, size_t from, size_t count, duckdb_vector vector) {
  if (const auto* texts = std::get_if<std::vector<std::string>>(&column.values)) {
    FillTexts(*texts, from, count, vector);
  } else if (const auto* doubles = std::get_if<std::vector<double>>(&column.values)) {
    auto* data = static_cast<double*>(duckdb_vector_get_data(vector));
    std::copy_n(doubles->begin() + static_cast<ptrdiff_t>(from), count, data);
  } else {
    const auto& numbers = std::get<std::vector<int64_t>>(column.values);
    if (column.type == Type::kBool) {
      FillNumbers<bool>(numbers, from, count, vector);
    } else if (column.type == Type::kDate) {
      FillNumbers<int32_t>(numbers, from, count, vector);
    } else {
      FillNumbers<int64_t>(numbers, from, count, vector);
    }
  }
  FillNulls(column, from, count, vector);
}

// The engine's types of the columns; destroyed with this.
class LogicalTypes {
 public:
  explicit LogicalTypes(const std::vector<core::Column>& columns) {
    for (const core::Column& column : columns) types_.push_back(TypeOf(column));
  }
  LogicalTypes(const LogicalTypes&) = delete;
  LogicalTypes& operator=(const LogicalTypes&) = delete;
  ~LogicalTypes() {
    for (duckdb_logical_type& type : types_) duckdb_destroy_logical_type(&type);
  }
  duckdb_logical_type* data() { return types_.data(); }
  idx_t size() const { return types_.size(); }

 private:
  static duckdb_logical_type TypeOf(const core::Column& column) {
    constexpr uint8_t kMostDigits = 18;  // what 64 bits hold
    switch (column.type) {
      case Type::kBool:
        return duckdb_create_logical_type(DUCKDB_TYPE_BOOLEAN);
      case Type::kInt64:
      case Type::kDuration:
        return duckdb_create_logical_type(DUCKDB_TYPE_BIGINT);
      case Type::kDouble:
        return duckdb_create_logical_type(DUCKDB_TYPE_DOUBLE);
      case Type::kDecimal:
        return duckdb_create_decimal_type(kMostDigits, static_cast<uint8_t>(column.scale));
      case Type::kDate:
        return duckdb_create_logical_type(DUCKDB_TYPE_DATE);
      case Type::kTimestamp:
        return duckdb_create_logical_type(DUCKDB_TYPE_TIMESTAMP);
      default:
        return duckdb_create_logical_type(DUCKDB_TYPE_VARCHAR);
    }
  }

  std::vector<duckdb_logical_type> types_;
};

}  // namespace

absl::StatusOr<TableWriter> TableWriter::Create(Connection& connection, const std::string& schema,
                                                const std::string& relation,
                                                const std::vector<core::Column>& columns) {
  const std::string declared =
      absl::StrJoin(columns, ", ", [](std::string* out, const core::Column& column) {
        core::Append(out, QuoteIdentifier(column.name), " ", StoredType(column));
      });
  MADAD_RETURN_IF_ERROR(
      connection.Execute(core::Cat("CREATE TABLE ", QuoteIdentifier(schema), ".",
                                   QuoteIdentifier(relation), " (", declared, ")")));
  TableWriter writer;
  LogicalTypes types(columns);
  writer.chunk_ = duckdb_create_data_chunk(types.data(), types.size());
  if (duckdb_appender_create(connection.handle(), schema.c_str(), relation.c_str(),
                             &writer.appender_) == DuckDBError) {
    return EngineError(duckdb_appender_error(writer.appender_));
  }
  return writer;
}

TableWriter::TableWriter(TableWriter&& other) noexcept
    : appender_(std::exchange(other.appender_, nullptr)),
      chunk_(std::exchange(other.chunk_, nullptr)) {}

TableWriter::~TableWriter() {
  if (chunk_ != nullptr) duckdb_destroy_data_chunk(&chunk_);
  if (appender_ != nullptr) duckdb_appender_destroy(&appender_);
}

absl::Status TableWriter::Append(const std::vector<ResultColumn>& columns) {
  const size_t rows = columns.front().size();
  const size_t most = duckdb_vector_size();
  for (size_t from = 0; from < rows; from += most) {
    const size_t count = std::min(most, rows - from);
    duckdb_data_chunk_reset(chunk_);
    for (size_t i = 0; i < columns.size(); ++i) {
      Fill(columns[i], from, count, duckdb_data_chunk_get_vector(chunk_, i));
    }
    duckdb_data_chunk_set_size(chunk_, count);
    if (duckdb_append_data_chunk(appender_, chunk_) == DuckDBError) {
      return EngineError(duckdb_appender_error(appender_));
    }
  }
  return absl::OkStatus();
}

absl::Status TableWriter::Finish() {
  if (duckdb_appender_close(appender_) == DuckDBSuccess) return absl::OkStatus();
  return EngineError(duckdb_appender_error(appender_));
}

}  // namespace madad::adapters::duckdb
