#include "adapters/clickhouse/source.h"

#include <utility>

#include "adapters/clickhouse/literal.h"
#include "adapters/clickhouse/rows.h"
#include "adapters/clickhouse/types.h"
#include "adapters/sql/mapping.h"
#include "core/names.h"
#include "core/status.h"
#include "core/text.h"

namespace madad::adapters::clickhouse {
namespace {

class FrozenSource : public core::Adapter {
 public:
  explicit FrozenSource(ClickHouseSource& source) : source_(source) {}
  std::string Name() const override { return source_.Name(); }
  const core::Dialect& dialect() const override { return source_.dialect(); }
  absl::StatusOr<core::ArrowStream> Execute(const core::SqlStatement& statement,
                                            const core::CallContext& call) override {
    return source_.Execute(statement, call);
  }

 private:
  ClickHouseSource& source_;
};

std::string FromOf(const core::Table& table) {
  return sql::FromOf(table, QuoteIdentifier);
}

}  // namespace

ClickHouseSource::ClickHouseSource(ConnectionOptions options, size_t pool)
    : options_(std::move(options)),
      pool_(pool, [this](const core::CallContext& call) { return Open(call); }) {}

absl::StatusOr<std::unique_ptr<Connection>> ClickHouseSource::Open(const core::CallContext& call) {
  MADAD_ASSIGN_OR_RETURN(std::unique_ptr<Connection> connection, Connection::Open(options_, call));
  dialect_.SetVersion(connection->version());
  return connection;
}

std::string ClickHouseSource::Name() const {
  const std::string version = dialect_.version().text;
  return version.empty() ? "clickhouse" : core::Cat("clickhouse ", version);
}

absl::StatusOr<core::ArrowStream> ClickHouseSource::Execute(const core::SqlStatement& statement,
                                                            const core::CallContext& call) {
  return sql::RunOn(pool_, call,
                    [&](sql::Pool<Connection>::Loan loan) -> absl::StatusOr<core::ArrowStream> {
                      auto held = std::make_shared<sql::Pool<Connection>::Loan>(std::move(loan));
                      return StreamRows(**held, held, statement, call);
                    });
}

absl::StatusOr<std::vector<core::NativeColumn>> ClickHouseSource::ColumnsOf(
    const core::Table& table, const core::CallContext& call) {
  return sql::RunOn(pool_, call, [&](sql::Pool<Connection>::Loan loan) -> absl::StatusOr<Columns> {
    absl::StatusOr<Columns> columns = Describe(*loan, table, call);
    if (core::DetailOf(columns.status()).reason != "RELATION_MISSING" || !table.query.empty()) {
      return columns;
    }
    return MissingRelation(*loan, table, call);
  });
}

absl::StatusOr<ClickHouseSource::Columns> ClickHouseSource::Describe(
    Connection& connection, const core::Table& table, const core::CallContext& call) const {
  Columns columns;
  if (table.query.empty()) {
    MADAD_ASSIGN_OR_RETURN(
        const Connection::Rows rows,
        connection.Run(core::Cat("DESCRIBE TABLE ", FromOf(table), " FORMAT TabSeparated"), call));
    for (const std::vector<std::string>& row : rows) columns.push_back({row[0], row.at(1), false});
    return columns;
  }
  MADAD_ASSIGN_OR_RETURN(const Connection::Rows rows,
                         connection.Run(core::Cat("SELECT * FROM ", FromOf(table),
                                                  " AS r0 LIMIT 0 FORMAT "
                                                  "TabSeparatedWithNamesAndTypes"),
                                        call));
  if (rows.size() < 2) return columns;
  for (size_t i = 0; i < rows[0].size(); ++i) columns.push_back({rows[0][i], rows[1].at(i), false});
  return columns;
}

absl::Status ClickHouseSource::MissingRelation(Connection& connection, const core::Table& table,
                                               const core::CallContext& call) const {
  MADAD_ASSIGN_OR_RETURN(
      const Connection::Rows rows,
      connection.Run("SELECT if(database = currentDatabase(), name, concat(database, '.', name)) "
                     "FROM system.tables WHERE NOT (database IN ('system', 'INFORMATION_SCHEMA', "
                     "'information_schema')) ORDER BY name LIMIT 10000 FORMAT TabSeparated",
                     call));
  std::vector<std::string> known;
  for (const std::vector<std::string>& row : rows) known.push_back(row[0]);
  return sql::RelationMissing(table, options_.source, "ClickHouse", known);
}

absl::Status ClickHouseSource::CanRead(const core::Column& column,
                                       const core::NativeColumn& native) const {
  return clickhouse::CanRead(column, native);
}

absl::StatusOr<bool> ClickHouseSource::IsUnique(const core::Table&, const core::CallContext&) {
  return false;
}

absl::StatusOr<std::shared_ptr<core::Adapter>> ClickHouseSource::Freeze(
    const core::CallContext& call) {
  // Whether the server is there, at least.
  MADAD_RETURN_IF_ERROR(pool_.Borrow(call).status());
  return std::make_shared<FrozenSource>(*this);
}

}  // namespace madad::adapters::clickhouse
