#include <duckdb.h>

#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"

#include "core/text.h"
#include "support/fill/fill.h"

namespace madad::testing {
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

}  // namespace

absl::Status FillDuckDbFile(const TableRows& table, const std::string& file) {
  duckdb_database database = nullptr;
  duckdb_connection connection = nullptr;
  duckdb_open(file.c_str(), &database);
  duckdb_connect(database, &connection);
  std::vector<std::string> columns;
  for (const core::Column& column : table.columns) {
    columns.push_back(core::Cat(Quoted(column.name, '"'), " ", NativeType(column),
                                column.name == table.key ? " PRIMARY KEY" : ""));
  }
  std::vector<std::string> rows;
  for (const Row& row : table.rows) {
    rows.push_back(absl::StrJoin(row, ", ", [](std::string* out, const auto& value) {
      *out += value ? core::Cat("'", absl::StrReplaceAll(*value, {{"'", "''"}}), "'")
                    : std::string("NULL");
    }));
  }
  absl::Status status = Execute(connection, core::Cat("CREATE OR REPLACE TABLE ", table.name, " (",
                                                      absl::StrJoin(columns, ", "), ")"));
  if (!rows.empty()) {
    status.Update(Execute(connection, core::Cat("INSERT INTO ", table.name, " VALUES (",
                                                absl::StrJoin(rows, "), ("), ")")));
  }
  duckdb_disconnect(&connection);
  duckdb_close(&database);
  return status;
}

}  // namespace madad::testing
