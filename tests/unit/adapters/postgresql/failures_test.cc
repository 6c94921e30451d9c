// Servers that refuse, go, come back, and work too long.
#include <chrono>
#include <thread>

#include <gmock/gmock.h>

#include "absl/time/clock.h"

#include "core/status.h"
#include "unit/adapters/postgresql/fixture.h"

namespace madad::adapters::postgresql {
namespace {

using madad::testing::StatusIs;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

core::SqlStatement Select(const std::string& sql) {
  core::SqlStatement statement;
  statement.sql = sql;
  statement.columns = {{"a", core::Type::kInt64}};
  return statement;
}

// Runs a statement and reads it to its end.
absl::Status Drain(core::Adapter& adapter, const core::SqlStatement& statement,
                   const core::CallContext& call = {}) {
  MADAD_ASSIGN_OR_RETURN(core::ArrowStream rows, adapter.Execute(statement, call));
  std::vector<core::ResultColumn> columns(1);
  columns[0].type = core::Type::kInt64;
  columns[0].values = core::EmptyValues(core::Type::kInt64);
  return core::ReadArrow(std::move(rows), call, 100'000'000, columns);
}

TEST_F(PostgresTest, WrongPasswordIsSaidButNotShown) {
  const auto source = MakeSource({.dsn = Dsn("guess-7391")});
  EXPECT_THAT(Drain(*source, Select("SELECT 1::bigint")),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       AllOf(HasSubstr("shop"), HasSubstr("password"), Not(HasSubstr("guess-7391")))));
}

TEST_F(PostgresTest, ServerThatIsNotThereIsLeftAloneForAWhile) {
  const auto source = MakeSource({.dsn = "host=127.0.0.1 port=1 dbname=x user=y"});
  for (int i = 0; i < 3; ++i) {
    EXPECT_THAT(Drain(*source, Select("SELECT 1::bigint")), StatusIs(absl::StatusCode::kUnavailable, HasSubstr("shop")));
  }
  const absl::Status status = Drain(*source, Select("SELECT 1::bigint"));
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kUnavailable, HasSubstr("tried again in")));
  EXPECT_TRUE(core::DetailOf(status).metadata.contains("retry_after"));
}

TEST_F(PostgresTest, NothingCanBeWritten) {
  Sql("CREATE TABLE t (a bigint)");
  EXPECT_FALSE(Drain(*source_, Select("INSERT INTO " + schema_ + ".t VALUES (1) RETURNING a")).ok());
  EXPECT_EQ(Sql("SELECT count(*) FROM t"), "0");
}

TEST_F(PostgresTest, PermissionThatIsMissingIsNamed) {
  Sql("CREATE TABLE secret (a bigint); DROP ROLE IF EXISTS reader_" + schema_ +
      "; CREATE ROLE reader_" + schema_ + " LOGIN PASSWORD 'r'; GRANT USAGE ON SCHEMA " + schema_ +
      " TO reader_" + schema_);
  source_ = MakeSource({.dsn = absl::StrCat("host=127.0.0.1 port=", server().port(),
                                            " dbname=postgres password=r user=reader_", schema_)});
  EXPECT_THAT(Read(TableOf("secret", {{.name = "a", .type = core::Type::kInt64}})),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       AllOf(HasSubstr("secret"), HasSubstr("grant SELECT"))));
  source_.reset();
  Sql("DROP OWNED BY reader_" + schema_ + "; DROP ROLE reader_" + schema_);
}

TEST_F(PostgresTest, DeadlineStopsTheWorkInTheServer) {
  const std::string marker = absl::StrCat("/* ", schema_, " deadline */");
  const absl::Time start = absl::Now();
  EXPECT_THAT(Drain(*source_, Select(absl::StrCat("SELECT count(*) FROM generate_series(1, 1000000000) ", marker)),
                    {.deadline = start + absl::Milliseconds(150)}),
              StatusIs(absl::StatusCode::kDeadlineExceeded, ::testing::_));
  EXPECT_LT(absl::Now() - start, absl::Seconds(3));
  EXPECT_EQ(Sql("SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND pid <> "
                "pg_backend_pid() AND query LIKE '%" + schema_ + " deadline%'"),
            "0");
  MADAD_EXPECT_OK(Drain(*source_, Select("SELECT 1::bigint")));
}

TEST_F(PostgresTest, CancellationEndsARunningStream) {
  std::stop_source stop;
  std::thread canceller([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    stop.request_stop();
  });
  EXPECT_THAT(Drain(*source_, Select("SELECT a::bigint FROM generate_series(1, 2000000000) AS a"),
                    {.stop = stop.get_token()}),
              StatusIs(absl::StatusCode::kCancelled, ::testing::_));
  canceller.join();
  MADAD_EXPECT_OK(Drain(*source_, Select("SELECT 1::bigint")));
}

TEST_F(PostgresTest, ConnectionsAreNotLeaked) {
  for (int i = 0; i < 50; ++i) {
    // Streams that nobody reads to their end.
    const auto rows = source_->Execute(Select("SELECT a::bigint FROM generate_series(1, 100000) AS a"), {});
    MADAD_EXPECT_OK(rows.status());
  }
  const int open = std::stoi(Sql("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'madad'"));
  EXPECT_LE(open, 2 + 2);  // the pool's, and perhaps another test's beside
}

// A server of its own: it is killed.
class PostgresRestartTest : public PostgresTest {
 protected:
  EngineServer& server() override { return server_; }
  EngineServer server_{"postgresql"};
};

TEST_F(PostgresRestartTest, ServerThatComesBackIsUsedAgain) {
  MADAD_ASSERT_OK(Drain(*source_, Select("SELECT 1::bigint")));
  server_.Kill();
  EXPECT_THAT(Drain(*source_, Select("SELECT 1::bigint")), StatusIs(absl::StatusCode::kUnavailable, HasSubstr("shop")));
  server_.Start();
  absl::Status status;
  for (int i = 0; i < 100; ++i) {
    status = Drain(*source_, Select("SELECT 1::bigint"));
    if (status.ok()) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  MADAD_EXPECT_OK(status);
}

TEST_F(PostgresRestartTest, ServerThatGoesInTheMiddleOfRowsIsAnError) {
  auto rows = source_->Execute(Select("SELECT a::bigint FROM generate_series(1, 2000000000) AS a"), {});
  MADAD_ASSERT_OK(rows.status());
  std::thread killer([&] { server_.Kill(); });
  std::vector<core::ResultColumn> columns(1);
  columns[0].type = core::Type::kInt64;
  columns[0].values = core::EmptyValues(core::Type::kInt64);
  EXPECT_THAT(core::ReadArrow(*std::move(rows), {}, INT64_MAX, columns),
              StatusIs(absl::StatusCode::kUnavailable, HasSubstr("shop")));
  killer.join();
}

}  // namespace
}  // namespace madad::adapters::postgresql
