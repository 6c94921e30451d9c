// SQLite: queried in place, and copied into the store.
#include <gtest/gtest.h>
#include <sqlite3.h>

#include "absl/strings/str_join.h"

#include "adapters/sqlite/source.h"
#include "conformance/fixture.h"
#include "conformance/sql_world.h"
#include "core/status.h"
#include "core/text.h"
#include "support/temporary_folder.h"

namespace madad::conformance {
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

absl::Status Fill(const Data& data, const std::string& file) {
  sqlite3* db = nullptr;
  if (sqlite3_open(file.c_str(), &db) != SQLITE_OK) return absl::InternalError("not opened");
  std::vector<std::string> columns;
  std::vector<std::string> places;
  for (const core::Column& column : data.columns) {
    columns.push_back(core::Cat("\"", column.name, "\" ", NativeType(column)));
    places.push_back("?");
  }
  absl::Status status =
      Execute(db, core::Cat("CREATE TABLE facts (", absl::StrJoin(columns, ", "), ")"));
  status.Update(Execute(db, "BEGIN"));
  const std::string insert =
      core::Cat("INSERT INTO facts VALUES (", absl::StrJoin(places, ", "), ")");
  for (const Row& row : data.rows) status.Update(Execute(db, insert, row));
  status.Update(Execute(db, "COMMIT"));
  sqlite3_close(db);
  return status;
}

// A source in a folder of its own.
class SourceInFolder : public adapters::sqlite::SqliteSource {
 public:
  explicit SourceInFolder(std::unique_ptr<madad::testing::TemporaryFolder> folder)
      : SqliteSource({.source = "db", .file = (folder->path() / "facts.db").string()}, 2),
        folder_(std::move(folder)) {}

 private:
  std::unique_ptr<madad::testing::TemporaryFolder> folder_;
};

Engine SqliteEngine(const std::string& name, core::Mode mode) {
  return {name, [mode](const Data& data) -> absl::StatusOr<World> {
            auto folder = std::make_unique<madad::testing::TemporaryFolder>();
            MADAD_RETURN_IF_ERROR(Fill(data, (folder->path() / "facts.db").string()));
            return SqlWorld(data, "sqlite", "facts", mode,
                            std::make_shared<SourceInFolder>(std::move(folder)));
          }};
}

INSTANTIATE_TEST_SUITE_P(Sqlite, ConformanceTest,
                         ::testing::Values(SqliteEngine("InPlace", core::Mode::kPushdown),
                                           SqliteEngine("Snapshot", core::Mode::kSnapshot)),
                         [](const auto& engine) { return engine.param.name; });

}  // namespace
}  // namespace madad::conformance
