// PostgreSQL: queried in place, and copied into the store.
#include <cstdlib>

#include <gtest/gtest.h>
#include <libpq-fe.h>

#include "absl/strings/str_join.h"

#include "adapters/postgresql/source.h"
#include "conformance/fixture.h"
#include "conformance/sql_world.h"
#include "core/status.h"
#include "core/text.h"
#include "support/engine_server.h"

namespace madad::conformance {
namespace {

using core::Type;

std::string Dsn(const madad::testing::EngineServer& server) {
  return core::Cat("host=127.0.0.1 port=", server.port(),
                   " dbname=postgres user=madad password=secret");
}

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

// Makes the table anew, with the rows.
absl::Status Fill(const Data& data, const std::string& relation, const std::string& dsn) {
  PGconn* connection = PQconnectdb(dsn.c_str());
  const auto name = [](const core::Column& column) { return core::Cat("\"", column.name, "\""); };
  std::vector<std::string> columns;
  std::vector<std::string> places;
  for (const core::Column& column : data.columns) {
    columns.push_back(core::Cat(name(column), " ", NativeType(column)));
    places.push_back(core::Cat("$", places.size() + 1));
  }
  absl::Status status = Execute(connection, core::Cat("DROP TABLE IF EXISTS ", relation));
  status.Update(Execute(connection, core::Cat("CREATE TABLE ", relation, " (", absl::StrJoin(columns, ", "), ")")));
  const std::string insert = core::Cat("INSERT INTO ", relation, " VALUES (", absl::StrJoin(places, ", "), ")");
  for (const Row& row : data.rows) status.Update(Execute(connection, insert, row));
  PQfinish(connection);
  return status;
}

Engine PostgresEngine(const std::string& name, core::Mode mode) {
  return {name, [mode](const Data& data) -> absl::StatusOr<World> {
            auto& server = madad::testing::EngineServer::Shared("postgresql");
            if (!server.is_there()) return NotInstalled(server.why_not());
            const std::string relation = RelationOfThisProcess();
            MADAD_RETURN_IF_ERROR(Fill(data, relation, Dsn(server)));
            adapters::postgresql::ConnectionOptions options;
            options.source = "db";
            options.dsn = Dsn(server);
            return SqlWorld(data, "postgresql", relation, mode,
                            std::make_shared<adapters::postgresql::PostgresSource>(options, 2));
          }};
}

INSTANTIATE_TEST_SUITE_P(Postgres, ConformanceTest,
                         ::testing::Values(PostgresEngine("InPlace", core::Mode::kPushdown),
                                           PostgresEngine("Snapshot", core::Mode::kSnapshot)),
                         [](const auto& engine) { return engine.param.name; });

}  // namespace
}  // namespace madad::conformance
