// What goes wrong, and what is said then.
#include <thread>

#include "absl/time/clock.h"

#include "unit/adapters/clickhouse/live_fixture.h"

namespace madad::adapters::clickhouse {
namespace {

using core::Type;
using madad::testing::StatusIs;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

std::string ReasonOf(const absl::Status& status) { return core::DetailOf(status).reason; }

core::SqlStatement Count(const std::string& from) {
  return {.sql = core::Cat("SELECT toNullable(toInt64(count())) FROM ", from),
          .columns = {{"n", Type::kInt64, 0}}};
}

constexpr char kSlow[] = "sipHash64(number) AS h FROM system.numbers LIMIT 3000000000";

// It takes seconds.
core::SqlStatement Slow() { return Count(core::Cat("(SELECT ", kSlow, ") WHERE h = 1")); }

class ClickHouseFailureTest : public LiveTest {
 protected:
  // On how many slow statements of ours the server works; other tests may be using it.
  std::string Running() {
    return client_
        .Run(core::Cat("SELECT count() FROM system.processes WHERE query_id LIKE 'madad-%' AND "
                       "query LIKE '%",
                       kSlow, "%'"))
        .value_or("failed");
  }
  void WaitUntilRunning() {
    for (int i = 0; i < 200 && Running() != "1\n"; ++i) absl::SleepFor(absl::Milliseconds(5));
    ASSERT_EQ(Running(), "1\n");
  }
};

TEST_F(ClickHouseFailureTest, AWrongPassword) {
  ConnectionOptions options = OptionsFor(server_.port());
  options.password = "hunter2";
  ClickHouseSource source(options, 1);
  const absl::Status status = Lines(source, Count("system.one")).status();
  EXPECT_EQ(ReasonOf(status), "SOURCE_LOGIN_REFUSED");
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kFailedPrecondition,
                               AllOf(HasSubstr("source 'events' (ClickHouse)"),
                                     HasSubstr("password"), Not(HasSubstr("hunter2")))));
}

TEST_F(ClickHouseFailureTest, AMissingRelationWithTheNearest) {
  Run("CREATE TABLE IF NOT EXISTS opportunities (id String) ENGINE = Memory");
  core::Table& table = maker_.Add("oportunities", {{.name = "id"}});
  const absl::Status status = source_->ColumnsOf(table, {}).status();
  EXPECT_EQ(ReasonOf(status), "RELATION_MISSING");
  EXPECT_THAT(status,
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("did you mean opportunities?")));
  table.relation = "nowhere.leads";
  EXPECT_EQ(ReasonOf(source_->ColumnsOf(table, {}).status()), "RELATION_MISSING");
}

TEST_F(ClickHouseFailureTest, AMissingColumnWithTheNearest) {
  Run("CREATE TABLE IF NOT EXISTS opportunities (id String) ENGINE = Memory");
  maker_.Add("opportunities", {{.name = "id", .from = "idd"}});
  const absl::Status status = maker_.Map("opportunities", *source_);
  EXPECT_EQ(ReasonOf(status), "COLUMNS_MISSING");
  EXPECT_THAT(std::string(status.message()), HasSubstr("id"));
}

TEST_F(ClickHouseFailureTest, AMissingPermission) {
  Run("CREATE DATABASE IF NOT EXISTS hidden");
  Run("CREATE TABLE IF NOT EXISTS hidden.leads (id String) ENGINE = Memory");
  ClickHouseSource source(OptionsFor(server_.port(), "reader"), 1);
  EXPECT_THAT(Lines(source, Count("system.one")), madad::testing::IsOk());
  const absl::Status status = Lines(source, Count("hidden.leads")).status();
  EXPECT_EQ(ReasonOf(status), "SOURCE_PERMISSION_MISSING") << status;
  EXPECT_THAT(std::string(status.message()), HasSubstr("grant SELECT"));
}

TEST_F(ClickHouseFailureTest, NothingIsWritten) {
  core::SqlStatement statement = Count("system.one");
  statement.sql = "CREATE TABLE written (id String) ENGINE = Memory --";
  EXPECT_FALSE(Lines(*source_, statement).ok());
  EXPECT_EQ(client_.Run("EXISTS TABLE written").value_or(""), "0\n");
}

TEST_F(ClickHouseFailureTest, AnOwnersQuery) {
  core::Table& table = maker_.Add("recent", {{.name = "id"}, {.name = "n", .type = Type::kInt64}});
  table.query = "SELECT 'a' AS id, toInt32(5) AS n -- the newest";
  MADAD_ASSERT_OK(maker_.Map("recent", *source_));
  const auto columns = source_->ColumnsOf(table, {});
  MADAD_ASSERT_OK(columns);
  ASSERT_EQ(columns->size(), 2U);
  EXPECT_EQ((*columns)[1].type, "Int32");
  table.query = "SELEC 1";
  EXPECT_THAT(source_->ColumnsOf(table, {}).status(), Not(madad::testing::IsOk()));
}

