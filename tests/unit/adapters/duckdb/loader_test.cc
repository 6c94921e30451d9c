#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/status.h"
#include "support/status_matchers.h"
#include "unit/adapters/duckdb/fixture.h"

namespace madad::adapters::duckdb {
namespace {

using core::Type;
using madad::testing::StatusIs;
using ::testing::AllOf;
using ::testing::HasSubstr;

class LoaderTest : public QueryFixture {
 protected:
  // Loads and returns the data of the table `leads`.
  core::TableData Leads() {
    const auto snapshot = Load();
    EXPECT_TRUE(snapshot.ok()) << snapshot.status();
    snapshot_ = *snapshot;
    return snapshot_->tables.at("leads");
  }
  std::shared_ptr<const core::Snapshot> snapshot_;
};

TEST_F(LoaderTest, CountsRowsAndVerifiesTheKey) {
  AddTable("leads", "id", "id,name\n1,a\n2,b\n", {{.name = "id"}, {.name = "name"}});
  const core::TableData data = Leads();
  MADAD_EXPECT_OK(data.status);
  EXPECT_EQ(data.rows, 2);
  EXPECT_TRUE(data.key_verified);
  EXPECT_FALSE(data.newest_event.has_value());
}

TEST_F(LoaderTest, RepeatedKeyIsRefusedWithAnExample) {
  AddTable("leads", "id", "id\n1\n2\n2\n2\n3\n3\n", {{.name = "id"}});
  EXPECT_THAT(Leads().status,
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       AllOf(HasSubstr("2 values repeat"), HasSubstr("'2' in 3 rows"))));
}

TEST_F(LoaderTest, EmptyKeyIsRefused) {
  AddTable("leads", "id", "id,name\n1,a\n,b\n", {{.name = "id"}, {.name = "name"}});
  EXPECT_THAT(Leads().status,
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("is empty in 1 rows")));
}

TEST_F(LoaderTest, ValueOfAnotherTypeIsRefusedWithItsLine) {
  AddTable("leads", "", "id,size\n1,10\n2,large\n",
           {{.name = "id"}, {.name = "size", .type = Type::kInt64}});
  const core::TableData data = Leads();
  EXPECT_THAT(data.status,
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       AllOf(HasSubstr("leads.csv:3, column 'size'"), HasSubstr("found 'large'"))));
  EXPECT_EQ(core::DetailOf(data.status).reason, "FILE_INVALID");
}

TEST_F(LoaderTest, NothingIsGuessedFromTheValues) {
  // Leading zeros stay, and a column that looks like a number is text.
  AddTable("leads", "id", "id,size\n007,1\n7,2\n", {{.name = "id"}});
  const core::TableData data = Leads();
  MADAD_EXPECT_OK(data.status);
  EXPECT_TRUE(data.key_verified);
}

TEST_F(LoaderTest, FileThatLeadsOutOfTheRootIsRefused) {
  madad::testing::TemporaryFolder elsewhere;
  const std::string secret = elsewhere.Write("secret.csv", "id\n1\n");
  core::Table& table = AddTable("leads", "id", "id\n1\n", {{.name = "id"}});
  table.files = "link.csv";
  std::filesystem::create_symlink(secret, folder_.path() / "link.csv");
  EXPECT_THAT(Leads().status,
              StatusIs(absl::StatusCode::kPermissionDenied, HasSubstr("leads out of")));
  table.files = "../secret.csv";
  EXPECT_THAT(Leads().status, StatusIs(absl::StatusCode::kPermissionDenied, HasSubstr("'..'")));
  table.files = secret;
  EXPECT_THAT(Leads().status, StatusIs(absl::StatusCode::kPermissionDenied, HasSubstr("beneath")));
}

TEST_F(LoaderTest, GlobReadsEveryFile) {
  core::Table& table = AddTable("leads", "id", "id\n1\n", {{.name = "id"}});
  folder_.Write("leads-2.csv", "id\n2\n3\n");
  table.files = "leads*.csv";
  EXPECT_EQ(Leads().rows, 3);
}

