#include "adapters/clickhouse/rows.h"

#include <utility>

#include "adapters/clickhouse/row_binary.h"
#include "adapters/sql/batch.h"
#include "core/status.h"

namespace madad::adapters::clickhouse {
namespace {

constexpr int64_t kRowsOfBatch = 8192;
constexpr int64_t kBytesOfBatch = 4 << 20;

bool IsFull(const sql::Batch& batch) {
  return batch.rows() >= kRowsOfBatch || (batch.rows() % 256 == 0 && batch.bytes() > kBytesOfBatch);
}

class Rows : public sql::RowSource {
 public:
  Rows(Connection& connection, std::shared_ptr<void> hold, core::CallContext call)
      : connection_(connection), hold_(std::move(hold)), call_(std::move(call)) {}
  ~Rows() override { connection_.Stop(); }
  Rows(const Rows&) = delete;
  Rows& operator=(const Rows&) = delete;

  absl::StatusOr<bool> Next(sql::Batch& batch) override {
    MADAD_RETURN_IF_ERROR(call_.Check());
    while (!IsFull(batch)) {
      MADAD_ASSIGN_OR_RETURN(const size_t size, TakeRow(connection_.data(), batch));
      connection_.Take(size);
      if (size > 0) continue;
      MADAD_ASSIGN_OR_RETURN(const bool more, connection_.Fill(call_));
      if (more) continue;
      if (connection_.data().empty()) return false;
      return core::Error(absl::StatusCode::kUnavailable, "ClickHouse's answer ends within a row",
                         {"SOURCE_UNAVAILABLE", {}, ""});
    }
    return true;
  }

 private:
  Connection& connection_;
  std::shared_ptr<void> hold_;
  core::CallContext call_;
};

}  // namespace

absl::StatusOr<core::ArrowStream> StreamRows(Connection& connection, std::shared_ptr<void> hold,
                                             const core::SqlStatement& statement,
                                             const core::CallContext& call) {
  MADAD_RETURN_IF_ERROR(connection.Start(statement, call));
  return sql::StreamOf(statement.columns,
                       std::make_unique<Rows>(connection, std::move(hold), call));
}

}  // namespace madad::adapters::clickhouse