TEST_F(ClickHouseFailureTest, AnErrorAfterManyRowsIsAnError) {
  core::SqlStatement statement{
      .sql =
          "SELECT toNullable(toInt64(number + throwIf(number = 900000))) FROM system.numbers "
          "LIMIT 1000000",
      .columns = {{"n", Type::kInt64, 0}},
      .is_bulk = true};
  EXPECT_THAT(Lines(*source_, statement),
              StatusIs(absl::StatusCode::kOutOfRange, HasSubstr("events")));
}

TEST_F(ClickHouseFailureTest, ADeadlineEndsTheWorkInTheServer) {
  const absl::Time start = absl::Now();
  const core::CallContext call{.deadline = start + absl::Milliseconds(300)};
  EXPECT_THAT(Lines(*source_, Slow(), call),
              StatusIs(absl::StatusCode::kDeadlineExceeded, ::testing::_));
  EXPECT_LT(absl::Now() - start, absl::Milliseconds(450));
  absl::SleepFor(absl::Milliseconds(50));
  EXPECT_EQ(Running(), "0\n");
}

TEST_F(ClickHouseFailureTest, ACancellationEndsTheWorkInTheServer) {
  std::stop_source stop;
  absl::Status status;
  std::thread asking(
      [&] { status = Lines(*source_, Slow(), {.stop = stop.get_token()}).status(); });
  WaitUntilRunning();
  stop.request_stop();
  absl::SleepFor(absl::Milliseconds(50));
  EXPECT_EQ(Running(), "0\n");
  asking.join();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kCancelled, ::testing::_));
  EXPECT_THAT(Lines(*source_, Count("system.one")), madad::testing::IsOk());
}

TEST_F(ClickHouseFailureTest, TheServersOwnTimeLimit) {
  ConnectionOptions options = OptionsFor(server_.port());
  options.statement_timeout = absl::Seconds(1);
  ClickHouseSource source(options, 1);
  const absl::Status status = Lines(source, Slow()).status();
  EXPECT_EQ(ReasonOf(status), "SOURCE_TIMEOUT") << status;
}

TEST(ClickHouseServerTest, KilledAndStartedAgain) {
  madad::testing::EngineServer server("clickhouse");
  if (!server.is_there()) GTEST_SKIP() << server.why_not();
  ClickHouseSource source(OptionsFor(server.port()), 2);
  MADAD_ASSERT_OK(Lines(source, Count("system.one")));
  absl::Status status;
  std::thread asking([&] { status = Lines(source, Slow()).status(); });
  absl::SleepFor(absl::Milliseconds(300));
  server.Kill();
  asking.join();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kUnavailable, HasSubstr("events")));
  EXPECT_EQ(ReasonOf(Lines(source, Count("system.one")).status()), "SOURCE_UNAVAILABLE");
  server.Start();
  absl::StatusOr<std::vector<std::string>> lines = absl::UnknownError("");
  for (int i = 0; i < 100 && !lines.ok(); ++i) {
    absl::SleepFor(absl::Milliseconds(100));
    lines = Lines(source, Count("system.one"));
  }
  MADAD_ASSERT_OK(lines);
  EXPECT_THAT(*lines, ElementsAre("1"));
}

TEST(ClickHouseServerTest, NobodyThere) {
  ConnectionOptions options = OptionsFor(1);
  ClickHouseSource source(options, 1);
  const absl::Status status = Lines(source, Count("system.one")).status();
  EXPECT_EQ(ReasonOf(status), "SOURCE_UNAVAILABLE");
  EXPECT_THAT(std::string(status.message()), HasSubstr("check that the server is up"));
}

TEST(ClickHouseServerTest, AnAddressThatIsNone) {
  for (const std::string dsn : {"", "host=db port=9000", "ftp://u:hunter2@x/"}) {
    ConnectionOptions options = OptionsFor(1);
    options.dsn = dsn;
    ClickHouseSource source(options, 1);
    EXPECT_THAT(Lines(source, Count("system.one")),
                StatusIs(absl::StatusCode::kInvalidArgument,
                         AllOf(HasSubstr("http://user@host:8123"), Not(HasSubstr("hunter2")))));
  }
}

}  // namespace
}  // namespace madad::adapters::clickhouse
