// What `madad model score` reads: CSV, and values in it.
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/render/csv.h"
#include "cli/render/value.h"
#include "cli/score/csv_reader.h"
#include "cli/score/parse_value.h"
#include "cli/score/rows_source.h"

namespace madad::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Optional;

// All records of `text`; ends with the fault, if there is one.
std::vector<CsvReader::Record> Read(const std::string& text) {
  std::istringstream in(text);
  CsvReader csv(in, "file");
  std::vector<CsvReader::Record> records;
  CsvReader::Record record;
  for (;;) {
    const auto read = csv.Next(&record);
    if (!read.ok()) {
      records.push_back({read.error().message});
      return records;
    }
    if (!*read) return records;
    records.push_back(record);
  }
}

TEST(CsvReaderTest, ReadsRecords) {
  EXPECT_THAT(
      Read("a,b\r\n1,\"x, \"\"y\"\"\"\n"),
      ElementsAre(ElementsAre(Optional(std::string("a")), Optional(std::string("b"))),
                  ElementsAre(Optional(std::string("1")), Optional(std::string("x, \"y\"")))));
  EXPECT_THAT(Read(""), ElementsAre());
  EXPECT_THAT(Read("\n\n"), ElementsAre());
  // The last line needs no end, a field may have line ends, a mark of UTF-8 is none.
  EXPECT_THAT(Read("\xEF\xBB\xBF"
                   "a\n\n\"1\n2\""),
              ElementsAre(ElementsAre(Optional(std::string("a"))),
                          ElementsAre(Optional(std::string("1\n2")))));
}

TEST(CsvReaderTest, NothingIsNullAndQuotesAreAText) {
  EXPECT_THAT(Read("a,b,c\n,\"\",\n"),
              ElementsAre(ElementsAre(Optional(std::string("a")), Optional(std::string("b")),
                                      Optional(std::string("c"))),
                          ElementsAre(std::nullopt, Optional(std::string()), std::nullopt)));
}

TEST(CsvReaderTest, ReadsBackWhatTheWriterWrites) {
  std::ostringstream out;
  CsvWriter csv(out, 3);
  const std::vector<std::optional<std::string>> fields = {"a", "b,\"c\"\r\n", " d ", std::nullopt,
                                                          "",  "עברית"};
  for (const auto& field : fields) {
    csv.Field(field ? std::optional<std::string_view>(*field) : std::nullopt);
  }
  std::vector<std::optional<std::string>> read;
  for (const auto& record : Read(out.str())) read.insert(read.end(), record.begin(), record.end());
  EXPECT_EQ(read, fields);
}

TEST(CsvReaderTest, SaysWhichLineIsWrong) {
  EXPECT_THAT(Read("a,b\n\"1\n2\",3\n4\n").back()[0],
              Optional(HasSubstr("file, line 4: it has 1 fields, the header has 2")));
  EXPECT_THAT(Read("a\n\"x").back()[0], Optional(HasSubstr("line 2: a field that begins with")));
  EXPECT_THAT(Read("a\n\"x\"y\n").back()[0], Optional(HasSubstr("text follows the closing quote")));
}

v1::Column ColumnOf(v1::Type type, int32_t scale = 0) {
  v1::Column column;
  column.set_name("x");
  column.set_type(type);
  column.set_scale(scale);
  return column;
}

// The whole number that `text` is, or what is wrong with it.
std::string Parsed(const std::string& text, v1::Type type, int32_t scale = 0) {
  v1::Column column = ColumnOf(type, scale);
  const std::string problem = AppendText(text, &column);
  return problem.empty() ? std::to_string(column.int64_values(0)) : problem;
}

TEST(ParseValueTest, ReadsWhatExactTextWrites) {
  const auto same = [](v1::Type type, const std::string& text, int32_t scale = 0) {
    v1::Column column = ColumnOf(type, scale);
    EXPECT_EQ(AppendText(text, &column), "");
    EXPECT_EQ(ExactText(column, 0), text);
  };
  same(v1::TYPE_BOOL, "true");
  same(v1::TYPE_BOOL, "false");
  same(v1::TYPE_INT64, "-9223372036854775808");
  same(v1::TYPE_DOUBLE, "-0.125");
  same(v1::TYPE_DOUBLE, "1e+300");
  same(v1::TYPE_DECIMAL, "12.50", 2);
  same(v1::TYPE_DECIMAL, "-0.05", 2);
  same(v1::TYPE_STRING, "any, thing");
  same(v1::TYPE_DATE, "2024-02-29");
  same(v1::TYPE_TIMESTAMP, "2024-01-31T10:00:00Z");
  same(v1::TYPE_TIMESTAMP, "1969-12-31T23:59:59.5Z");
  same(v1::TYPE_DURATION, "86400000000");
}

