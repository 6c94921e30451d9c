// MariaDB: queried in place, and copied into the store.
#include <gtest/gtest.h>
#include <mysql.h>

#include "absl/strings/str_join.h"

#include "adapters/mysql/source.h"
#include "conformance/fixture.h"
#include "conformance/sql_world.h"
#include "core/status.h"
#include "core/text.h"
#include "support/engine_server.h"

namespace madad::conformance {
namespace {

using core::Type;

std::string NativeType(const core::Column& column) {
  switch (column.type) {
    case Type::kBool:
      return "tinyint(1)";
    case Type::kInt64:
      return "bigint";
    case Type::kDouble:
      return "double";
    case Type::kDecimal:
      return core::Cat("decimal(18,", column.scale, ")");
    case Type::kDate:
      return "date";
    case Type::kTimestamp:
      return "datetime(6)";
    default:
      // A collation that is not by code point.
      return "varchar(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci";
  }
}

// What the owner of the data writes, as a literal.
std::string Literal(const core::Column& column, const std::optional<std::string>& value,
                    MYSQL* connection) {
  if (!value) return "NULL";
  if (column.type == Type::kBool) return *value;
  std::string escaped(2 * value->size() + 1, '\0');
  escaped.resize(
      mysql_real_escape_string(connection, escaped.data(), value->data(), value->size()));
  // ISO 8601 ends in Z.
  if (column.type == Type::kTimestamp && !escaped.empty() && escaped.back() == 'Z')
    escaped.pop_back();
  return core::Cat("'", escaped, "'");
}

// Makes the table anew, with the rows.
absl::Status Fill(const Data& data, const std::string& relation, int port) {
  MYSQL* connection = mysql_init(nullptr);
  mysql_options(connection, MYSQL_SET_CHARSET_NAME, "utf8mb4");
  absl::Status status;
  const auto execute = [&](const std::string& sql) {
    if (mysql_query(connection, sql.c_str()) != 0)
      status.Update(absl::InternalError(mysql_error(connection)));
  };
  if (mysql_real_connect(connection, "127.0.0.1", "madad", "secret", "test",
                         static_cast<unsigned>(port), nullptr, 0) == nullptr) {
    status = absl::InternalError(mysql_error(connection));
  }
  std::vector<std::string> columns;
  for (const core::Column& column : data.columns) {
    columns.push_back(core::Cat("`", column.name, "` ", NativeType(column)));
  }
  execute(core::Cat("CREATE OR REPLACE TABLE ", relation, " (", absl::StrJoin(columns, ", "), ")"));
  std::vector<std::string> rows;
  for (const Row& row : data.rows) {
    std::vector<std::string> values;
    for (size_t i = 0; i < row.size(); ++i) {
      values.push_back(Literal(data.columns[i], row[i], connection));
    }
    rows.push_back(core::Cat("(", absl::StrJoin(values, ", "), ")"));
  }
  if (!rows.empty())
    execute(core::Cat("INSERT INTO ", relation, " VALUES ", absl::StrJoin(rows, ", ")));
  mysql_close(connection);
  return status;
}

Engine MySqlEngine(const std::string& name, core::Mode mode) {
  return {name, [mode](const Data& data) -> absl::StatusOr<World> {
            auto& server = madad::testing::EngineServer::Shared("mysql");
            if (!server.is_there()) return NotInstalled(server.why_not());
            const std::string relation = RelationOfThisProcess();
            MADAD_RETURN_IF_ERROR(Fill(data, relation, server.port()));
            adapters::mysql::ConnectionOptions options;
            options.source = "db";
            options.dsn = core::Cat("mysql://madad:secret@127.0.0.1:", server.port(), "/test");
            return SqlWorld(data, "mysql", relation, mode,
                            std::make_shared<adapters::mysql::MySqlSource>(options, 2));
          }};
}

INSTANTIATE_TEST_SUITE_P(MySql, ConformanceTest,
                         ::testing::Values(MySqlEngine("InPlace", core::Mode::kPushdown),
                                           MySqlEngine("Snapshot", core::Mode::kSnapshot)),
                         [](const auto& engine) { return engine.param.name; });

}  // namespace
}  // namespace madad::conformance
