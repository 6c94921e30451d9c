// Formats, encodings and the ways in which text writes its values.
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

class FormatsTest : public LoadFixture {
 protected:
  FormatsTest() {
    AddColumn({.name = "id", .type = Type::kInt64});
    AddColumn({.name = "name"});
  }
};

TEST_F(FormatsTest, DelimiterIsFoundByTheHeader) {
  for (const char* delimiter : {",", ";", "\t", "|"}) {
    folder_.Write("t.csv", core::Cat("id", delimiter, "name", delimiter, "\"a,b;c|d\"\n1",
                                     delimiter, "\"x, y; z\"", delimiter, "\n"));
    MADAD_EXPECT_OK(Load().status) << delimiter;
    EXPECT_THAT(Rows(), ElementsAre("1|x, y; z")) << delimiter;
  }
  table_.files = "t.tsv";
  folder_.Write("t.tsv", "id\tname\n1\tx\n");
  MADAD_EXPECT_OK(Load().status);
  table_.files = "t.csv";
  table_.text = {.delimiter = "~", .quote = "'"};
  folder_.Write("t.csv", "id~name\n1~'x~''y'\n");
  MADAD_EXPECT_OK(Load().status);
  EXPECT_THAT(Rows(), ElementsAre("1|x~'y"));
}

TEST_F(FormatsTest, MarksNewlinesAndBlankLinesAreNoData) {
  folder_.Write("t.csv", "\xEF\xBB\xBFid,name\r\n1,\"a\r\nb\"\r\n\r\n2,c\r\n");
  MADAD_ASSERT_OK(Load().status);
  EXPECT_THAT(Rows(), ElementsAre("1|a\r\nb", "2|c"));
  // Newlines of more than one kind, which DuckDB's own reader refuses.
  folder_.Write("t.csv", "id,name\r\n1,a\n2,b\r3,c");
  MADAD_ASSERT_OK(Load().status);
  EXPECT_THAT(Rows(), ElementsAre("1|a", "2|b", "3|c"));
}

TEST_F(FormatsTest, LinesBeforeTheHeaderAreSkipped) {
  folder_.Write("t.csv", "Report \"of\nmany, things\n\nid,name\n1,x\nbad,y\n");
  table_.text.skip = 3;
  table_.bad_rows = core::BadRows::kSkip;
  MADAD_ASSERT_OK(Load().status);
  EXPECT_THAT(Rows(), ElementsAre("1|x"));
  EXPECT_THAT(Rejected(), ElementsAre(HasSubstr("t.csv:6 id: found 'bad'")));
}

TEST_F(FormatsTest, NumbersWithSeparatorsAreRead) {
  AddColumn({.name = "price", .type = Type::kDecimal, .scale = 2});
  table_.text.decimal_separator = ",";
  table_.text.thousands_separator = ".";
  table_.bad_rows = core::BadRows::kSkip;
  folder_.Write("t.csv",
                "id;name;price\n1.234;a;1.234.567,89\n2;b;-0,5\n3;c;12.34\n4;d;1,2,3\n5;e;1234\n");
  MADAD_ASSERT_OK(Load().status);
  EXPECT_THAT(Rows(), ElementsAre("1234|a|1234567.89", "2|b|-0.50", "5|e|1234.00"));
  EXPECT_THAT(Rejected(), ElementsAre(AllOf(HasSubstr("t.csv:4 price"), HasSubstr("'12.34'")),
                                      HasSubstr("t.csv:5 price")));
  ExpectAllRowsAccountedFor();
}

