// An existing DuckDB file: its types, what it keeps to itself, calls that end.
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <duckdb.h>
#include <gtest/gtest.h>

#include "absl/time/clock.h"

#include "adapters/duckdb/file_source.h"
#include "core/arrow_reader.h"
#include "core/look.h"
#include "core/status.h"
#include "core/text.h"
#include "support/status_matchers.h"
#include "support/temporary_folder.h"

namespace madad::adapters::duckdb {
namespace {

using core::Type;
using madad::testing::StatusIs;
using ::testing::_;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Lines = std::vector<std::string>;

class DuckDbFileTest : public ::testing::Test {
 protected:
  std::string file() const { return (folder_.path() / "crm.duckdb").string(); }

  void Write(const std::string& sql) {
    duckdb_database database = nullptr;
    duckdb_connection connection = nullptr;
    ASSERT_EQ(duckdb_open(file().c_str(), &database), DuckDBSuccess);
    duckdb_connect(database, &connection);
    duckdb_result result;
    EXPECT_EQ(duckdb_query(connection, sql.c_str(), &result), DuckDBSuccess)
        << duckdb_result_error(&result);
    duckdb_destroy_result(&result);
    duckdb_disconnect(&connection);
    duckdb_close(&database);
  }

  std::shared_ptr<FileSource> Source(absl::Duration timeout = absl::Minutes(1)) const {
    return std::make_shared<FileSource>(
        FileOptions{.source = "crm", .file = file(), .statement_timeout = timeout}, 2);
  }

  static absl::StatusOr<Lines> Rows(core::Adapter& adapter, const core::SqlStatement& statement,
                                    const core::CallContext& call = {}) {
    std::vector<core::ResultColumn> columns;
    for (const core::SqlColumn& from : statement.columns) {
      core::ResultColumn& column = columns.emplace_back();
      column.type = from.type;
      column.scale = from.scale;
      column.values = core::EmptyValues(from.type);
    }
    MADAD_ASSIGN_OR_RETURN(core::ArrowStream stream, adapter.Execute(statement, call));
    MADAD_RETURN_IF_ERROR(core::ReadArrow(std::move(stream), call, 1'000'000, columns));
    Lines lines(columns[0].size());
    for (const core::ResultColumn& column : columns) {
      for (size_t row = 0; row < lines.size(); ++row) {
        const core::Value value = column.At(row);
        const auto* text = std::get_if<std::string>(&value);
        core::Append(&lines[row], &column == columns.data() ? "" : "|",
                     text == nullptr ? core::ToText(value) : *text);
      }
    }
    return lines;
  }

  static core::Column Of(const std::string& name, Type type, int32_t scale = 0) {
    core::Column column;
    column.name = name;
    column.from = name;
    column.type = type;
    column.scale = scale;
    return column;
  }

  static absl::StatusOr<Lines> Read(FileSource& source, const std::vector<core::Column>& columns,
                                    const std::string& relation = "facts",
                                    const std::string& query = "") {
    core::Table table;
    table.name = "facts";
    table.source = "crm";
    table.relation = query.empty() ? relation : "";
    table.query = query;
    std::vector<std::string> names;
    for (const core::Column& column : columns) {
      table.columns[column.name] = column;
      names.push_back(column.name);
    }
    MADAD_ASSIGN_OR_RETURN(const auto mapped, core::MapRelation(table, source, {}));
    return Rows(source, source.dialect().Print(core::AllRows(table, names, mapped)));
  }

