#include "adapters/postgresql/rows.h"

#include <cstdint>
#include <string_view>
#include <utility>

#include "adapters/postgresql/decode.h"
#include "core/status.h"
#include "core/text.h"

namespace madad::adapters::postgresql {
namespace {

constexpr int64_t kRowsOfBatch = 8192;
constexpr int64_t kBytesOfBatch = 4 << 20;

bool IsFull(const sql::Batch& batch) {
  return batch.rows() >= kRowsOfBatch || (batch.rows() % 256 == 0 && batch.bytes() > kBytesOfBatch);
}

// What both kinds of rows have: the connection, until they end.
class Rows : public sql::RowSource {
 public:
  Rows(Connection& connection, std::shared_ptr<void> hold, core::CallContext call)
      : connection_(connection), hold_(std::move(hold)), call_(std::move(call)) {}
  ~Rows() override { connection_.Stop(); }
  Rows(const Rows&) = delete;
  Rows& operator=(const Rows&) = delete;

 protected:
  Connection& connection_;
  std::shared_ptr<void> hold_;
  core::CallContext call_;
};

class QueryRows : public Rows {
 public:
  using Rows::Rows;

  absl::StatusOr<bool> Next(sql::Batch& batch) override {
    while (!IsFull(batch)) {
      MADAD_ASSIGN_OR_RETURN(const Result result, connection_.Next(call_));
      if (result == nullptr) return false;
      for (int row = 0; row < PQntuples(result.get()); ++row) {
        MADAD_RETURN_IF_ERROR(Append(result.get(), row, batch));
      }
    }
    return true;
  }

 private:
  static absl::Status Append(const PGresult* result, int row, sql::Batch& batch) {
    for (size_t i = 0; i < batch.width(); ++i) {
      const int column = static_cast<int>(i);
      if (PQgetisnull(result, row, column) != 0) {
        batch[i].Null();
        continue;
      }
      const std::string_view bytes(PQgetvalue(result, row, column),
                                   static_cast<size_t>(PQgetlength(result, row, column)));
      MADAD_RETURN_IF_ERROR(Decode(bytes, batch[i]));
    }
    return absl::OkStatus();
  }
};

// Rows of COPY: a header before the first; each row is its count of fields,
// and each field its length (-1: null) and bytes.
class CopyRows : public Rows {
 public:
  using Rows::Rows;

  absl::StatusOr<bool> Next(sql::Batch& batch) override {
    while (!IsFull(batch)) {
      int size = 0;
      MADAD_ASSIGN_OR_RETURN(const Connection::CopyData data, connection_.NextCopy(size, call_));
      if (data == nullptr) return false;
      std::string_view message(data.get(), static_cast<size_t>(size));
      if (!std::exchange(has_header_, true)) message.remove_prefix(std::min(kHeader, message.size()));
      MADAD_RETURN_IF_ERROR(Append(message, batch));
    }
    return true;
  }

 private:
  static constexpr size_t kHeader = 19;

  static absl::Status Broken() {
    return core::Error(absl::StatusCode::kInternal, "PostgreSQL sent a copy that is not understood",
                       {"SOURCE_FAILED", {}, ""});
  }
  static int32_t TakeInt(std::string_view& message, size_t width) {
    uint32_t value = 0;
    for (size_t i = 0; i < width; ++i) value = value << 8 | static_cast<unsigned char>(message[i]);
    message.remove_prefix(width);
    return width == 2 ? static_cast<int16_t>(value) : static_cast<int32_t>(value);
  }

  static absl::Status Append(std::string_view message, sql::Batch& batch) {
    if (message.size() < 2) return message.empty() ? absl::OkStatus() : Broken();
    const int32_t fields = TakeInt(message, 2);
    if (fields == -1) return absl::OkStatus();  // the end
    if (fields != static_cast<int32_t>(batch.width())) return Broken();
    for (size_t i = 0; i < batch.width(); ++i) {
      if (message.size() < 4) return Broken();
      const int32_t length = TakeInt(message, 4);
      if (length < 0) {
        batch[i].Null();
        continue;
      }
      const auto width = static_cast<size_t>(length);
      if (message.size() < width) return Broken();
      MADAD_RETURN_IF_ERROR(Decode(message.substr(0, width), batch[i]));
      message.remove_prefix(width);
    }
    return absl::OkStatus();
  }

  bool has_header_ = false;
};

}  // namespace

absl::StatusOr<core::ArrowStream> StreamRows(Connection& connection, std::shared_ptr<void> hold,
                                             const core::SqlStatement& statement,
                                             const core::CallContext& call) {
  const bool copies = statement.is_bulk && statement.parameters.empty();
  const absl::Status started =
      copies ? connection.StartCopy(statement.sql, call) : connection.Start(statement, call);
  if (!started.ok()) {
    connection.Stop();
    return started;
  }
  std::unique_ptr<sql::RowSource> rows;
  if (copies) {
    rows = std::make_unique<CopyRows>(connection, std::move(hold), call);
  } else {
    rows = std::make_unique<QueryRows>(connection, std::move(hold), call);
  }
  return sql::StreamOf(statement.columns, std::move(rows));
}

}  // namespace madad::adapters::postgresql