TEST_F(FormatsTest, DatesInTheirFormatAndNullTexts) {
  AddColumn({.name = "day", .type = Type::kDate, .format = "%d/%m/%Y", .nulls = {"n/a", "-"}});
  folder_.Write("t.csv", "id,name,day\n1,a,31/12/2023\n2,b,n/a\n3,c,-\n4,d,\n");
  MADAD_ASSERT_OK(Load().status);
  EXPECT_THAT(Ask(core::Cat("SELECT day FROM ", schema_, ".t ORDER BY rowid")),
              ElementsAre("2023-12-31", "", "", ""));
  folder_.Write("t.csv", "id,name,day\n1,a,12/31/2023\n");
  EXPECT_THAT(Load().status,
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       AllOf(HasSubstr("t.csv:2, column 'day'"), HasSubstr("found '12/31/2023'"),
                             HasSubstr("%d/%m/%Y"))));
}

TEST_F(FormatsTest, TextsThatStandForValuesOfATypeAreReplaced) {
  AddColumn(
      {.name = "won", .type = Type::kBool, .values = {{"Closed", "true"}, {"Open", "false"}}});
  folder_.Write("t.csv", "id,name,won\n1,a,Closed\n2,b,Open\n");
  MADAD_ASSERT_OK(Load().status);
  EXPECT_THAT(Rows(), ElementsAre("1|a|true", "2|b|false"));
}

TEST_F(FormatsTest, OneHeaderMayFeedTwoColumns) {
  AddColumn({.name = "label", .from = "id"});
  folder_.Write("t.csv", "id,name\n7,a\n");
  MADAD_ASSERT_OK(Load().status);
  EXPECT_THAT(Rows(), ElementsAre("7|7|a"));
}

TEST_F(FormatsTest, CompressedTextIsRead) {
  folder_.Write("t.csv", "id,name\n1,x\n2,y\n");
  Run("gzip -k t.csv && zstd -q t.csv");
  for (const char* name : {"t.csv.gz", "t.csv.zst"}) {
    table_.files = name;
    MADAD_ASSERT_OK(Load().status) << name;
    EXPECT_THAT(Rows(), ElementsAre("1|x", "2|y")) << name;
    MADAD_EXPECT_OK(LoadSlowly()) << name;
    EXPECT_THAT(Rows(), ElementsAre("1|x", "2|y")) << name;
  }
  // A bad row is found at its line of the text.
  folder_.Write("b.csv", "id,name\n1,\"x\ny\"\nbad,y\n");
  Run("gzip b.csv");
  table_.files = "b.csv.gz";
  EXPECT_THAT(Load().status, StatusIs(absl::StatusCode::kFailedPrecondition,
                                      HasSubstr("b.csv.gz:4, column 'id'")));
}

TEST_F(FormatsTest, BrokenCompressionIsAnErrorOfTheFile) {
  std::string text = "id,name\n";
  for (int i = 0; i < 50'000; ++i) core::Append(&text, i, ",name", i * 7919 % 10007, "\n");
  folder_.Write("t.csv", text);
  Run("gzip -k t.csv && head -c 20000 t.csv.gz > cut.csv.gz && echo nonsense > no.csv.gz && "
      "zstd -q t.csv && head -c 20000 t.csv.zst > cut.csv.zst");
  for (const char* name : {"cut.csv.gz", "no.csv.gz", "cut.csv.zst"}) {
    table_.files = name;
    const absl::Status status = Load().status;
    EXPECT_THAT(status, StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr(name)));
    EXPECT_EQ(core::DetailOf(status).reason, "FILE_INVALID");
  }
}

TEST_F(FormatsTest, OtherEncodingsAreRead) {
  const std::string text = "id,name\n1,שלום\n2,\"רבה, \"\"מאוד\"\"\"\n";
  folder_.Write("u.csv", text);
  struct Case {
    const char* iconv;
    const char* catalog;
  };
  for (const Case& encoding : {Case{"UTF-16", ""},
                               {"UTF-16", "utf-16"},
                               {"UTF-16LE", "utf-16"},
                               {"UTF-16BE", "utf-16be"},
                               {"ISO-8859-8", "iso-8859-8"},
                               {"WINDOWS-1255", "windows-1255"},
                               {"UTF-32", "utf-32"}}) {
    Run(core::Cat("iconv -f UTF-8 -t ", encoding.iconv, " u.csv > t.csv"));
    table_.text.encoding = encoding.catalog;
    MADAD_ASSERT_OK(Load().status) << encoding.iconv;
    EXPECT_THAT(Rows(), ElementsAre("1|שלום", "2|רבה, \"מאוד\"")) << encoding.iconv;
  }
  table_.text.encoding = "klingon";
  EXPECT_THAT(Load().status,
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("'klingon' is not known")));
}

