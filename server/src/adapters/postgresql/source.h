// A PostgreSQL database as a source.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "adapters/postgresql/connection.h"
#include "adapters/postgresql/dialect.h"
#include "adapters/sql/pool.h"
#include "core/sql_source.h"

namespace madad::adapters::postgresql {

// Thread: any, at the same time.
class PostgresSource : public core::SqlSource {
 public:
  // Connects when it is first asked for something. At most `pool` connections.
  PostgresSource(ConnectionOptions options, size_t pool);

  std::string Name() const override;
  const core::Dialect& dialect() const override { return dialect_; }
  // Rows come as they are fetched; a started stream holds one connection.
  absl::StatusOr<core::ArrowStream> Execute(const core::SqlStatement& statement,
                                            const core::CallContext& call) override;
  absl::StatusOr<std::vector<core::NativeColumn>> ColumnsOf(const core::Table& table,
                                                            const core::CallContext& call) override;
  absl::Status CanRead(const core::Column& column,
                       const core::NativeColumn& native) const override;
  absl::StatusOr<bool> IsUnique(const core::Table& table, const core::CallContext& call) override;
  // One read-only transaction of isolation level repeatable read.
  absl::StatusOr<std::shared_ptr<core::Adapter>> Freeze(const core::CallContext& call) override;

 private:
  absl::StatusOr<std::unique_ptr<Connection>> Open(const core::CallContext& call);
  absl::Status MissingRelation(Connection& connection, const core::Table& table,
                               const core::CallContext& call) const;

  const ConnectionOptions options_;
  const PostgresDialect dialect_;
  mutable std::mutex mutex_;
  std::string version_;  // of the server that was last connected to
  sql::Pool<Connection> pool_;
};

}  // namespace madad::adapters::postgresql
