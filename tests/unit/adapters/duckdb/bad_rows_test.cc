// Rows that do not fit, rows with equal keys, and what the report says of them.
#include <filesystem>

#include <gmock/gmock.h>

#include "unit/adapters/duckdb/load_fixture.h"

namespace madad::adapters::duckdb {
namespace {

using core::Type;
using madad::testing::StatusIs;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class BadRowsTest : public LoadFixture {
 protected:
  BadRowsTest() {
    AddColumn({.name = "id"});
    AddColumn({.name = "size", .type = Type::kInt64});
  }
};

// Lines 3 (after a quoted newline), 5, 6 and 7 are bad.
constexpr std::string_view kBad =
    "id,size,note\n"
    "1,10,\"two\nlines\"\n"
    "2,large,x\n"
    "3,30\n"
    "4,40,x,y\n"
    "5,\"5\" 0,x\n"
    "6,60,x\n";

TEST_F(BadRowsTest, FirstOneFailsTheTableAndIsNamed) {
  folder_.Write("t.csv", kBad);
  const core::TableData& data = Load();
  EXPECT_THAT(data.status,
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       AllOf(HasSubstr("t.csv:4, column 'size': found 'large', expected a whole "
                                       "number"),
                             HasSubstr("3 more rows do not fit"))));
  const core::ErrorDetail detail = core::DetailOf(data.status);
  EXPECT_EQ(detail.reason, "FILE_INVALID");
  EXPECT_EQ(detail.metadata.at("line"), "4");
  EXPECT_EQ(detail.metadata.at("bad_rows"), "4");
  EXPECT_EQ(data.load.rows_rejected, 4);
  // Nothing of it stays in the store.
  EXPECT_THAT(Ask("SELECT count(*) FROM duckdb_tables()"), ElementsAre("0"));
}

TEST_F(BadRowsTest, TheyAreLeftOutAndCounted) {
  table_.bad_rows = core::BadRows::kSkip;
  folder_.Write("t.csv", kBad);
  const core::TableData& data = Load();
  MADAD_ASSERT_OK(data.status);
  EXPECT_THAT(Rows(), ElementsAre("1|10", "6|60"));
  EXPECT_THAT(Rejected(),
              ElementsAre("t.csv:4 size: found 'large', expected a whole number (int64)",
                          "t.csv:5 note: the row has 2 fields, expected 3",
                          "t.csv:6 : the row has 4 fields, expected 3",
                          HasSubstr("t.csv:7 size: there is text behind the quote")));
  EXPECT_EQ(data.load.rows_read, 6);
  EXPECT_EQ(data.load.rows_rejected, 4);
  EXPECT_EQ(data.load.file_count, 1);
  EXPECT_EQ(data.load.loaded_at, now_);
  EXPECT_GT(data.load.elapsed, absl::ZeroDuration());
  ExpectAllRowsAccountedFor();
}

TEST_F(BadRowsTest, WholeFileIsLeftOut) {
  table_.bad_rows = core::BadRows::kRejectFile;
  table_.files = "t*.csv";
  folder_.Write("t1.csv", kBad);
  folder_.Write("t2.csv", "id,size\n7,70\n8,80\n");
  const core::TableData& data = Load();
  MADAD_ASSERT_OK(data.status);
  EXPECT_THAT(Rows(), ElementsAre("7|70", "8|80"));
  EXPECT_EQ(data.load.rows_read, 8);
  EXPECT_EQ(data.load.rows_rejected, 6);
  EXPECT_THAT(data.load.rejected, SizeIs(4));
  ExpectAllRowsAccountedFor();
}

TEST_F(BadRowsTest, OnlyTheFirstHundredAreKept) {
  table_.bad_rows = core::BadRows::kSkip;
  std::string text = "id,size\n";
  for (int i = 0; i < 5'000; ++i) core::Append(&text, i, i % 2 == 0 ? ",1\n" : ",x\n");
  folder_.Write("t.csv", text);
  const core::TableData& data = Load();
  EXPECT_EQ(data.load.rows_rejected, 2'500);
  ASSERT_THAT(data.load.rejected, SizeIs(100));
  EXPECT_EQ(data.load.rejected.front().line, 3);
  EXPECT_EQ(data.load.rejected.back().line, 201);
  ExpectAllRowsAccountedFor();
}

TEST_F(BadRowsTest, OpenQuoteCostsItsLineOnly) {
  table_.bad_rows = core::BadRows::kSkip;
  folder_.Write("t.csv", "id,size\n1,1\n\"2,2\n3,3\n4,4\n");
  Load();
  EXPECT_THAT(Rows(), ElementsAre("1|1", "3|3", "4|4"));
  EXPECT_THAT(Rejected(), ElementsAre("t.csv:3 id: a quoted field begins here and does not end"));
  ExpectAllRowsAccountedFor();
}

TEST_F(BadRowsTest, ManyOpenQuotesTakeNoLongTime) {
  table_.bad_rows = core::BadRows::kSkip;
  std::string text = "id,size\n";
  for (int i = 0; i < 20'000; ++i) core::Append(&text, "x", i, ",\" open\n");
  core::Append(&text, "\"");
  folder_.Write("t.csv", text);
  Load();
  EXPECT_LT(loaded_.data.load.elapsed, absl::Seconds(30));
  ExpectAllRowsAccountedFor();
}

TEST_F(BadRowsTest, OverlongRowIsOne) {
  table_.bad_rows = core::BadRows::kSkip;
  folder_.Write("t.csv", core::Cat("id,size\n1,1\n", std::string(3'000'000, 'x'), ",2\n3,3\n"));
  Load();
  EXPECT_THAT(Rows(), ElementsAre("1|1", "3|3"));
  EXPECT_THAT(Rejected(), ElementsAre(HasSubstr("t.csv:3 id: the row is longer than 2000000")));
  ExpectAllRowsAccountedFor();
}

TEST_F(BadRowsTest, NumbersOutOfRangeAreFound) {
  AddColumn({.name = "money", .type = Type::kDecimal, .scale = 2});
  AddColumn({.name = "rate", .type = Type::kDouble});
  table_.bad_rows = core::BadRows::kSkip;
  folder_.Write(
      "t.csv",
      "id,size,money,rate\n1,9223372036854775808,1,1\n2,2,99999999999999999,1\n3,3,3,1e999\n"
      "4,1.5,1,1\n5,9223372036854775807,1.25,0.5\n");
  Load();
  EXPECT_THAT(Rows(), ElementsAre("5|1.25|0.5|9223372036854775807"));
  EXPECT_THAT(Rejected(), ElementsAre(HasSubstr("t.csv:2 size"), HasSubstr("t.csv:3 money"),
                                      HasSubstr("t.csv:4 rate"), HasSubstr("t.csv:5 size")));
}

TEST_F(BadRowsTest, EmptyKeyIsABadRowWhereTheyAreLeftOut) {
  table_.key = "id";
  table_.bad_rows = core::BadRows::kSkip;
  folder_.Write("t.csv", "id,size\n1,1\n,2\n");
  MADAD_ASSERT_OK(Load().status);
  EXPECT_THAT(Rejected(), ElementsAre("t.csv:3 id: the key is empty"));
  EXPECT_TRUE(loaded_.data.key_verified);
}

TEST_F(BadRowsTest, FilesMayOrderTheirColumnsDifferently) {
  table_.files = "t*.csv";
  folder_.Write("t1.csv", "id,size\na,1\n");
  folder_.Write("t2.csv", "size;id\n2;b\n");
  folder_.Write("t3.csv", "id,other,size\nc,x,3\n");
  MADAD_ASSERT_OK(Load().status);
  EXPECT_THAT(Rows(), ElementsAre("a|1", "b|2", "c|3"));
}

TEST_F(BadRowsTest, HundredsOfFilesAreReadInOrder) {
  table_.files = "t*.csv";
  std::vector<std::string> expected;
  for (int i = 0; i < 200; ++i) {
    folder_.Write(absl::StrFormat("t%03d.csv", i), core::Cat("id,size\nf", i, ",", i, "\n"));
    expected.push_back(core::Cat("f", i, "|", i));
  }
  MADAD_ASSERT_OK(Load().status);
  EXPECT_EQ(Rows(), expected);
  EXPECT_EQ(loaded_.data.load.file_count, 200);
}

TEST_F(BadRowsTest, LinksStayInsideTheRoot) {
  table_.files = "t.csv";
  folder_.Write("real/t.csv", "id,size\n1,1\n");
  std::filesystem::create_symlink("real/t.csv", folder_.path() / "t.csv");
  MADAD_EXPECT_OK(Load().status);
  madad::testing::TemporaryFolder elsewhere;
  elsewhere.Write("t.csv", "id,size\n1,1\n");
  std::filesystem::remove(folder_.path() / "t.csv");
  std::filesystem::create_directory_symlink(elsewhere.path(), folder_.path() / "out");
  table_.files = "out/t.csv";
  EXPECT_EQ(core::DetailOf(Load().status).reason, "FILE_OUTSIDE_ROOT");
}

class DuplicatesTest : public BadRowsTest {
 protected:
  DuplicatesTest() {
    AddColumn({.name = "updated", .type = Type::kDate});
    table_.key = "id";
    table_.files = "export*.csv";
    folder_.Write("export1.csv",
                  "id,size,updated\na,1,2024-01-01\nb,2,2024-01-05\nc,3,2024-01-01\n");
    folder_.Write("export2.csv",
                  "id,size,updated\nb,20,2024-01-02\nc,30,2024-01-01\nd,40,\na,10,2024-02-01\n");
  }
};

TEST_F(DuplicatesTest, TheyFailTheTable) {
  EXPECT_THAT(Load().status,
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       AllOf(HasSubstr("3 values repeat"), HasSubstr("duplicates"))));
}

TEST_F(DuplicatesTest, FirstIsByFileAndLine) {
  table_.duplicates.keep = core::Keep::kFirst;
  MADAD_ASSERT_OK(Load().status);
  EXPECT_THAT(Rows(), ElementsAre("a|1|2024-01-01", "b|2|2024-01-05", "c|3|2024-01-01", "d|40|"));
  EXPECT_EQ(loaded_.data.load.duplicates_dropped, 3);
  EXPECT_EQ(loaded_.data.load.rows_read, 7);
  EXPECT_TRUE(loaded_.data.key_verified);
  ExpectAllRowsAccountedFor();
}

TEST_F(DuplicatesTest, LatestIsByItsColumnAndThenTheLaterRow) {
  table_.duplicates = {core::Keep::kLatest, "updated"};
  MADAD_ASSERT_OK(Load().status);
  EXPECT_THAT(Rows(), ElementsAre("b|2|2024-01-05", "c|30|2024-01-01", "d|40|", "a|10|2024-02-01"));
  ExpectAllRowsAccountedFor();
}

TEST_F(DuplicatesTest, BadRowsAndDuplicatesAddUp) {
  folder_.Write("export3.csv", "id,size,updated\na,x,2025-01-01\nb,1,2025-01-01\n");
  table_.duplicates = {core::Keep::kLatest, "updated"};
  table_.bad_rows = core::BadRows::kSkip;
  MADAD_ASSERT_OK(Load().status);
  EXPECT_EQ(loaded_.data.rows, 4);
  EXPECT_EQ(loaded_.data.load.rows_rejected, 1);
  EXPECT_EQ(loaded_.data.load.duplicates_dropped, 4);
  ExpectAllRowsAccountedFor();
}

TEST_F(DuplicatesTest, RowsWithoutAKeyAreNotDuplicatesOfEachOther) {
  folder_.Write("export3.csv", "id,size,updated\n,1,\n,2,\n");
  table_.duplicates.keep = core::Keep::kFirst;
  EXPECT_THAT(Load().status,
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("is empty in 2 rows")));
}

class LocalTimeTest : public LoadFixture {
 protected:
  LocalTimeTest() {
    AddColumn({.name = "at", .type = Type::kTimestamp});
    timezone_ = "Asia/Jerusalem";
  }
};

TEST_F(LocalTimeTest, OffsetsOfTheTextGoBeforeTheSourcesZone) {
  folder_.Write("t.csv",
                "at,x\n2024-01-15 12:00:00,\n2024-07-15T12:00:00,\n2024-01-15T12:00:00Z,\n"
                "2012-04-03T16:55:38.3+02:00,\n1999-12-31 00:00,\n2095-01-01 02:00:00,\n,\n");
  MADAD_ASSERT_OK(Load().status);
  const auto expected =
      ElementsAre("2024-01-15 10:00:00", "2024-07-15 09:00:00", "2024-01-15 12:00:00",
                  "2012-04-03 14:55:38.3", "1999-12-30 22:00:00", "2095-01-01 00:00:00", "");
  EXPECT_THAT(Rows(), expected);
  MADAD_ASSERT_OK(LoadSlowly());
  EXPECT_THAT(Rows(), expected);
}

TEST_F(LocalTimeTest, EveryHourOfAYearIsAsTheZoneSays) {
  MADAD_ASSERT_OK_AND_ASSIGN(const absl::TimeZone zone, core::FindZone(timezone_));
  std::string text = "at,x\n";
  std::vector<int64_t> expected;
  const absl::Time begin = absl::FromCivil(absl::CivilHour(2023), absl::UTCTimeZone());
  for (int hour = 0; hour < 366 * 24; ++hour) {
    const absl::Time local = begin + absl::Hours(hour) + absl::Minutes(30);
    core::Append(&text, absl::FormatTime("%Y-%m-%d %H:%M:%S", local, absl::UTCTimeZone()), ",\n");
    expected.push_back(core::ToUtc(zone, {absl::ToUnixMicros(local)}).micros);
  }
  folder_.Write("t.csv", text);
  MADAD_ASSERT_OK(Load().status);
  const std::vector<std::string> loaded =
      Ask(core::Cat("SELECT epoch_us(\"at\") FROM ", schema_, ".t ORDER BY rowid"));
  ASSERT_EQ(loaded.size(), expected.size()) << loaded.front();
  for (size_t i = 0; i < loaded.size(); ++i) ASSERT_EQ(loaded[i], core::Cat(expected[i])) << i;
}

TEST_F(LocalTimeTest, FormatWithAnOffsetIsAnInstant) {
  table_.columns["at"].format = "%d/%m/%Y %H:%M %z";
  folder_.Write("t.csv", "at,x\n15/01/2024 12:00 +0200,\n15/07/2024 12:00 -0500,\n");
  MADAD_ASSERT_OK(Load().status);
  EXPECT_THAT(Rows(), ElementsAre("2024-01-15 10:00:00", "2024-07-15 17:00:00"));
}

class QueryTableTest : public LoadFixture {
 protected:
  QueryTableTest() {
    AddColumn({.name = "id"});
    AddColumn({.name = "size", .type = Type::kInt64});
    folder_.Write("t.csv", "id,size\na,1\na,2\nb,3\n");
    EXPECT_TRUE(Load().status.ok());
    derived_.name = "sums";
    derived_.source = "crm";
    derived_.key = "id";
    derived_.columns["id"] = {.name = "id", .from = "id"};
    derived_.columns["total"] = {
        .name = "total", .from = "sum", .type = Type::kDecimal, .scale = 2};
  }

  core::TableData LoadDerived() {
    const core::Source source = Source();
    return LoadTable(source, derived_, schema_, now_, *store_).data;
  }

  core::Table derived_;
};

TEST_F(QueryTableTest, SeesTheOtherTablesByTheirNames) {
  derived_.query = "SELECT id, sum(size) AS sum FROM t GROUP BY id ORDER BY id -- by id";
  const core::TableData data = LoadDerived();
  MADAD_ASSERT_OK(data.status);
  EXPECT_EQ(data.rows, 2);
  EXPECT_TRUE(data.key_verified);
  EXPECT_EQ(data.load.rows_read, 2);
  EXPECT_THAT(Ask(core::Cat("SELECT * FROM ", schema_, ".sums")), ElementsAre("a|3.00", "b|3.00"));
  // The connection went back to the pool as it was.
  EXPECT_THAT(Ask("SELECT current_schema()"), ElementsAre("main"));
}

TEST_F(QueryTableTest, WhatIsWrongWithItIsSaid) {
  derived_.query = "SELECT id, sum(size) AS summe FROM t GROUP BY id;";
  EXPECT_THAT(LoadDerived().status,
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       AllOf(HasSubstr("gives no column 'sum'"), HasSubstr("summe"))));
  derived_.query = "SELECT * FROM leads";
  EXPECT_EQ(core::DetailOf(LoadDerived().status).reason, "QUERY_FAILED");
  derived_.query = "SELECT id, 'x' AS sum FROM t";
  EXPECT_EQ(core::DetailOf(LoadDerived().status).reason, "QUERY_FAILED");
  derived_.query = "SELECT 1 AS id, 1 AS sum); DROP TABLE t; SELECT (1";
  EXPECT_EQ(core::DetailOf(LoadDerived().status).reason, "QUERY_FAILED");
  EXPECT_THAT(Rows(), SizeIs(3));
  derived_.query = "SELECT id, size AS sum FROM t";
  EXPECT_EQ(core::DetailOf(LoadDerived().status).reason, "KEY_NOT_UNIQUE");
}

}  // namespace
}  // namespace madad::adapters::duckdb
