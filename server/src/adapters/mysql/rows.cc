#include "adapters/mysql/rows.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "adapters/mysql/cells.h"
#include "adapters/sql/batch.h"
#include "core/status.h"
#include "core/text.h"

namespace madad::adapters::mysql {
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

  absl::Status Start(const core::SqlStatement& statement) {
    MADAD_ASSIGN_OR_RETURN(MYSQL_STMT * started, connection_.Start(statement, call_));
    return cells_.Bind(started, statement.columns.size());
  }

  absl::StatusOr<bool> Next(sql::Batch& batch) override {
    // Rows that are there already are fetched without a wait.
    MADAD_RETURN_IF_ERROR(call_.Check());
    while (!IsFull(batch)) {
      MADAD_ASSIGN_OR_RETURN(const bool more, connection_.Fetch(call_));
      if (!more) return false;
      MADAD_RETURN_IF_ERROR(cells_.MoveTo(batch));
    }
    return true;
  }

 private:
  Connection& connection_;
  std::shared_ptr<void> hold_;
  core::CallContext call_;
  Cells cells_;
};

}  // namespace

absl::StatusOr<core::ArrowStream> StreamRows(Connection& connection, std::shared_ptr<void> hold,
                                             const core::SqlStatement& statement,
                                             const core::CallContext& call) {
  auto rows = std::make_unique<Rows>(connection, std::move(hold), call);
  MADAD_RETURN_IF_ERROR(rows->Start(statement));
  return sql::StreamOf(statement.columns, std::move(rows));
}

}  // namespace madad::adapters::mysql