  madad::testing::TemporaryFolder folder_;
};

core::SqlStatement Endless() {
  return {.sql = "SELECT sum(a.range * b.range % 7)::BIGINT AS n FROM range(10000000) a, "
                 "range(10000000) b",
          .columns = {{"n", Type::kInt64}}};
}

TEST_F(DuckDbFileTest, ReadsTypesAsTheyAreDeclared) {
  Write("CREATE TABLE facts AS SELECT 1234567890123.45::DECIMAL(18, 2) AS m, 7::UBIGINT AS u, "
        "'שלום'::VARCHAR AS s, 'b'::ENUM('b', 'a') AS e, TIMESTAMP '2024-05-15 13:45:30' AS t, "
        "TIMESTAMPTZ '2024-05-15 13:45:30+03' AS z, 'infinity'::TIMESTAMP AS f, 1::TINYINT AS b, "
        "uuid '00000000-0000-0000-0000-000000000001' AS id, 0.1::DOUBLE AS d");
  const auto rows = Read(*Source(), {Of("m", Type::kDecimal, 2), Of("u", Type::kInt64),
                                     Of("s", Type::kString), Of("e", Type::kString),
                                     Of("t", Type::kTimestamp), Of("z", Type::kTimestamp),
                                     Of("f", Type::kTimestamp), Of("b", Type::kBool),
                                     Of("id", Type::kString), Of("d", Type::kDecimal, 2)});
  MADAD_ASSERT_OK(rows);
  EXPECT_THAT(*rows, ElementsAre("1234567890123.45|7|שלום|b|2024-05-15T13:45:30Z|"
                                 "2024-05-15T10:45:30Z|null|true|"
                                 "00000000-0000-0000-0000-000000000001|0.10"));
}

TEST_F(DuckDbFileTest, ReadsAViewOverAnotherSchema) {
  Write("CREATE SCHEMA sales; CREATE TABLE sales.orders AS SELECT 5::BIGINT AS x; "
        "CREATE VIEW facts AS SELECT x + 1 AS x FROM sales.orders");
  EXPECT_THAT(*Read(*Source(), {Of("x", Type::kInt64)}), ElementsAre("6"));
  EXPECT_THAT(*Read(*Source(), {Of("x", Type::kInt64)}, "sales.orders"), ElementsAre("5"));
}

TEST_F(DuckDbFileTest, SaysWhatIsWrong) {
  Write("CREATE TABLE orders (x BIGINT, l INTEGER[])");
  const auto source = Source();
  EXPECT_THAT(Read(*source, {Of("x", Type::kInt64)}, "order"),
              StatusIs(absl::StatusCode::kNotFound, AllOf(HasSubstr("'crm'"), HasSubstr("orders"))));
  EXPECT_THAT(Read(*source, {Of("x", Type::kDate), Of("l", Type::kString)}, "orders"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       AllOf(HasSubstr("columns.x: the source has BIGINT"),
                             HasSubstr("columns.l: the source has INTEGER[]"))));
  EXPECT_THAT(Rows(*source, {.sql = "SELECT y AS n FROM orders", .columns = Endless().columns}),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("'crm'")));
}

TEST_F(DuckDbFileTest, ReadsNoOtherFile) {
  Write("CREATE TABLE facts (x BIGINT)");
  const std::string other = folder_.Write("secret.csv", "x\n1\n");
  const auto source = Source();
  EXPECT_THAT(Read(*source, {Of("x", Type::kInt64)}, "",
                   core::Cat("SELECT x FROM read_csv('", other, "')")),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("Permission Error")));
  for (const std::string& sql :
       {std::string("INSERT INTO facts VALUES (1)"), core::Cat("ATTACH '", other, "x' AS other"),
        core::Cat("COPY facts TO '", other, "'"), std::string("SET enable_external_access = true")}) {
    EXPECT_FALSE(Rows(*source, {.sql = sql, .columns = Endless().columns}).ok()) << sql;
  }
}

TEST_F(DuckDbFileTest, NoFileNoDatabase) {
  EXPECT_THAT(Rows(*Source(), Endless()),
              StatusIs(absl::StatusCode::kUnavailable, HasSubstr("no such file")));
  std::ofstream(file()) << std::string(20'000, 'x');
  EXPECT_THAT(Rows(*Source(), Endless()),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("no database")));
}

TEST_F(DuckDbFileTest, AFileThatIsReplacedIsReadAnew) {
  const core::SqlStatement sum{.sql = "SELECT sum(x)::BIGINT AS n FROM facts",
                               .columns = {{"n", Type::kInt64}}};
  Write("CREATE TABLE facts AS SELECT 1 AS x");
  const auto source = Source();
  EXPECT_THAT(*Rows(*source, sum), ElementsAre("1"));
  const auto frozen = source->Freeze({});
  MADAD_ASSERT_OK(frozen);
  std::filesystem::rename(file(), file() + ".old");
  EXPECT_THAT(Rows(*source, sum), StatusIs(absl::StatusCode::kUnavailable, _));
  Write("CREATE TABLE facts AS SELECT 2 AS x");
  EXPECT_THAT(*Rows(*source, sum), ElementsAre("2"));
  EXPECT_THAT(*Rows(**frozen, sum), ElementsAre("1"));
}

TEST_F(DuckDbFileTest, CallsEndTheWork) {
  Write("CREATE TABLE facts (x BIGINT)");
  const auto source = Source(absl::Seconds(30));
  const core::CallContext late{.deadline = absl::Now() + absl::Milliseconds(200)};
  EXPECT_THAT(Rows(*source, Endless(), late), StatusIs(absl::StatusCode::kDeadlineExceeded, _));
  std::stop_source stop;
  std::thread canceller([&] {
    absl::SleepFor(absl::Milliseconds(100));
    stop.request_stop();
  });
  EXPECT_THAT(Rows(*source, Endless(), {.stop = stop.get_token()}),
              StatusIs(absl::StatusCode::kCancelled, _));
  canceller.join();
  EXPECT_THAT(Rows(*Source(absl::Milliseconds(100)), Endless()),
              StatusIs(absl::StatusCode::kDeadlineExceeded, HasSubstr("statement_timeout")));
}

TEST_F(DuckDbFileTest, KnowsPrimaryKeys) {
  Write("CREATE TABLE facts (id BIGINT PRIMARY KEY, x BIGINT)");
  const auto source = Source();
  const auto is_unique = [&](const std::string& key) {
    core::Table table;
    table.relation = "facts";
    table.key = key;
    table.columns[key] = Of(key, Type::kInt64);
    return source->IsUnique(table, {});
  };
  EXPECT_EQ(is_unique("id").value(), true);
  EXPECT_EQ(is_unique("x").value(), false);
}

}  // namespace
}  // namespace madad::adapters::duckdb