TEST_F(LoaderTest, EmptyFileIsAnErrorAndAHeaderAloneIsAnEmptyTable) {
  AddTable("leads", "", "id\n", {{.name = "id"}});
  core::TableData data = Leads();
  MADAD_EXPECT_OK(data.status);
  EXPECT_EQ(data.rows, 0);
  folder_.Write("leads.csv", "");
  data = Leads();
  EXPECT_EQ(data.status.code(), absl::StatusCode::kFailedPrecondition) << data.status;
}

TEST_F(LoaderTest, TimesAreReadInTheSourcesZone) {
  catalog_.sources["crm"].timezone = "Asia/Jerusalem";
  // Winter is UTC+2, summer UTC+3.
  AddTable("leads", "", "id,at\n1,2024-01-15 12:00:00\n2,2024-07-15 12:00:00\n",
           {{.name = "id"}, {.name = "at", .type = Type::kTimestamp}});
  const core::TableData data = Leads();
  MADAD_ASSERT_OK(data.status);
  EXPECT_EQ(core::ToText(core::Value(*data.oldest_time)), "2024-01-15T10:00:00Z");
  EXPECT_EQ(core::ToText(core::Value(*data.newest_event)), "2024-07-15T09:00:00Z");
}

TEST_F(LoaderTest, FormatsAndNullTextsAreApplied) {
  AddTable(
      "leads", "", "id,at\n1,31/12/2023 23:30\n2,n/a\n",
      {{.name = "id"},
       {.name = "at", .type = Type::kTimestamp, .format = "%d/%m/%Y %H:%M", .nulls = {"n/a"}}});
  const core::TableData data = Leads();
  MADAD_ASSERT_OK(data.status);
  EXPECT_EQ(core::ToText(core::Value(*data.newest_event)), "2023-12-31T23:30:00Z");
}

TEST_F(LoaderTest, FutureEventsAreCountedAndLeftOutAndPlannedOnesIgnored) {
  AddTable("leads", "", "id,at,due\n1,2024-01-01 00:00:00,2050-01-01\n2,2049-01-01 00:00:00,\n",
           {{.name = "id"},
            {.name = "at", .type = Type::kTimestamp},
            {.name = "due", .type = Type::kDate, .planned = true}});
  const core::TableData data = Leads();
  MADAD_ASSERT_OK(data.status);
  EXPECT_EQ(data.future_events, 1);
  EXPECT_EQ(core::ToText(core::Value(*data.newest_event)), "2024-01-01T00:00:00Z");
}

TEST_F(LoaderTest, OneBadTableLeavesTheOthers) {
  AddTable("leads", "id", "id\n1\n", {{.name = "id"}});
  AddTable("deals", "id", "id\n1\n", {{.name = "id", .from = "nope"}});
  MADAD_EXPECT_OK(Leads().status);
  EXPECT_THAT(snapshot_->tables.at("deals").status,
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("'nope' (for id)")));
}

TEST_F(LoaderTest, SnapshotIdChangesWithTheFiles) {
  AddTable("leads", "id", "id\n1\n", {{.name = "id"}});
  Leads();
  const std::string first = snapshot_->id;
  Leads();
  EXPECT_EQ(snapshot_->id, first);
  folder_.Write("leads.csv", "id\n1\n2\n");
  Leads();
  EXPECT_NE(snapshot_->id, first);
}

TEST_F(LoaderTest, QuotesInNamesAndValuesStayData) {
  core::Column name{.name = "name", .from = "it's \"quoted\""};
  name.values = {{"x'; DROP TABLE leads; --", "y"}};
  AddTable("leads", "", "id,\"it's \"\"quoted\"\"\"\n1,x'; DROP TABLE leads; --\n",
           {{.name = "id"}, name});
  const core::TableData data = Leads();
  MADAD_EXPECT_OK(data.status);
  EXPECT_EQ(data.rows, 1);
}

TEST_F(LoaderTest, DroppedSnapshotFreesItsTables) {
  AddTable("leads", "id", "id\n1\n", {{.name = "id"}});
  Leads();
  MADAD_ASSERT_OK_AND_ASSIGN(Store::Loan connection, store_->Borrow());
  const std::string count = "SELECT count(*) FROM duckdb_tables()";
  EXPECT_EQ((*connection->Rows(count))[0][0], "1");
  snapshot_.reset();
  EXPECT_EQ((*connection->Rows(count))[0][0], "0");
}

}  // namespace
}  // namespace madad::adapters::duckdb