TEST_F(FormatsTest, BigEndianMarkIsSeen) {
  folder_.Write("t.csv", std::string_view("\xFE\xFF\0i\0d\0,\0n\0a\0m\0e\0\n\0"
                                          "1\0,\0x\0\n",
                                          26));
  MADAD_ASSERT_OK(Load().status);
  EXPECT_THAT(Rows(), ElementsAre("1|x"));
}

TEST_F(FormatsTest, BytesThatTheEncodingLacksAreBadRows) {
  table_.bad_rows = core::BadRows::kSkip;
  table_.text.encoding = "windows-1255";
  folder_.Write("t.csv", "id,name\r\n1,\xF9\xEC\xE5\xED\r\n2,\xD9\r\n3,x\r\n");
  MADAD_ASSERT_OK(Load().status);
  EXPECT_THAT(Rows(), ElementsAre("1|שלום", "3|x"));
  EXPECT_THAT(Rejected(), ElementsAre("t.csv:3 name: byte 0xD9 is not windows-1255"));
  table_.text.encoding = "";
  MADAD_ASSERT_OK(Load().status);
  EXPECT_THAT(Rejected(), ElementsAre("t.csv:2 name: byte 0xF9 is not UTF-8",
                                      "t.csv:3 name: byte 0xD9 is not UTF-8"));
  EXPECT_THAT(Rows(), ElementsAre("3|x"));
  ExpectAllRowsAccountedFor();
}

TEST_F(FormatsTest, JsonLinesAreRead) {
  table_.files = "t.jsonl";
  AddColumn({.name = "city", .from = "$.address.city"});
  AddColumn({.name = "price", .type = Type::kDecimal, .scale = 2});
  folder_.Write("t.jsonl",
                "{\"id\":1,\"name\":\"a\\nb\",\"price\":19.99,\"address\":{\"city\":\"Haifa\"}}\n\n"
                "{\"id\":2,\"name\":null}\r\n{\"id\":\"3\",\"name\":\"c\",\"price\":\"1.5\"}");
  MADAD_ASSERT_OK(Load().status);
  EXPECT_THAT(Rows(), ElementsAre("Haifa|1|a\nb|19.99", "|2||", "|3|c|1.50"));
  ExpectAllRowsAccountedFor();
  Run("gzip t.jsonl");
  table_.files = "t.jsonl.gz";
  EXPECT_EQ(Load().rows, 3);
}

TEST_F(FormatsTest, BadJsonLinesAreBadRows) {
  table_.files = "t.jsonl";
  table_.bad_rows = core::BadRows::kSkip;
  folder_.Write("t.jsonl",
                "{\"id\":1,\"name\":\"a\"}\n{\"id\":2\n[1]\n{\"id\":1.5,\"name\":\"\"}\n\xFF\n");
  MADAD_ASSERT_OK(Load().status);
  EXPECT_THAT(Rejected(),
              ElementsAre(HasSubstr("t.jsonl:2 : found '{\"id\":2', expected one JSON object"),
                          HasSubstr("t.jsonl:3 "), HasSubstr("t.jsonl:4 id: found '1.5'"),
                          HasSubstr("t.jsonl:5 : byte 0xFF is not UTF-8")));
  EXPECT_EQ(loaded_.data.rows, 1);
  ExpectAllRowsAccountedFor();
}

