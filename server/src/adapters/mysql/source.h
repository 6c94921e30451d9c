// A MySQL or MariaDB database as a source.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "adapters/mysql/connection.h"
#include "adapters/mysql/dialect.h"
#include "adapters/sql/pool.h"
#include "core/sql_source.h"

namespace madad::adapters::mysql {

// Thread: any, at the same time.
class MySqlSource : public core::SqlSource {
 public:
  // Connects when it is first asked for something. At most `pool` connections,
  // and one more for a moment where a statement must be stopped.
  MySqlSource(ConnectionOptions options, size_t pool);

  // "mariadb 10.11.6"
  std::string Name() const override;
  const core::Dialect& dialect() const override { return dialect_; }
  // Rows come as they are fetched; a started stream holds one connection.
  absl::StatusOr<core::ArrowStream> Execute(const core::SqlStatement& statement,
                                            const core::CallContext& call) override;
  absl::StatusOr<std::vector<core::NativeColumn>> ColumnsOf(const core::Table& table,
                                                            const core::CallContext& call) override;
  absl::Status CanRead(const core::Column& column, const core::NativeColumn& native) const override;
  absl::StatusOr<bool> IsUnique(const core::Table& table, const core::CallContext& call) override;
  // One read-only transaction with a consistent snapshot: of InnoDB's tables.
  absl::StatusOr<std::shared_ptr<core::Adapter>> Freeze(const core::CallContext& call) override;

 private:
  absl::StatusOr<std::unique_ptr<Connection>> Open(const core::CallContext& call);
  absl::Status MissingRelation(Connection& connection, const core::Table& table,
                               const core::CallContext& call) const;

  const ConnectionOptions options_;
  MySqlDialect dialect_;
  mutable std::mutex mutex_;
  std::string name_;  // of the server that was last connected to
  sql::Pool<Connection> pool_;
};

}  // namespace madad::adapters::mysql
