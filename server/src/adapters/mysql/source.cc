#include "adapters/mysql/source.h"

#include <map>
#include <optional>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_split.h"

#include "adapters/mysql/expr_printer.h"
#include "adapters/mysql/rows.h"
#include "adapters/mysql/types.h"
#include "adapters/sql/mapping.h"
#include "core/names.h"
#include "core/status.h"
#include "core/text.h"

namespace madad::adapters::mysql {
namespace {

// One transaction on a connection of its own.
class FrozenSource : public core::Adapter {
 public:
  FrozenSource(sql::Pool<Connection>::Loan loan, const core::Dialect& dialect, std::string name)
      : loan_(std::make_shared<sql::Pool<Connection>::Loan>(std::move(loan))),
        dialect_(dialect),
        name_(std::move(name)) {}
  ~FrozenSource() override { (*loan_)->Query("ROLLBACK", {}).status().IgnoreError(); }
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
  std::vector<core::Value> none;
  const ExprPrinter printer(none, FlavorOf(true));
  return sql::FromOf(table, [&](std::string_view name) { return printer.Quote(name); });
}

// A text as its bytes, of which none has a meaning.
std::string Literal(const std::string& text) {
  return text.empty() ? "''"
                      : core::Cat("CONVERT(X'", absl::BytesToHexString(text), "' USING utf8mb4)");
}

// The rows of a view in information_schema that are of `relation`.
std::string IsOf(const std::string& relation) {
  const size_t dot = relation.find('.');
  const std::string schema =
      dot == std::string::npos ? "DATABASE()" : Literal(relation.substr(0, dot));
  return core::Cat("TABLE_SCHEMA = ", schema, " AND TABLE_NAME = ",
                   Literal(relation.substr(dot == std::string::npos ? 0 : dot + 1)));
}

}  // namespace

MySqlSource::MySqlSource(ConnectionOptions options, size_t pool)
    : options_(std::move(options)),
      pool_(pool, [this](const core::CallContext& call) { return Open(call); }) {}

absl::StatusOr<std::unique_ptr<Connection>> MySqlSource::Open(const core::CallContext& call) {
  MADAD_ASSIGN_OR_RETURN(std::unique_ptr<Connection> connection, Connection::Open(options_, call));
  dialect_.SetServer(connection->is_mariadb());
  const std::lock_guard lock(mutex_);
  name_ = core::Cat(connection->is_mariadb() ? "mariadb " : "mysql ", connection->ServerVersion());
  return connection;
}

std::string MySqlSource::Name() const {
  const std::lock_guard lock(mutex_);
  return name_.empty() ? "mysql" : name_;
}

absl::StatusOr<core::ArrowStream> MySqlSource::Execute(const core::SqlStatement& statement,
                                                       const core::CallContext& call) {
  return sql::RunOn(pool_, call,
                    [&](sql::Pool<Connection>::Loan loan) -> absl::StatusOr<core::ArrowStream> {
                      auto held = std::make_shared<sql::Pool<Connection>::Loan>(std::move(loan));
                      return StreamRows(**held, held, statement, call);
                    });
}

absl::StatusOr<std::vector<core::NativeColumn>> MySqlSource::ColumnsOf(
    const core::Table& table, const core::CallContext& call) {
  using Columns = std::vector<core::NativeColumn>;
  return sql::RunOn(pool_, call, [&](sql::Pool<Connection>::Loan loan) -> absl::StatusOr<Columns> {
    const absl::StatusOr<std::vector<Connection::Field>> fields =
        loan->Describe(core::Cat("SELECT * FROM ", FromOf(table), " AS r0"), call);
    if (!fields.ok()) {
      loan->Stop();
      if (table.query.empty() && core::DetailOf(fields.status()).reason == "RELATION_MISSING") {
        return MissingRelation(*loan, table, call);
      }
      return fields.status();
    }
    // What the library does not say of texts: how their own collation compares.
    std::map<std::string, std::string> collations;
    if (table.query.empty()) {
      const absl::StatusOr<std::vector<Connection::Row>> rows = loan->Query(
          core::Cat("SELECT COLUMN_NAME, COLLATION_NAME FROM information_schema.COLUMNS WHERE ",
                    IsOf(table.relation), " AND COLLATION_NAME IS NOT NULL"),
          call);
      if (!rows.ok()) loan->Stop();
      MADAD_RETURN_IF_ERROR(rows.status());
      for (const Connection::Row& row : *rows)
        collations[row[0].value_or("")] = row[1].value_or("");
    }
    Columns columns;
    for (const Connection::Field& field : *fields) {
      const auto collation = collations.find(field.name);
      const bool has_one = collation != collations.end() && FamilyOf(field.type) == Family::kText;
      columns.push_back(
          {field.name, has_one ? core::Cat(field.type, " collate ", collation->second) : field.type,
           field.lacks_zone});
    }
    return columns;
  });
}

absl::Status MySqlSource::MissingRelation(Connection& connection, const core::Table& table,
                                          const core::CallContext& call) const {
  const absl::StatusOr<std::vector<Connection::Row>> rows = connection.Query(
      "SELECT CASE WHEN TABLE_SCHEMA = DATABASE() THEN TABLE_NAME ELSE CONCAT(TABLE_SCHEMA, '.', "
      "TABLE_NAME) END FROM information_schema.TABLES WHERE TABLE_SCHEMA NOT IN ('mysql', "
      "'information_schema', 'performance_schema', 'sys') ORDER BY 1",
      call);
  if (!rows.ok()) connection.Stop();
  MADAD_RETURN_IF_ERROR(rows.status());
  std::vector<std::string> known;
  for (const Connection::Row& row : *rows) known.push_back(row[0].value_or(""));
  return sql::RelationMissing(table, options_.source, "MySQL", known);
}

absl::Status MySqlSource::CanRead(const core::Column& column,
                                  const core::NativeColumn& native) const {
  return mysql::CanRead(column, native);
}

// An index of a text is by its collation: what is unique there is so by code point.
absl::StatusOr<bool> MySqlSource::IsUnique(const core::Table& table,
                                           const core::CallContext& call) {
  if (!table.query.empty()) return false;
  const std::string& key = table.columns.at(table.key).from;
  return sql::RunOn(pool_, call, [&](sql::Pool<Connection>::Loan loan) -> absl::StatusOr<bool> {
    const absl::StatusOr<std::vector<Connection::Row>> rows = loan->Query(
        core::Cat(
            "SELECT INDEX_NAME FROM information_schema.STATISTICS WHERE ", IsOf(table.relation),
            " AND NON_UNIQUE = 0 GROUP BY INDEX_NAME HAVING COUNT(*) = 1 AND SUM(COLUMN_NAME = ",
            Literal(key), " AND COALESCE(NULLABLE, '') <> 'YES') = 1"),
        call);
    if (!rows.ok()) loan->Stop();
    MADAD_RETURN_IF_ERROR(rows.status());
    return !rows->empty();
  });
}

absl::StatusOr<std::shared_ptr<core::Adapter>> MySqlSource::Freeze(const core::CallContext& call) {
  using Frozen = std::shared_ptr<core::Adapter>;
  return sql::RunOn(pool_, call, [&](sql::Pool<Connection>::Loan loan) -> absl::StatusOr<Frozen> {
    const absl::Status begun =
        loan->Query("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY", call).status();
    if (!begun.ok()) loan->Stop();
    MADAD_RETURN_IF_ERROR(begun);
    return Frozen(std::make_shared<FrozenSource>(std::move(loan), dialect_, Name()));
  });
}

}  // namespace madad::adapters::mysql