TEST_F(FormatsTest, NameThatNoJsonLineHasIsAnError) {
  table_.files = "t.jsonl";
  AddColumn({.name = "city"});
  folder_.Write("t.jsonl", "{\"id\":1,\"name\":\"a\"}\n");
  EXPECT_EQ(core::DetailOf(Load().status).reason, "COLUMN_NOT_IN_FILE");
}

TEST_F(FormatsTest, FormatOfTheTableGoesBeforeTheName) {
  folder_.Write("export.data", "{\"id\":1,\"name\":\"a\"}\n");
  table_.files = "export.data";
  EXPECT_EQ(core::DetailOf(Load().status).reason, "FILE_KIND_UNSUPPORTED");
  table_.format = core::FileFormat::kJson;
  MADAD_EXPECT_OK(Load().status);
  folder_.Write("x.csv", "id,name\n1,a\n");
  folder_.Write("x.json", "{\"id\":1,\"name\":\"a\"}\n");
  table_.format = core::FileFormat::kByName;
  table_.files = "x.*";
  EXPECT_THAT(Load().status,
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("different formats")));
}

class ParquetTest : public FormatsTest {
 protected:
  // Writes `sql`'s rows as a file of the folder.
  void Write(const std::string& name, const std::string& sql) {
    absl::StatusOr<std::shared_ptr<Store>> writer =
        Store::Open({.threads = 1, .readable_folders = {folder_.path().string()}});
    ASSERT_TRUE(writer.ok()) << writer.status();
    absl::StatusOr<Store::Loan> connection = (*writer)->Borrow();
    MADAD_ASSERT_OK(
        (*connection)
            ->Execute(core::Cat("COPY (", sql, ") TO '", (folder_.path() / name).string(), "'")));
  }
};

TEST_F(ParquetTest, TypedValuesAreRead) {
  timezone_ = "Asia/Jerusalem";
  table_.files = "t.parquet";
  AddColumn({.name = "at", .type = Type::kTimestamp});
  AddColumn({.name = "instant", .type = Type::kTimestamp});
  AddColumn({.name = "price", .type = Type::kDecimal, .scale = 2});
  AddColumn({.name = "rate", .type = Type::kDouble});
  Write("t.parquet",
        "SELECT 7::INTEGER AS id, 'x' AS name, 'extra' AS other, TIMESTAMP '2024-01-15 12:00:00' "
        "AS at, TIMESTAMPTZ '2024-01-15 12:00:00+00' AS instant, 1.005::DECIMAL(9,3) AS price, "
        "2::FLOAT AS rate, 1 AS file, 2 AS line");
  MADAD_ASSERT_OK(Load().status);
  EXPECT_THAT(Rows(), ElementsAre("2024-01-15 10:00:00|7|2024-01-15 12:00:00|x|1.01|2.0"));
}

TEST_F(ParquetTest, ValuesThatDoNotFitAreBadRows) {
  table_.files = "p*.parquet";
  table_.bad_rows = core::BadRows::kSkip;
  Write("p1.parquet",
        "SELECT * FROM (VALUES (1.0::DOUBLE, 'a'), (1.5, 'b'), (NULL, 'c')) v(id, name)");
  Write("p2.parquet", "SELECT * FROM (VALUES ('2', 'd'), ('x', 'e')) v(id, name)");
  MADAD_ASSERT_OK(Load().status);
  EXPECT_THAT(Rows(), ElementsAre("1|a", "|c", "2|d"));
  EXPECT_THAT(Rejected(), ElementsAre(HasSubstr("p1.parquet:0 id: row 2: found '1.5'"),
                                      HasSubstr("p2.parquet:0 id: row 2: found 'x'")));
  ExpectAllRowsAccountedFor();
}

TEST_F(ParquetTest, BrokenFileIsAnError) {
  table_.files = "t.parquet";
  folder_.Write("t.parquet", "PAR1 nonsense");
  EXPECT_EQ(core::DetailOf(Load().status).reason, "FILE_INVALID");
}

}  // namespace
}  // namespace madad::adapters::duckdb
