// Servers that refuse, go, come back, and work too long.
#include <chrono>
#include <thread>

#include <gmock/gmock.h>

#include "absl/time/clock.h"

#include "core/status.h"
#include "unit/adapters/mysql/fixture.h"

namespace madad::adapters::mysql {
namespace {

using madad::testing::StatusIs;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

// Rows without end, as far as a test can tell.
constexpr char kManyRows[] = "SELECT seq AS a FROM seq_1_to_2000000000";

TEST_F(MySqlTest, WrongPasswordIsSaidButNotShown) {
  const auto source = MakeSource({.dsn = Dsn("madad:guess-7391")});
  EXPECT_THAT(Drain(*source, "SELECT 1"), StatusIs(absl::StatusCode::kFailedPrecondition,
                                                   AllOf(HasSubstr("shop"), HasSubstr("password"),
                                                         Not(HasSubstr("guess-7391")))));
}

TEST_F(MySqlTest, DatabaseThatIsNotThereIsNamed) {
  const auto source = MakeSource({.dsn = Dsn() + "x"});
  EXPECT_THAT(Drain(*source, "SELECT 1"),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr(schema_ + "x")));
}

TEST_F(MySqlTest, ServerThatIsNotThereIsLeftAloneForAWhile) {
  const auto source = MakeSource({.dsn = "mysql://y@127.0.0.1:1/x"});
  for (int i = 0; i < 3; ++i) {
    EXPECT_THAT(Drain(*source, "SELECT 1"),
                StatusIs(absl::StatusCode::kUnavailable, HasSubstr("shop")));
  }
  const absl::Status status = Drain(*source, "SELECT 1");
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kUnavailable, HasSubstr("tried again in")));
  EXPECT_TRUE(core::DetailOf(status).metadata.contains("retry_after"));
}

TEST_F(MySqlTest, ServerWithoutTlsIsRefusedWhereItIsRequired) {
  const auto source = MakeSource({.dsn = Dsn() + "?ssl-mode=required"});
  EXPECT_THAT(Drain(*source, "SELECT 1"),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("offers no TLS")));
}

TEST_F(MySqlTest, NothingCanBeWritten) {
  Sql("CREATE TABLE t (a bigint)");
  EXPECT_FALSE(Drain(*source_, "INSERT INTO t VALUES (1) RETURNING a").ok());
  EXPECT_EQ(Sql("SELECT count(*) FROM t"), "0");
}

TEST_F(MySqlTest, PermissionThatIsMissingIsNamed) {
  Sql("CREATE TABLE secret (a bigint); CREATE TABLE open (a bigint); CREATE OR REPLACE USER "
      "'reader_" +
      schema_ + "'@'127.0.0.1' IDENTIFIED BY 'r'; GRANT SELECT ON open TO 'reader_" + schema_ +
      "'@'127.0.0.1'");
  source_ = MakeSource({.dsn = Dsn("reader_" + schema_ + ":r")});
  EXPECT_THAT(Read(TableOf("secret", {{.name = "a", .type = core::Type::kInt64}})),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       AllOf(HasSubstr("secret"), HasSubstr("grant SELECT"))));
  source_.reset();
  Sql("DROP USER 'reader_" + schema_ + "'@'127.0.0.1'");
}

TEST_F(MySqlTest, ColumnThatWentIsSaid) {
  EXPECT_THAT(Drain(*source_, "SELECT gone AS a FROM (SELECT 1 AS b) AS q"),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       AllOf(HasSubstr("gone"), HasSubstr("madad sources refresh"))));
}

TEST_F(MySqlTest, DeadlineStopsTheWorkInTheServer) {
  const absl::Time start = absl::Now();
  EXPECT_THAT(Drain(*source_,
                    absl::StrCat("SELECT COUNT(*) AS a /* ", schema_,
                                 " */ FROM "
                                 "seq_1_to_2000000000 WHERE MD5(seq) = 'x'"),
                    {.deadline = start + absl::Milliseconds(150)}),
              StatusIs(absl::StatusCode::kDeadlineExceeded, ::testing::_));
  // What is still working would be in the list.
  EXPECT_EQ(
      Sql("SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE ID <> CONNECTION_ID() AND "
          "INFO LIKE '%" +
          schema_ + "%'"),
      "0");
  EXPECT_LT(absl::Now() - start, absl::Seconds(2));
  MADAD_EXPECT_OK(Drain(*source_, "SELECT 1"));
}

TEST_F(MySqlTest, CancellationEndsARunningStream) {
  std::stop_source stop;
  std::thread canceller([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    stop.request_stop();
  });
  EXPECT_THAT(Drain(*source_, kManyRows, {.stop = stop.get_token()}),
              StatusIs(absl::StatusCode::kCancelled, ::testing::_));
  canceller.join();
  EXPECT_EQ(
      Sql("SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE ID <> CONNECTION_ID() AND "
          "INFO LIKE 'SELECT seq%'"),
      "0");
  MADAD_EXPECT_OK(Drain(*source_, "SELECT 1"));
}

TEST_F(MySqlTest, StatementTimeoutIsTheServersOwn) {
  source_ = MakeSource({.statement_timeout = absl::Milliseconds(200)});
  EXPECT_THAT(Drain(*source_, "SELECT COUNT(*) AS a FROM seq_1_to_2000000000 WHERE MD5(seq) = 'x'"),
              StatusIs(absl::StatusCode::kDeadlineExceeded, HasSubstr("statement_timeout")));
}

TEST_F(MySqlTest, ConnectionsAreNotLeaked) {
  for (int i = 0; i < 50; ++i) {
    // Streams that nobody reads to their end.
    const core::SqlStatement statement{.sql = kManyRows, .columns = {{"a", core::Type::kInt64}}};
    MADAD_EXPECT_OK(source_->Execute(statement, {}).status());
  }
  const int open = std::stoi(
      Sql("SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE DB = '" + schema_ + "'"));
  EXPECT_LE(open, 2 + 1);  // the pool's, and the one that asks
}

// A server of its own: it is killed.
class MySqlRestartTest : public MySqlTest {
 protected:
  void TearDown() override { source_.reset(); }
  EngineServer& server() override { return server_; }
  EngineServer server_{"mysql"};
};

TEST_F(MySqlRestartTest, ServerThatComesBackIsUsedAgain) {
  MADAD_ASSERT_OK(Drain(*source_, "SELECT 1"));
  server_.Kill();
  EXPECT_THAT(Drain(*source_, "SELECT 1"),
              StatusIs(absl::StatusCode::kUnavailable, HasSubstr("shop")));
  server_.Start();
  absl::Status status;
  for (int i = 0; i < 100; ++i) {
    status = Drain(*source_, "SELECT 1");
    if (status.ok()) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  MADAD_EXPECT_OK(status);
}

TEST_F(MySqlRestartTest, ServerThatGoesInTheMiddleOfRowsIsAnError) {
  const core::SqlStatement statement{.sql = kManyRows, .columns = {{"a", core::Type::kInt64}}};
  auto rows = source_->Execute(statement, {});
  MADAD_ASSERT_OK(rows.status());
  std::thread killer([&] { server_.Kill(); });
  std::vector<core::ResultColumn> columns = Empty(statement.columns);
  EXPECT_THAT(core::ReadArrow(*std::move(rows), {}, INT64_MAX, columns),
              StatusIs(absl::StatusCode::kUnavailable, HasSubstr("shop")));
  killer.join();
}

}  // namespace
}  // namespace madad::adapters::mysql
