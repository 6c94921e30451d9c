// The file: missing, locked, replaced, written meanwhile; calls that end.
#include <filesystem>
#include <thread>

#include "absl/time/clock.h"

#include "unit/adapters/sqlite/fixture.h"
#include "core/status.h"

namespace madad::adapters::sqlite {
namespace {

using core::Type;
using madad::testing::StatusIs;
using ::testing::_;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

// Counts far: minutes of work that nothing waits for.
core::SqlStatement Endless() {
  return {.sql = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
                 "SELECT count(*) AS n FROM n",
          .columns = {{"n", Type::kInt64}}};
}

core::SqlStatement Sum() {
  return {.sql = "SELECT sum(x) AS n FROM facts", .columns = {{"n", Type::kInt64}}};
}

TEST_F(SqliteTest, SaysWhatIsMissing) {
  Write("CREATE TABLE orders (x INTEGER); CREATE TABLE \"Hebrew שם\" (y INTEGER)");
  const auto source = Source();
  EXPECT_THAT(Read(*source, {Of("x", Type::kInt64)}, "order"),
              StatusIs(absl::StatusCode::kNotFound,
                       AllOf(HasSubstr("'crm'"), HasSubstr("'order'"), HasSubstr("orders"))));
  EXPECT_THAT(Rows(*source, Sum()), StatusIs(absl::StatusCode::kFailedPrecondition,
                                             HasSubstr("no such table: facts")));
  MADAD_EXPECT_OK(Read(*source, {Of("y", Type::kInt64)}, "Hebrew שם"));
}

TEST_F(SqliteTest, AColumnThatGoesIsAnError) {
  Write("CREATE TABLE facts (x INTEGER)");
  const auto source = Source();
  MADAD_ASSERT_OK(Rows(*source, Sum()));
  Write("ALTER TABLE facts RENAME COLUMN x TO z");
  // A quoted name that is no column would be a text to SQLite as it comes.
  EXPECT_THAT(Rows(*source, {.sql = "SELECT \"x\" AS n FROM facts", .columns = Sum().columns}),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("no such column")));
}

TEST_F(SqliteTest, NoFileNoDatabase) {
  Close();
  std::filesystem::remove(file());
  const auto source = Source();
  EXPECT_THAT(Rows(*source, Sum()),
              StatusIs(absl::StatusCode::kUnavailable,
                       AllOf(HasSubstr("no such file"), HasSubstr("crm.db"))));
  std::filesystem::create_directory(file());
  EXPECT_THAT(Rows(*Source(), Sum()), StatusIs(absl::StatusCode::kFailedPrecondition, _));
  std::filesystem::remove(file());
  std::ofstream(file()) << std::string(4096, 'x');
  EXPECT_THAT(Rows(*Source(), Sum()),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("not a database")));
}

TEST_F(SqliteTest, AFileThatComesBackIsRead) {
  Write("CREATE TABLE facts (x INTEGER); INSERT INTO facts VALUES (1)");
  const auto source = Source();
  EXPECT_THAT(*Rows(*source, Sum()), ElementsAre("1"));
  Close();
  std::filesystem::rename(file(), file() + ".old");
  EXPECT_THAT(Rows(*source, Sum()), StatusIs(absl::StatusCode::kUnavailable, _));
  Open();
  Write("CREATE TABLE facts (x INTEGER); INSERT INTO facts VALUES (2)");
  EXPECT_THAT(*Rows(*source, Sum()), ElementsAre("2"));
}

TEST_F(SqliteTest, ReadsWhileAnotherWrites) {
  Write("PRAGMA journal_mode = WAL; CREATE TABLE facts (x INTEGER); INSERT INTO facts VALUES (1)");
  const auto source = Source();
  Write("BEGIN IMMEDIATE; INSERT INTO facts VALUES (10)");
  EXPECT_THAT(*Rows(*source, Sum()), ElementsAre("1"));
  Write("COMMIT");
  EXPECT_THAT(*Rows(*source, Sum()), ElementsAre("11"));
}

