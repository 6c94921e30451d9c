#include "absl/strings/str_join.h"

#include "core/text.h"
#include "support/fill/fill.h"
#include <libpq-fe.h>

namespace madad::testing {
namespace {

using core::Type;

std::string NativeType(const core::Column& column) {
  switch (column.type) {
    case Type::kBool:
      return "boolean";
    case Type::kInt64:
      return "bigint";
    case Type::kDouble:
      return "double precision";
    case Type::kDecimal:
      return core::Cat("numeric(18,", column.scale, ")");
    case Type::kDate:
      return "date";
    case Type::kTimestamp:
      return "timestamp";
    default:
      return "text";
  }
}

absl::Status Execute(PGconn* connection, const std::string& sql, const Row& row = {}) {
  std::vector<const char*> values;
  for (const auto& value : row) values.push_back(value ? value->c_str() : nullptr);
  PGresult* result = PQexecParams(connection, sql.c_str(), static_cast<int>(values.size()), nullptr,
                                  values.data(), nullptr, nullptr, 0);
  const ExecStatusType status = PQresultStatus(result);
  const std::string message = PQresultErrorMessage(result);
  PQclear(result);
  if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) return absl::OkStatus();
  return absl::InternalError(message);
}

}  // namespace

absl::Status FillPostgreSql(const TableRows& table, const std::string& dsn) {
  PGconn* connection = PQconnectdb(dsn.c_str());
  std::vector<std::string> columns;
  std::vector<std::string> places;
  for (const core::Column& column : table.columns) {
    columns.push_back(core::Cat(Quoted(column.name, '"'), " ", NativeType(column),
                                column.name == table.key ? " PRIMARY KEY" : ""));
    places.push_back(core::Cat("$", places.size() + 1));
  }
  absl::Status status = Execute(connection, core::Cat("DROP TABLE IF EXISTS ", table.name));
  status.Update(Execute(
      connection, core::Cat("CREATE TABLE ", table.name, " (", absl::StrJoin(columns, ", "), ")")));
  const std::string insert =
      core::Cat("INSERT INTO ", table.name, " VALUES (", absl::StrJoin(places, ", "), ")");
  status.Update(Execute(connection, "BEGIN"));
  for (const Row& row : table.rows) status.Update(Execute(connection, insert, row));
  status.Update(Execute(connection, "COMMIT"));
  PQfinish(connection);
  return status;
}

}  // namespace madad::testing
