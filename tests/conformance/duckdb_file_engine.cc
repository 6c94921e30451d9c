// An existing DuckDB file: queried in place, and copied into the store.
#include <duckdb.h>
#include <gtest/gtest.h>

#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"

#include "adapters/duckdb/file_source.h"
#include "conformance/fixture.h"
#include "conformance/sql_world.h"
#include "core/status.h"
#include "core/text.h"
#include "support/temporary_folder.h"

namespace madad::conformance {
namespace {

using core::Type;

std::string NativeType(const core::Column& column) {
  switch (column.type) {
    case Type::kBool:
      return "BOOLEAN";
    case Type::kInt64:
      return "BIGINT";
    case Type::kDouble:
      return "DOUBLE";
    case Type::kDecimal:
      return core::Cat("DECIMAL(18, ", column.scale, ")");
    case Type::kDate:
      return "DATE";
    case Type::kTimestamp:
      return "TIMESTAMP";
    default:
      return "VARCHAR";
  }
}

absl::Status Execute(duckdb_connection connection, const std::string& sql) {
  duckdb_result result;
  const bool is_done = duckdb_query(connection, sql.c_str(), &result) == DuckDBSuccess;
  const std::string error = is_done ? "" : duckdb_result_error(&result);
  duckdb_destroy_result(&result);
  return is_done ? absl::OkStatus() : absl::InternalError(error);
}

absl::Status Fill(const Data& data, const std::string& file) {
  duckdb_database database = nullptr;
  duckdb_connection connection = nullptr;
  duckdb_open(file.c_str(), &database);
  duckdb_connect(database, &connection);
  std::vector<std::string> columns;
  for (const core::Column& column : data.columns) {
    columns.push_back(core::Cat("\"", column.name, "\" ", NativeType(column)));
  }
  std::vector<std::string> rows;
  for (const Row& row : data.rows) {
    rows.push_back(absl::StrJoin(row, ", ", [](std::string* out, const auto& value) {
      *out += value ? core::Cat("'", absl::StrReplaceAll(*value, {{"'", "''"}}), "'")
                    : std::string("NULL");
    }));
  }
  absl::Status status =
      Execute(connection, core::Cat("CREATE TABLE facts (", absl::StrJoin(columns, ", "), ")"));
  if (!rows.empty()) {
    status.Update(Execute(
        connection, core::Cat("INSERT INTO facts VALUES (", absl::StrJoin(rows, "), ("), ")")));
  }
  duckdb_disconnect(&connection);
  duckdb_close(&database);
  return status;
}

// A source in a folder of its own.
class SourceInFolder : public adapters::duckdb::FileSource {
 public:
  explicit SourceInFolder(std::unique_ptr<madad::testing::TemporaryFolder> folder)
      : FileSource({.source = "db", .file = (folder->path() / "facts.duckdb").string()}, 2),
        folder_(std::move(folder)) {}

 private:
  std::unique_ptr<madad::testing::TemporaryFolder> folder_;
};

Engine FileEngine(const std::string& name, core::Mode mode) {
  return {name, [mode](const Data& data) -> absl::StatusOr<World> {
            auto folder = std::make_unique<madad::testing::TemporaryFolder>();
            MADAD_RETURN_IF_ERROR(Fill(data, (folder->path() / "facts.duckdb").string()));
            return SqlWorld(data, "duckdb", "facts", mode,
                            std::make_shared<SourceInFolder>(std::move(folder)));
          }};
}

INSTANTIATE_TEST_SUITE_P(DuckDbFile, ConformanceTest,
                         ::testing::Values(FileEngine("InPlace", core::Mode::kPushdown),
                                           FileEngine("Snapshot", core::Mode::kSnapshot)),
                         [](const auto& engine) { return engine.param.name; });

}  // namespace
}  // namespace madad::conformance
