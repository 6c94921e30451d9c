#include "engines/engines.h"

#include <libpq-fe.h>
#include <unistd.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

#include "support/engine_server.h"

namespace madad::engines {
namespace {

absl::Status Run(PGconn* connection, const std::string& sql, const std::string* copied = nullptr) {
  PGresult* result = PQexec(connection, sql.c_str());
  if (copied != nullptr && PQresultStatus(result) == PGRES_COPY_IN) {
    PQputCopyData(connection, copied->data(), static_cast<int>(copied->size()));
    PQputCopyEnd(connection, nullptr);
    PQclear(result);
    result = PQgetResult(connection);
  }
  const bool ok = PQresultStatus(result) == PGRES_COMMAND_OK;
  const std::string message = PQresultErrorMessage(result);
  PQclear(result);
  return ok ? absl::OkStatus() : absl::InternalError(message);
}

std::string PostgresType(const std::string& type) {
  if (type == "int64") return "bigint";
  if (type == "double") return "double precision";
  if (type == "decimal(2)") return "numeric(14, 2)";
  return type == "string" ? "text" : type;
}

// Each test process has a database of its own.
absl::Status FillPostgres(const std::string& mode, const std::vector<DataFile>& files,
                          EngineUnderTest& engine) {
  auto& server = madad::testing::EngineServer::Shared("postgresql");
  if (!server.is_there()) return absl::UnavailableError(server.why_not());
  const std::string name = absl::StrCat("sales", getpid());
  const std::string dsn = absl::StrCat("host=127.0.0.1 port=", server.port(),
                                       " user=madad password=secret dbname=");
  PGconn* owner = PQconnectdb(absl::StrCat(dsn, "postgres").c_str());
  absl::Status status = Run(owner, absl::StrCat("DROP DATABASE IF EXISTS ", name));
  status.Update(Run(owner, absl::StrCat("CREATE DATABASE ", name)));
  PQfinish(owner);
  PGconn* connection = PQconnectdb(absl::StrCat(dsn, name).c_str());
  for (const DataFile& file : files) {
    std::vector<std::string> columns;
    for (const std::string& column : file.columns) {
      const std::pair<std::string, std::string> parts = absl::StrSplit(column, absl::MaxSplits(' ', 1));
      columns.push_back(absl::StrCat(parts.first, " ", PostgresType(parts.second),
                                     columns.empty() ? " PRIMARY KEY" : ""));
    }
    status.Update(Run(connection, absl::StrCat("CREATE TABLE ", file.table, " (", absl::StrJoin(columns, ", "), ")")));
    status.Update(Run(connection, absl::StrCat("COPY ", file.table, " FROM STDIN CSV HEADER"), &file.csv));
  }
  PQfinish(connection);
  const std::string variable = absl::StrCat("MADAD_TEST_DSN_", mode);
  setenv(variable.c_str(), absl::StrCat(dsn, name).c_str(), 1);
  engine.source = absl::StrCat("{kind: postgresql, mode: ", mode, ", dsn_env: ", variable,
                               ", timezone: Asia/Jerusalem}");
  return status;
}

}  // namespace

std::vector<EngineUnderTest> EnginesUnderTest() {
  const auto postgres = [](const std::string& mode) {
    return [mode](const std::vector<DataFile>& files, EngineUnderTest& engine) {
      return FillPostgres(mode, files, engine);
    };
  };
  return {{"PostgresInPlace", postgres("pushdown"), ""},
          {"PostgresSnapshot", postgres("snapshot"), ""}};
}

}  // namespace madad::engines
