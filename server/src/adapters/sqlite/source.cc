#include "adapters/sqlite/source.h"

#include <utility>

#include "absl/strings/str_split.h"

#include "adapters/sqlite/rows.h"
#include "adapters/sqlite/types.h"
#include "adapters/sql/mapping.h"
#include "core/names.h"
#include "core/status.h"
#include "core/text.h"

namespace madad::adapters::sqlite {
namespace {

using Held = std::shared_ptr<sql::Pool<Connection>::Loan>;

// One transaction on a connection of its own.
class FrozenSource : public core::Adapter {
 public:
  FrozenSource(Held loan, const core::Dialect& dialect, std::string name)
      : loan_(std::move(loan)), dialect_(dialect), name_(std::move(name)) {}
  ~FrozenSource() override {
    (*loan_)->Rows({.sql = "ROLLBACK"}, {}).status().IgnoreError();
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
  Held loan_;
  const core::Dialect& dialect_;
  std::string name_;
};

std::string FromOf(const core::Table& table) {
  return sql::FromOf(table, [](std::string_view name) { return sql::QuoteAnsi(name); });
}

// "main.orders" is table orders of schema main.
struct RelationName {
  explicit RelationName(const std::string& relation) {
    const std::vector<std::string> parts = absl::StrSplit(relation, absl::MaxSplits('.', 1));
    if (parts.size() == 2) schema = parts[0];
    table = parts.back();
  }
  const char* schema_or_null() const { return schema.empty() ? nullptr : schema.c_str(); }
  std::string schema;
  std::string table;
};

// What the schema says of a column; no such column of a table: all empty.
struct Declaration {
  Declaration(sqlite3* db, const RelationName& relation, const std::string& column) {
    const char* collation_name = nullptr;
    int is_key = 0;
    int grows = 0;
    const int code = sqlite3_table_column_metadata(
        db, relation.schema_or_null(), relation.table.c_str(), column.c_str(), nullptr,
        &collation_name, &is_not_null, &is_key, &grows);
    if (code == SQLITE_OK && collation_name != nullptr) collation = collation_name;
  }
  std::string collation;
  int is_not_null = 0;
};

}  // namespace

SqliteSource::SqliteSource(ConnectionOptions options, size_t pool)
    : options_(std::move(options)),
      dialect_(rowids_),
      pool_(pool, [this](const core::CallContext& call) {
        return Connection::Open(options_, deadlines_, call);
      }) {}

std::string SqliteSource::Name() const { return core::Cat("sqlite ", sqlite3_libversion()); }

absl::StatusOr<core::ArrowStream> SqliteSource::Execute(const core::SqlStatement& statement,
                                                        const core::CallContext& call) {
  return sql::RunOn(pool_, call, [&](Loan loan) -> absl::StatusOr<core::ArrowStream> {
    MADAD_RETURN_IF_ERROR(loan->CheckFile());
    const auto held = std::make_shared<Loan>(std::move(loan));
    return StreamRows(**held, held, statement, call);
  });
}

absl::StatusOr<std::vector<core::NativeColumn>> SqliteSource::ColumnsOf(
    const core::Table& table, const core::CallContext& call) {
  using Columns = std::vector<core::NativeColumn>;
  return sql::RunOn(pool_, call, [&](Loan loan) -> absl::StatusOr<Columns> {
    MADAD_RETURN_IF_ERROR(loan->CheckFile());
    absl::StatusOr<Columns> columns = Describe(*loan, table, call);
    const std::string reason = core::DetailOf(columns.status()).reason;
    if (reason == "RELATION_MISSING" && table.query.empty()) {
      return MissingRelation(*loan, table, call);
    }
    return columns;
  });
}

absl::StatusOr<std::vector<core::NativeColumn>> SqliteSource::Describe(
    Connection& connection, const core::Table& table, const core::CallContext& call) {
  MADAD_ASSIGN_OR_RETURN(
      const auto running,
      connection.Start({.sql = core::Cat("SELECT * FROM ", FromOf(table), " AS r0 LIMIT 0")}, call));
  std::vector<core::NativeColumn> columns;
  for (int i = 0; i < sqlite3_column_count(running->get()); ++i) {
    core::NativeColumn& column = columns.emplace_back();
    column.name = sqlite3_column_name(running->get(), i);
    const char* type = sqlite3_column_decltype(running->get(), i);
    column.type = type == nullptr || *type == '\0' ? kNoType : type;
    column.lacks_zone = MayLackZone(FamilyOf(column.type));
    if (!table.query.empty()) continue;
    const Declaration declared(connection.handle(), RelationName(table.relation), column.name);
    if (!declared.collation.empty() && declared.collation != "BINARY") {
      core::Append(&column.type, kCollated, declared.collation);
    }
  }
  if (table.query.empty()) NoteRowid(connection, table, columns);
  return columns;
}

// A table has row ids unless it was declared without; a view or a column of
// that name has none to tell.
void SqliteSource::NoteRowid(Connection& connection, const core::Table& table,
                             const std::vector<core::NativeColumn>& columns) {
  bool is_column = false;
  for (const core::NativeColumn& column : columns) is_column |= column.name == "rowid";
  const RelationName relation(table.relation);
  const bool has_rowid = sqlite3_table_column_metadata(
                             connection.handle(), relation.schema_or_null(), relation.table.c_str(),
                             "rowid", nullptr, nullptr, nullptr, nullptr, nullptr) == SQLITE_OK;
  rowids_.Set(table.relation, has_rowid && !is_column);
}

absl::Status SqliteSource::MissingRelation(Connection& connection, const core::Table& table,
                                           const core::CallContext& call) const {
  MADAD_ASSIGN_OR_RETURN(
      const auto rows,
      connection.Rows({.sql = "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND "
                              "name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY name"},
                      call));
  std::vector<std::string> known;
  for (const auto& row : rows) known.push_back(row[0]);
  return sql::RelationMissing(table, options_.source, "SQLite", known);
}

absl::Status SqliteSource::CanRead(const core::Column& column,
                                   const core::NativeColumn& native) const {
  return sqlite::CanRead(column, native);
}

// What is unique in the file is unique as it is read only where each value has
// one way to be written.
absl::StatusOr<bool> SqliteSource::IsUnique(const core::Table& table,
                                            const core::CallContext& call) {
  const core::Column& key = table.columns.at(table.key);
  const bool one_way = key.type == core::Type::kString || key.type == core::Type::kInt64;
  if (!table.query.empty() || !one_way || !key.values.empty() || !key.nulls.empty()) return false;
  return sql::RunOn(pool_, call, [&](Loan loan) -> absl::StatusOr<bool> {
    MADAD_RETURN_IF_ERROR(loan->CheckFile());
    const RelationName relation(table.relation);
    const core::Value name = relation.table;
    MADAD_ASSIGN_OR_RETURN(
        const auto alias,
        loan->Rows({.sql = "SELECT 1 FROM pragma_table_info(?1) WHERE pk = 1 AND name = ?2 AND "
                           "upper(type) = 'INTEGER' AND (SELECT count(*) FROM "
                           "pragma_table_info(?1) WHERE pk > 0) = 1",
                    .parameters = {name, key.from}},
                   call));
    if (!alias.empty()) return true;
    if (Declaration(loan->handle(), relation, key.from).is_not_null == 0) return false;
    MADAD_ASSIGN_OR_RETURN(
        const auto indexes,
        loan->Rows({.sql = "SELECT 1 FROM pragma_index_list(?1) AS i WHERE i.\"unique\" = 1 AND "
                           "i.partial = 0 AND (SELECT count(*) FROM pragma_index_xinfo(i.name) AS x "
                           "WHERE x.key = 1) = 1 AND (SELECT x.name FROM pragma_index_xinfo(i.name) "
                           "AS x WHERE x.key = 1) = ?2",
                    .parameters = {name, key.from}},
                   call));
    return !indexes.empty();
  });
}

absl::StatusOr<std::shared_ptr<core::Adapter>> SqliteSource::Freeze(const core::CallContext& call) {
  using Frozen = std::shared_ptr<core::Adapter>;
  return sql::RunOn(pool_, call, [&](Loan loan) -> absl::StatusOr<Frozen> {
    MADAD_RETURN_IF_ERROR(loan->CheckFile());
    MADAD_RETURN_IF_ERROR(loan->Rows({.sql = "BEGIN"}, call).status());
    // A transaction begins with the first thing it reads.
    MADAD_RETURN_IF_ERROR(loan->Rows({.sql = "SELECT count(*) FROM sqlite_schema"}, call).status());
    return Frozen(std::make_shared<FrozenSource>(std::make_shared<Loan>(std::move(loan)), dialect_,
                                                 Name()));
  });
}

}  // namespace madad::adapters::sqlite