TEST(ParseValueTest, ReadsOtherFormsToo) {
  EXPECT_EQ(Parsed("TRUE", v1::TYPE_BOOL), "1");
  EXPECT_EQ(Parsed("0", v1::TYPE_BOOL), "0");
  EXPECT_EQ(Parsed("12", v1::TYPE_DECIMAL, 2), "1200");
  EXPECT_EQ(Parsed("12.5000", v1::TYPE_DECIMAL, 2), "1250");
  EXPECT_EQ(Parsed(".5", v1::TYPE_DECIMAL, 2), "50");
  EXPECT_EQ(Parsed("1970-01-02", v1::TYPE_TIMESTAMP), "86400000000");
  EXPECT_EQ(Parsed("1970-01-01 00:00:01", v1::TYPE_TIMESTAMP), "1000000");
  EXPECT_EQ(Parsed("1970-01-01T02:00:00+02:00", v1::TYPE_TIMESTAMP), "0");
}

TEST(ParseValueTest, SaysWhatIsExpected) {
  EXPECT_EQ(Parsed("maybe", v1::TYPE_BOOL), "`x` is `maybe`, expected true or false");
  EXPECT_EQ(Parsed("1.5", v1::TYPE_INT64), "`x` is `1.5`, expected a whole number");
  EXPECT_EQ(Parsed("1.234", v1::TYPE_DECIMAL, 2),
            "`x` is `1.234`, expected a number of at most 2 digits after the point");
  for (const char* text : {"", ".", "-", "1.2.3", "1,5", "1.-5"}) {
    EXPECT_THAT(Parsed(text, v1::TYPE_DECIMAL, 2), HasSubstr("expected a number")) << text;
  }
  for (const char* text : {"nan", "inf", "1e999", "x"}) {
    v1::Column column = ColumnOf(v1::TYPE_DOUBLE);
    EXPECT_THAT(AppendText(text, &column), HasSubstr("expected a number")) << text;
  }
  EXPECT_THAT(Parsed("2024-02-30", v1::TYPE_DATE), HasSubstr("expected a day"));
  EXPECT_THAT(Parsed("31/01/2024", v1::TYPE_TIMESTAMP), HasSubstr("expected an instant"));
}

v1::ModelInstance Instance() {
  v1::ModelInstance instance;
  instance.set_name("scores");
  v1::ModelColumn& id = *instance.add_request_columns();
  id.set_name("lead_id");
  id.set_type(v1::TYPE_INT64);
  v1::ModelColumn& source = *instance.add_request_columns();
  source.set_name("source");
  source.set_type(v1::TYPE_STRING);
  return instance;
}

TEST(RowsSourceTest, SendsTheColumnsFirstThenRowsByTheThousand) {
  std::string text = "source,lead_id,extra\n";
  for (int i = 0; i < kRowsOfMessage + 1; ++i) text += "web," + std::to_string(i) + ",\n";
  std::istringstream in(text);
  CsvReader csv(in, "file");
  const v1::ModelInstance instance = Instance();
  RowsSource source(instance, csv);
  const auto first = source.Next();
  ASSERT_TRUE(first);
  EXPECT_EQ(first->instance(), "scores");
  EXPECT_EQ(first->row_count(), 0);
  EXPECT_EQ(first->columns(1).type(), v1::TYPE_INT64);
  EXPECT_EQ(first->columns(2).type(), v1::TYPE_STRING);
  const auto second = source.Next();
  ASSERT_TRUE(second);
  EXPECT_EQ(second->instance(), "");
  EXPECT_EQ(second->row_count(), kRowsOfMessage);
  EXPECT_EQ(second->columns(1).int64_values(7), 7);
  EXPECT_FALSE(IsNull(second->columns(0), 999));
  EXPECT_TRUE(IsNull(second->columns(2), 999));
  const auto third = source.Next();
  ASSERT_TRUE(third);
  EXPECT_EQ(third->row_count(), 1);
  EXPECT_FALSE(source.Next());
  EXPECT_FALSE(source.Next());
  EXPECT_FALSE(source.fault());
}

TEST(RowsSourceTest, SaysWhichRowIsWrong) {
  std::istringstream in("lead_id,source\n1,web\ntwo,web\n");
  CsvReader csv(in, "leads.csv");
  const v1::ModelInstance instance = Instance();
  RowsSource source(instance, csv);
  EXPECT_TRUE(source.Next());
  EXPECT_FALSE(source.Next());
  ASSERT_TRUE(source.fault());
  EXPECT_EQ(source.fault()->message,
            "leads.csv, line 3: `lead_id` is `two`, expected a whole number");
}

TEST(RowsSourceTest, AFileWithoutAHeaderIsAFault) {
  std::istringstream in("");
  CsvReader csv(in, "leads.csv");
  const v1::ModelInstance instance = Instance();
  RowsSource source(instance, csv);
  EXPECT_FALSE(source.Next());
  ASSERT_TRUE(source.fault());
  EXPECT_THAT(source.fault()->message, HasSubstr("no header"));
}

}  // namespace
}  // namespace madad::cli
