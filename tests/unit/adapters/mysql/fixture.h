// A MariaDB server, relations in it, and a source over them.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <mysql.h>
#include <unistd.h>

#include "absl/strings/str_cat.h"

#include "adapters/mysql/source.h"
#include "core/arrow_reader.h"
#include "core/dialect.h"
#include "core/look.h"
#include "support/engine_server.h"
#include "support/status_matchers.h"

namespace madad::adapters::mysql {

using madad::testing::EngineServer;

// A database of its own for each test; skipped where the server is not installed.
class MySqlTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!server().is_there()) GTEST_SKIP() << server().why_not();
    schema_ = absl::StrCat("t", getpid());
    Sql(absl::StrCat("CREATE OR REPLACE DATABASE ", schema_, " CHARACTER SET utf8mb4"), "test");
    source_ = MakeSource();
  }
  void TearDown() override {
    source_.reset();
    if (server().is_there()) Sql(absl::StrCat("DROP DATABASE IF EXISTS ", schema_), "test");
  }

  virtual EngineServer& server() { return EngineServer::Shared("mysql"); }

  std::string Dsn(const std::string& user = "madad:secret") {
    return absl::StrCat("mysql://", user, "@127.0.0.1:", server().port(), "/", schema_);
  }

  std::shared_ptr<MySqlSource> MakeSource(ConnectionOptions options = {}, size_t pool = 2) {
    options.source = "shop";
    if (options.dsn.empty()) options.dsn = Dsn();
    return std::make_shared<MySqlSource>(std::move(options), pool);
  }

  // Runs statements as the owner of the data would, and returns the first value of the last.
  std::string Sql(const std::string& statements, const std::string& database = "") {
    MYSQL* connection = mysql_init(nullptr);
    mysql_options(connection, MYSQL_SET_CHARSET_NAME, "utf8mb4");
    const bool connected = mysql_real_connect(connection, "127.0.0.1", "madad", "secret",
                                              database.empty() ? schema_.c_str() : database.c_str(),
                                              static_cast<unsigned>(server().port()), nullptr,
                                              CLIENT_MULTI_STATEMENTS) != nullptr;
    EXPECT_TRUE(connected) << mysql_error(connection);
    std::string value;
    int more = connected ? mysql_query(connection, statements.c_str()) : -1;
    while (more == 0) {
      if (MYSQL_RES* result = mysql_store_result(connection); result != nullptr) {
        const MYSQL_ROW row = mysql_fetch_row(result);
        value = row != nullptr && row[0] != nullptr ? row[0] : "";
        mysql_free_result(result);
      }
      more = mysql_next_result(connection);
    }
    EXPECT_EQ(mysql_errno(connection), 0U) << mysql_error(connection);
    mysql_close(connection);
    return value;
  }

  core::Table TableOf(const std::string& relation, const std::vector<core::Column>& columns) {
    core::Table table{.name = "facts", .source = "shop", .relation = relation};
    for (core::Column column : columns) {
      if (column.from.empty()) column.from = column.name;
      table.columns[column.name] = column;
    }
    return table;
  }

  static std::vector<core::ResultColumn> Empty(const std::vector<core::SqlColumn>& columns) {
    std::vector<core::ResultColumn> empty;
    for (const core::SqlColumn& column : columns) {
      core::ResultColumn& added = empty.emplace_back();
      added.name = column.name;
      added.type = column.type;
      added.scale = column.scale;
      added.values = core::EmptyValues(column.type);
    }
    return empty;
  }

  // Returns the values of a table's columns, in the order of the rows.
  absl::StatusOr<std::vector<core::ResultColumn>> Read(const core::Table& table) {
    MADAD_ASSIGN_OR_RETURN(const auto relation, core::MapRelation(table, *source_, {}));
    std::vector<std::string> names;
    for (const auto& [name, column] : table.columns) names.push_back(name);
    const core::RowScan scan = core::AllRows(table, names, relation);
    std::vector<core::ResultColumn> columns = Empty(scan.columns);
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

  // Runs a statement that returns int64s and reads it to its end.
  static absl::Status Drain(core::Adapter& adapter, const std::string& sql,
                            const core::CallContext& call = {}) {
    core::SqlStatement statement{.sql = sql, .columns = {{"a", core::Type::kInt64}}};
    MADAD_ASSIGN_OR_RETURN(core::ArrowStream rows, adapter.Execute(statement, call));
    std::vector<core::ResultColumn> columns = Empty(statement.columns);
    return core::ReadArrow(std::move(rows), call, INT64_MAX, columns);
  }

  std::string schema_;
  std::shared_ptr<MySqlSource> source_;
};

}  // namespace madad::adapters::mysql
