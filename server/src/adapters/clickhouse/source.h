// A ClickHouse server, or a cluster behind Distributed tables, as a source.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "adapters/clickhouse/connection.h"
#include "adapters/clickhouse/dialect.h"
#include "adapters/sql/pool.h"
#include "core/sql_source.h"

namespace madad::adapters::clickhouse {

// Thread: any, at the same time.
class ClickHouseSource : public core::SqlSource {
 public:
  // Connects when it is first asked for something. At most `pool` connections.
  ClickHouseSource(ConnectionOptions options, size_t pool);

  std::string Name() const override;
  // Writes for the version of the server that was last connected to.
  const core::Dialect& dialect() const override { return dialect_; }
  // Rows come as they are fetched; a started stream holds one connection.
  absl::StatusOr<core::ArrowStream> Execute(const core::SqlStatement& statement,
                                            const core::CallContext& call) override;
  absl::StatusOr<std::vector<core::NativeColumn>> ColumnsOf(const core::Table& table,
                                                            const core::CallContext& call) override;
  absl::Status CanRead(const core::Column& column, const core::NativeColumn& native) const override;
  // False: ClickHouse keeps no key unique.
  absl::StatusOr<bool> IsUnique(const core::Table& table, const core::CallContext& call) override;
  // ClickHouse has no transactions: the adapter is over the source itself, and
  // its statements see what there is when each of them starts. A statement
  // alone sees one set of parts of each table.
  // Lifetime: not beyond this source.
  absl::StatusOr<std::shared_ptr<core::Adapter>> Freeze(const core::CallContext& call) override;

 private:
  using Columns = std::vector<core::NativeColumn>;

  absl::StatusOr<std::unique_ptr<Connection>> Open(const core::CallContext& call);
  absl::StatusOr<Columns> Describe(Connection& connection, const core::Table& table,
                                   const core::CallContext& call) const;
  absl::Status MissingRelation(Connection& connection, const core::Table& table,
                               const core::CallContext& call) const;

  const ConnectionOptions options_;
  ClickHouseDialect dialect_;
  sql::Pool<Connection> pool_;
};

}  // namespace madad::adapters::clickhouse
