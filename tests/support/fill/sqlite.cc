#include "absl/strings/str_join.h"

#include "core/text.h"
#include "support/fill/fill.h"
#include <sqlite3.h>

namespace madad::testing {
namespace {

using core::Type;

// As people declare them: SQLite makes no difference between most.
std::string NativeType(const core::Column& column) {
  switch (column.type) {
    case Type::kBool:
      return "BOOLEAN";
    case Type::kInt64:
      return "INTEGER";
    case Type::kDouble:
      return "REAL";
    // As a number it would be a double.
    case Type::kDecimal:
      return "TEXT";
    case Type::kDate:
      return "DATE";
    case Type::kTimestamp:
      return "DATETIME";
    default:
      return "TEXT COLLATE NOCASE";
  }
}

absl::Status Execute(sqlite3* db, const std::string& sql, const Row& row = {}) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(db, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK) {
    return absl::InternalError(sqlite3_errmsg(db));
  }
  for (size_t i = 0; i < row.size(); ++i) {
    if (!row[i]) continue;
    sqlite3_bind_text(statement, static_cast<int>(i) + 1, row[i]->data(),
                      static_cast<int>(row[i]->size()), SQLITE_STATIC);
  }
  const int done = sqlite3_step(statement);
  sqlite3_finalize(statement);
  return done == SQLITE_DONE ? absl::OkStatus() : absl::InternalError(sqlite3_errmsg(db));
}

}  // namespace

absl::Status FillSqlite(const TableRows& table, const std::string& file) {
  sqlite3* db = nullptr;
  if (sqlite3_open(file.c_str(), &db) != SQLITE_OK) return absl::InternalError("not opened");
  std::vector<std::string> columns;
  std::vector<std::string> places;
  for (const core::Column& column : table.columns) {
    columns.push_back(core::Cat(Quoted(column.name, '"'), " ", NativeType(column),
                                column.name == table.key ? " PRIMARY KEY" : ""));
    places.push_back("?");
  }
  absl::Status status = Execute(db, core::Cat("DROP TABLE IF EXISTS ", table.name));
  status.Update(
      Execute(db, core::Cat("CREATE TABLE ", table.name, " (", absl::StrJoin(columns, ", "), ")")));
  status.Update(Execute(db, "BEGIN"));
  const std::string insert =
      core::Cat("INSERT INTO ", table.name, " VALUES (", absl::StrJoin(places, ", "), ")");
  for (const Row& row : table.rows) status.Update(Execute(db, insert, row));
  status.Update(Execute(db, "COMMIT"));
  sqlite3_close(db);
  return status;
}

}  // namespace madad::testing
