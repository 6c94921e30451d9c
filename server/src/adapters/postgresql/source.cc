#include "adapters/postgresql/source.h"

#include <utility>

#include "absl/strings/str_join.h"

#include "adapters/postgresql/rows.h"
#include "adapters/postgresql/types.h"
#include "adapters/sql/mapping.h"
#include "core/names.h"
#include "core/status.h"
#include "core/text.h"

namespace madad::adapters::postgresql {
namespace {

// One transaction on a connection of its own.
class FrozenSource : public core::Adapter {
 public:
  FrozenSource(sql::Pool<Connection>::Loan loan, const core::Dialect& dialect, std::string name)
      : loan_(std::make_shared<sql::Pool<Connection>::Loan>(std::move(loan))),
        dialect_(dialect),
        name_(std::move(name)) {}
  ~FrozenSource() override {
    (*loan_)->Run("ROLLBACK", {}, {}).status().IgnoreError();
  }
  FrozenSource(const FrozenSource&) = delete;
  FrozenSource& operator=(const FrozenSource&) = delete;

  std::string Name() const override { return name_; }
  const core::Dialect& dialect() const override { return dialect_; }
  absl::StatusOr<core::ArrowStream> Execute(const core::SqlStatement& statement,
                                            const core::CallContext& call) override {
    return StreamRows(**loan_, loan_, statement, call);
  }

 private:
  std::shared_ptr<sql::Pool<Connection>::Loan> loan_;
  const core::Dialect& dialect_;
  std::string name_;
};

std::string FromOf(const core::Table& table) {
  return sql::FromOf(table, [](std::string_view name) { return sql::QuoteAnsi(name); });
}

}  // namespace

PostgresSource::PostgresSource(ConnectionOptions options, size_t pool)
    : options_(std::move(options)),
      pool_(pool, [this](const core::CallContext& call) { return Open(call); }) {}

absl::StatusOr<std::unique_ptr<Connection>> PostgresSource::Open(const core::CallContext& call) {
  MADAD_ASSIGN_OR_RETURN(std::unique_ptr<Connection> connection, Connection::Open(options_, call));
  const std::lock_guard lock(mutex_);
  version_ = connection->ServerVersion();
  return connection;
}

std::string PostgresSource::Name() const {
  const std::lock_guard lock(mutex_);
  return version_.empty() ? "postgresql" : core::Cat("postgresql ", version_);
}

absl::StatusOr<core::ArrowStream> PostgresSource::Execute(const core::SqlStatement& statement,
                                                          const core::CallContext& call) {
  return sql::RunOn(pool_, call,
                    [&](sql::Pool<Connection>::Loan loan) -> absl::StatusOr<core::ArrowStream> {
                      auto held = std::make_shared<sql::Pool<Connection>::Loan>(std::move(loan));
                      return StreamRows(**held, held, statement, call);
                    });
}

absl::StatusOr<std::vector<core::NativeColumn>> PostgresSource::ColumnsOf(
    const core::Table& table, const core::CallContext& call) {
  using Columns = std::vector<core::NativeColumn>;
  return sql::RunOn(pool_, call, [&](sql::Pool<Connection>::Loan loan) -> absl::StatusOr<Columns> {
    const absl::StatusOr<Result> none =
        loan->Run(core::Cat("SELECT * FROM ", FromOf(table), " AS r0 LIMIT 0"), {}, call);
    if (core::DetailOf(none.status()).reason == "RELATION_MISSING" && table.query.empty()) {
      return MissingRelation(*loan, table, call);
    }
    MADAD_RETURN_IF_ERROR(none.status());
    std::vector<std::string> types;
    for (int i = 0; i < PQnfields(none->get()); ++i) {
      types.push_back(core::Cat("format_type(", PQftype(none->get(), i), ", ",
                                PQfmod(none->get(), i), ")"));
    }
    if (types.empty()) return Columns();
    MADAD_ASSIGN_OR_RETURN(
        const Result names, loan->Run(core::Cat("SELECT ", absl::StrJoin(types, ", ")), {}, call));
    Columns columns;
    for (int i = 0; i < PQnfields(none->get()); ++i) {
      const std::string type = PQgetvalue(names.get(), 0, i);
      const bool lacks_zone = FamilyOf(type) == Family::kTime &&
                              type.find("with time zone") == std::string::npos;
      columns.push_back({PQfname(none->get(), i), type, lacks_zone});
    }
    return columns;
  });
}

absl::Status PostgresSource::MissingRelation(Connection& connection, const core::Table& table,
                                             const core::CallContext& call) const {
  MADAD_ASSIGN_OR_RETURN(
      const Result rows,
      connection.Run("SELECT CASE WHEN pg_table_is_visible(c.oid) THEN '' ELSE n.nspname || '.' "
                     "END || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = "
                     "c.relnamespace WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname NOT "
                     "IN ('pg_catalog', 'information_schema') ORDER BY 1",
                     {}, call));
  std::vector<std::string> known;
  for (int i = 0; i < PQntuples(rows.get()); ++i) known.emplace_back(PQgetvalue(rows.get(), i, 0));
  return sql::RelationMissing(table, options_.source, "PostgreSQL", known);
}

absl::Status PostgresSource::CanRead(const core::Column& column,
                                     const core::NativeColumn& native) const {
  return postgresql::CanRead(column, native);
}

absl::StatusOr<bool> PostgresSource::IsUnique(const core::Table& table,
                                              const core::CallContext& call) {
  if (!table.query.empty()) return false;
  const std::string& key = table.columns.at(table.key).from;
  return sql::RunOn(pool_, call, [&](sql::Pool<Connection>::Loan loan) -> absl::StatusOr<bool> {
    MADAD_ASSIGN_OR_RETURN(
        const Result rows,
        loan->Run("SELECT 1 FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND "
                  "a.attnum = i.indkey[0] WHERE i.indrelid = to_regclass($1) AND i.indisunique AND "
                  "i.indisvalid AND i.indpred IS NULL AND i.indnkeyatts = 1 AND a.attnotnull AND "
                  "a.attname = $2",
                  {FromOf(table), key}, call));
    return PQntuples(rows.get()) > 0;
  });
}

absl::StatusOr<std::shared_ptr<core::Adapter>> PostgresSource::Freeze(
    const core::CallContext& call) {
  using Frozen = std::shared_ptr<core::Adapter>;
  return sql::RunOn(pool_, call, [&](sql::Pool<Connection>::Loan loan) -> absl::StatusOr<Frozen> {
    MADAD_RETURN_IF_ERROR(
        loan->Run("BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY", {}, call).status());
    return Frozen(std::make_shared<FrozenSource>(std::move(loan), dialect_, Name()));
  });
}

}  // namespace madad::adapters::postgresql
