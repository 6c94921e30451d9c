#include "engines/engines.h"

#include <cstdlib>

#include <unistd.h>

#include "absl/strings/str_cat.h"

#include "support/engine_server.h"

namespace madad::engines {
namespace {

using madad::testing::EngineServer;
using madad::testing::TableRows;
using Tables = std::vector<TableRows>;

constexpr char kZone[] = "Asia/Jerusalem";

// Each test process has tables of its own.
Tables OfThisProcess(const Tables& tables) {
  Tables own = tables;
  for (TableRows& table : own) absl::StrAppend(&table.name, "_", getpid());
  return own;
}

absl::StatusOr<std::string> Filled(const Tables& tables, const std::string& source,
                                   const std::function<absl::Status(const TableRows&)>& fill) {
  for (const TableRows& table : tables) {
    const absl::Status status = fill(table);
    if (!status.ok()) return status;
  }
  return absl::StrCat(source, ", timezone: ", kZone);
}

// Passwords are references only, so the whole is in the environment.
std::string Reference(const std::string& dsn) {
  const std::string variable =
      absl::StrCat("MADAD_TEST_DSN_", getpid(), "_", std::hash<std::string>()(dsn));
  setenv(variable.c_str(), dsn.c_str(), 1);
  return absl::StrCat("dsn_env: ", variable);
}

std::string DsnOf(const std::string& kind, int port) {
  if (kind == "mysql") return absl::StrCat("mysql://madad:secret@127.0.0.1:", port, "/test");
  if (kind == "clickhouse") return absl::StrCat("http://madad:secret@127.0.0.1:", port);
  return absl::StrCat("host=127.0.0.1 port=", port, " user=madad password=secret dbname=postgres");
}

EngineUnderTest OfServer(const std::string& name, const std::string& kind,
                         const std::string& mode) {
  const auto fill = [kind](const Tables& tables, const std::string&) {
    return FillServer(kind, EngineServer::Shared(kind), tables);
  };
  return {name, fill, mode};
}

absl::StatusOr<std::string> Sqlite(const Tables& tables, const std::string& folder) {
  const std::string file = folder + "/sales.db";
  return Filled(OfThisProcess(tables), absl::StrCat("kind: sqlite, root: ", file),
                [&](const TableRows& table) { return FillSqlite(table, file); });
}

absl::StatusOr<std::string> DuckDbFile(const Tables& tables, const std::string& folder) {
  const std::string file = folder + "/sales.duckdb";
  return Filled(OfThisProcess(tables), absl::StrCat("kind: duckdb, root: ", file),
                [&](const TableRows& table) { return FillDuckDbFile(table, file); });
}

}  // namespace

absl::StatusOr<std::string> FillServer(const std::string& kind, const EngineServer& server,
                                       const Tables& tables) {
  if (!server.is_there()) return absl::UnavailableError(server.why_not());
  const std::string dsn = DsnOf(kind, server.port());
  return Filled(OfThisProcess(tables), absl::StrCat("kind: ", kind, ", ", Reference(dsn)),
                [&](const TableRows& table) {
                  if (kind == "mysql") return FillMySql(table, server.port());
                  if (kind == "clickhouse") return FillClickHouse(table, server.port(), kZone);
                  return FillPostgreSql(table, dsn);
                });
}

std::vector<EngineUnderTest> EnginesUnderTest() {
  return {OfServer("PostgresInPlace", "postgresql", "pushdown"),
          OfServer("PostgresSnapshot", "postgresql", "snapshot"),
          OfServer("MySqlInPlace", "mysql", "pushdown"),
          OfServer("MySqlSnapshot", "mysql", "snapshot"),
          OfServer("ClickHouseInPlace", "clickhouse", "pushdown"),
          OfServer("ClickHouseSnapshot", "clickhouse", "snapshot"),
          {"SqliteInPlace", Sqlite, "pushdown"},
          {"SqliteSnapshot", Sqlite, "snapshot"},
          {"DuckDbFileInPlace", DuckDbFile, "pushdown"}};
}

}  // namespace madad::engines
