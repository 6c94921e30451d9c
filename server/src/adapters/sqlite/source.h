// A SQLite file as a source.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "adapters/sql/pool.h"
#include "adapters/sqlite/connection.h"
#include "adapters/sqlite/dialect.h"
#include "adapters/sqlite/rowid_tables.h"
#include "core/sql_source.h"

namespace madad::adapters::sqlite {

// Thread: any, at the same time.
class SqliteSource : public core::SqlSource {
 public:
  // Opens the file when it is first asked for something, and again when it was
  // replaced. At most `pool` connections.
  SqliteSource(ConnectionOptions options, size_t pool);

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
  // One read transaction. A file that is not in WAL mode cannot be written meanwhile.
  absl::StatusOr<std::shared_ptr<core::Adapter>> Freeze(const core::CallContext& call) override;

 private:
  using Loan = sql::Pool<Connection>::Loan;

  absl::Status MissingRelation(Connection& connection, const core::Table& table,
                               const core::CallContext& call) const;
  absl::StatusOr<std::vector<core::NativeColumn>> Describe(Connection& connection,
                                                           const core::Table& table,
                                                           const core::CallContext& call);
  void NoteRowid(Connection& connection, const core::Table& table,
                 const std::vector<core::NativeColumn>& columns);

  const ConnectionOptions options_;
  RowidTables rowids_;
  const SqliteDialect dialect_;
  sql::DeadlineWatch deadlines_;  // outlives the connections
  sql::Pool<Connection> pool_;
};

}  // namespace madad::adapters::sqlite