TEST_F(SqliteTest, AFrozenSourceStaysAsItIs) {
  Write("PRAGMA journal_mode = WAL; CREATE TABLE facts (x INTEGER); INSERT INTO facts VALUES (1)");
  const auto source = Source();
  auto frozen = source->Freeze({});
  MADAD_ASSERT_OK(frozen);
  Write("INSERT INTO facts VALUES (10)");
  EXPECT_THAT(*Rows(**frozen, Sum()), ElementsAre("1"));
  EXPECT_THAT(*Rows(*source, Sum()), ElementsAre("11"));
  frozen = absl::CancelledError();
  EXPECT_THAT(*Rows(*source, Sum()), ElementsAre("11"));
}

TEST_F(SqliteTest, ALockedFileIsWaitedForAndGivenUp) {
  Write("CREATE TABLE facts (x INTEGER); INSERT INTO facts VALUES (1); BEGIN EXCLUSIVE");
  const auto source = Source();
  const absl::Time start = absl::Now();
  EXPECT_THAT(Rows(*source, Sum()), StatusIs(absl::StatusCode::kUnavailable, HasSubstr("locked")));
  EXPECT_GE(absl::Now() - start, absl::Milliseconds(150));
  // A call does not wait longer than it lives.
  const core::CallContext call{.deadline = absl::Now() + absl::Milliseconds(20)};
  EXPECT_THAT(Rows(*Source(), Sum(), call), StatusIs(absl::StatusCode::kDeadlineExceeded, _));
  Write("COMMIT");
  EXPECT_THAT(*Rows(*source, Sum()), ElementsAre("1"));
}

TEST_F(SqliteTest, DeadlinesStopTheWork) {
  const auto source = Source();
  const core::CallContext call{.deadline = absl::Now() + absl::Milliseconds(100)};
  EXPECT_THAT(Rows(*source, Endless(), call), StatusIs(absl::StatusCode::kDeadlineExceeded, _));
  EXPECT_LT(absl::Now() - call.deadline, absl::Milliseconds(50));
}

TEST_F(SqliteTest, CancellationStopsTheWork) {
  const auto source = Source();
  std::stop_source stop;
  absl::Time stopped;
  std::thread canceller([&] {
    absl::SleepFor(absl::Milliseconds(100));
    stopped = absl::Now();
    stop.request_stop();
  });
  EXPECT_THAT(Rows(*source, Endless(), {.stop = stop.get_token()}),
              StatusIs(absl::StatusCode::kCancelled, _));
  canceller.join();
  EXPECT_LT(absl::Now() - stopped, absl::Milliseconds(50));
  MADAD_EXPECT_OK(Rows(*source, {.sql = "SELECT 1 AS n", .columns = Endless().columns}));
}

TEST_F(SqliteTest, TheStatementTimeoutIsTheSources) {
  EXPECT_THAT(Rows(*Source(absl::Milliseconds(50)), Endless()),
              StatusIs(absl::StatusCode::kDeadlineExceeded,
                       AllOf(HasSubstr("50ms"), HasSubstr("statement_timeout"))));
}

TEST_F(SqliteTest, NothingIsWritten) {
  Write("CREATE TABLE facts (x INTEGER)");
  const auto source = Source();
  for (const char* sql : {"INSERT INTO facts VALUES (1) RETURNING x", "DELETE FROM facts",
                          "ATTACH ':memory:' AS other", "SELECT load_extension('x')"}) {
    EXPECT_FALSE(Rows(*source, {.sql = sql, .columns = Endless().columns}).ok()) << sql;
  }
}

TEST_F(SqliteTest, HostileTextsAreTexts) {
  Write("CREATE TABLE canary (x INTEGER); CREATE TABLE facts (x INTEGER, \"a\"\"b; --\" TEXT);"
        "INSERT INTO facts VALUES (1, 'x')");
  const auto source = Source();
  core::Column column = Of("a\"b; --", Type::kString);
  column.values = {{"x'); DROP TABLE canary; --", "\"; DROP TABLE canary; --"}, {"x", "?1 $1 :a"}};
  const auto rows = Read(*source, {column});
  MADAD_ASSERT_OK(rows);
  EXPECT_THAT(*rows, ElementsAre("?1 $1 :a"));
  MADAD_EXPECT_OK(Read(*source, {Of("x", Type::kInt64)}, "canary"));
}

}  // namespace
}  // namespace madad::adapters::sqlite
