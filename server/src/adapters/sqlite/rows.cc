#include "adapters/sqlite/rows.h"

#include <cstdint>
#include <utility>

#include "adapters/sql/batch.h"
#include "core/status.h"
#include "core/text.h"

namespace madad::adapters::sqlite {
namespace {

using core::Type;

constexpr int64_t kRowsOfBatch = 8192;
constexpr int64_t kBytesOfBatch = 4 << 20;

bool IsFull(const sql::Batch& batch) {
  return batch.rows() >= kRowsOfBatch || (batch.rows() % 16 == 0 && batch.bytes() > kBytesOfBatch);
}

absl::Status Unexpected(const core::SqlColumn& column, int found) {
  return core::Error(absl::StatusCode::kInternal,
                     core::Cat("SQLite sent a value of type ", found, " for ", column.name,
                               ", which is no ", core::TypeName(column.type)),
                     {"SOURCE_FAILED", {{"column", column.name}}, ""});
}

// Appends the value of the current row.
absl::Status Append(sqlite3_stmt* statement, int index, sql::BatchColumn& column) {
  const int found = sqlite3_column_type(statement, index);
  const Type type = column.column().type;
  if (found == SQLITE_NULL) {
    column.Null();
  } else if (type == Type::kString) {
    if (found != SQLITE_TEXT) return Unexpected(column.column(), found);
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, index));
    column.Text({text, static_cast<size_t>(sqlite3_column_bytes(statement, index))});
  } else if (type == Type::kDouble) {
    column.Double(sqlite3_column_double(statement, index));
  } else if (found != SQLITE_INTEGER) {
    return Unexpected(column.column(), found);
  } else if (type == Type::kDecimal) {
    column.Decimal(sqlite3_column_int64(statement, index));
  } else {
    column.Int(sqlite3_column_int64(statement, index));
  }
  return absl::OkStatus();
}

class StatementRows : public sql::RowSource {
 public:
  StatementRows(std::shared_ptr<void> hold, std::unique_ptr<Connection::Running> running)
      : hold_(std::move(hold)), running_(std::move(running)) {}

  absl::StatusOr<bool> Next(sql::Batch& batch) override {
    while (!IsFull(batch)) {
      MADAD_ASSIGN_OR_RETURN(const bool more, running_->Step());
      if (!more) return false;
      for (size_t i = 0; i < batch.width(); ++i) {
        MADAD_RETURN_IF_ERROR(Append(running_->get(), static_cast<int>(i), batch[i]));
      }
    }
    return true;
  }

 private:
  std::shared_ptr<void> hold_;  // outlives what runs on it
  std::unique_ptr<Connection::Running> running_;
};

}  // namespace

absl::StatusOr<core::ArrowStream> StreamRows(Connection& connection, std::shared_ptr<void> hold,
                                             const core::SqlStatement& statement,
                                             const core::CallContext& call) {
  MADAD_ASSIGN_OR_RETURN(std::unique_ptr<Connection::Running> running,
                         connection.Start(statement, call));
  return sql::StreamOf(statement.columns,
                       std::make_unique<StatementRows>(std::move(hold), std::move(running)));
}

}  // namespace madad::adapters::sqlite
