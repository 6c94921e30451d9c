// A PostgreSQL server, relations in it, and a source over them.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <libpq-fe.h>

#include "absl/strings/str_cat.h"

#include "adapters/postgresql/source.h"
#include "core/arrow_reader.h"
#include "core/dialect.h"
#include "core/look.h"
#include "support/engine_server.h"
#include "support/status_matchers.h"

namespace madad::adapters::postgresql {

using madad::testing::EngineServer;

// A schema of its own for each test; skipped where the server is not installed.
class PostgresTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!server().is_there()) GTEST_SKIP() << server().why_not();
    schema_ = absl::StrCat("t", getpid());
    Sql(absl::StrCat("DROP SCHEMA IF EXISTS ", schema_, " CASCADE; CREATE SCHEMA ", schema_));
    source_ = MakeSource();
  }

  virtual EngineServer& server() { return EngineServer::Shared("postgresql"); }

  std::string Dsn(const std::string& password = "secret") {
    return absl::StrCat("host=127.0.0.1 port=", server().port(), " dbname=postgres user=madad password=",
                        password);
  }

  std::shared_ptr<PostgresSource> MakeSource(ConnectionOptions options = {}, size_t pool = 2) {
    options.source = "shop";
    if (options.dsn.empty()) options.dsn = Dsn();
    return std::make_shared<PostgresSource>(std::move(options), pool);
  }

  // Runs statements as the owner of the data would, and returns the first value.
  std::string Sql(const std::string& statements) {
    PGconn* connection = PQconnectdb(Dsn().c_str());
    PQclear(PQexec(connection, absl::StrCat("SET search_path = ", schema_, ", public").c_str()));
    PGresult* result = PQexec(connection, statements.c_str());
    const ExecStatusType status = PQresultStatus(result);
    EXPECT_TRUE(status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK)
        << PQresultErrorMessage(result);
    std::string value = PQntuples(result) > 0 ? PQgetvalue(result, 0, 0) : "";
    PQclear(result);
    PQfinish(connection);
    return value;
  }

  core::Table TableOf(const std::string& relation, const std::vector<core::Column>& columns) {
    core::Table table{.name = "facts", .source = "shop", .relation = absl::StrCat(schema_, ".", relation)};
    for (core::Column column : columns) {
      if (column.from.empty()) column.from = column.name;
      table.columns[column.name] = column;
    }
    return table;
  }

  // Returns the values of a table's columns, in the order of the rows.
  absl::StatusOr<std::vector<core::ResultColumn>> Read(const core::Table& table) {
    MADAD_ASSIGN_OR_RETURN(const auto relation, core::MapRelation(table, *source_, {}));
    std::vector<std::string> names;
    for (const auto& [name, column] : table.columns) names.push_back(name);
    const core::RowScan scan = core::AllRows(table, names, relation);
    std::vector<core::ResultColumn> columns;
    for (const core::SqlColumn& column : scan.columns) {
      core::ResultColumn& empty = columns.emplace_back();
      empty.name = column.name;
      empty.type = column.type;
      empty.scale = column.scale;
      empty.values = core::EmptyValues(column.type);
    }
    MADAD_ASSIGN_OR_RETURN(core::ArrowStream rows,
                           source_->Execute(source_->dialect().Print(scan), {}));
    MADAD_RETURN_IF_ERROR(core::ReadArrow(std::move(rows), {}, 1'000'000, columns));
    return columns;
  }

  // The same as text, row by row: `1|null|text`.
  std::vector<std::string> Lines(const core::Table& table) {
    const auto columns = Read(table);
    EXPECT_THAT(columns, madad::testing::IsOk());
    if (!columns.ok()) return {};
    std::vector<std::string> lines(columns->empty() ? 0 : columns->front().size());
    for (size_t row = 0; row < lines.size(); ++row) {
      for (const core::ResultColumn& column : *columns) {
        absl::StrAppend(&lines[row], lines[row].empty() ? "" : "|", core::ToText(column.At(row)));
      }
    }
    return lines;
  }

  std::string schema_;
  std::shared_ptr<PostgresSource> source_;
};

}  // namespace madad::adapters::postgresql
