// Tables, comma-separated values and JSON, apart from what is in them.
#include <limits>
#include <sstream>

#include <gtest/gtest.h>

#include "cli/render/csv.h"
#include "cli/render/json.h"
#include "cli/render/table.h"
#include <nlohmann/json.hpp>

namespace madad::cli {
namespace {

std::string TableOf(const std::vector<TableColumn>& columns,
                    const std::vector<std::vector<std::string>>& rows, bool color = false) {
  std::ostringstream out;
  const auto cell = [&rows](size_t column, int64_t row) {
    return rows[static_cast<size_t>(row)][column];
  };
  PrintTable({columns, static_cast<int64_t>(rows.size()), cell}, Terminal{out, out, color});
  return out.str();
}

TEST(TableTest, AlignsMixedScriptsByDisplayWidth) {
  const std::string table =
      TableOf({{"source"}, {"leads", Align::kRight}, {"owner"}}, {{"paid_search", "1,234", "Ann"},
                                                                  {"שִׂיחָה", "7", "中文"},
                                                                  {"中文", "56", "a"},
                                                                  {"(none)", "-", ""}});
  EXPECT_EQ(table,
            "source       leads  owner\n"
            "-----------  -----  -----\n"
            "paid_search  1,234  Ann\n"
            "שִׂיחָה             7  中文\n"
            "中文            56  a\n"
            "(none)           -\n");
}

TEST(TableTest, PrintsHeaderAndRuleWithoutRows) {
  EXPECT_EQ(TableOf({{"source"}, {"n", Align::kRight}}, {}), "source  n\n------  -\n");
}

TEST(TableTest, ACellCannotBreakOutOfItsLine) {
  EXPECT_EQ(TableOf({{"a\nb"}, {"c"}}, {{"\x1b[2J\n", "x"}}),
            "a\\nb       c\n"
            "---------  -\n"
            "\\x1b[2J\\n  x\n");
}

TEST(TableTest, ColoursOnlyTheHeader) {
  EXPECT_EQ(TableOf({{"a"}}, {{"1"}}, /*color=*/true), "\x1b[1ma\x1b[0m\n\x1b[2m-\x1b[0m\n1\n");
}

std::string CsvOf(size_t fields, const std::vector<std::optional<std::string_view>>& values) {
  std::ostringstream out;
  CsvWriter csv(out, fields);
  for (const auto& value : values) csv.Field(value);
  return out.str();
}

TEST(CsvTest, QuotesWhatMustBeQuoted) {
  EXPECT_EQ(CsvOf(5, {"plain", "a,b", "say \"hi\"", "two\nlines", " spaced "}),
            "plain,\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\", spaced \r\n");
}

TEST(CsvTest, TellsNullFromEmpty) {
  EXPECT_EQ(CsvOf(2, {"", std::nullopt, std::nullopt, "x"}), "\"\",\r\n,x\r\n");
}

TEST(CsvTest, ALoneNullStillMakesARecord) { EXPECT_EQ(CsvOf(1, {std::nullopt}), "\"\"\r\n"); }

TEST(JsonTest, EscapesStrings) {
  EXPECT_EQ(JsonString("a\"b\\c\n\x1b\x7f"), "\"a\\\"b\\\\c\\n\\u001b\\u007f\"");
  EXPECT_EQ(JsonString("שָׁ中"), "\"שָׁ中\"");
  EXPECT_EQ(JsonString("\u009b\xff"), "\"\\u009b\xEF\xBF\xBD\"");
}

TEST(JsonTest, WritesOuterElementsOnLinesAndInnerOnesInline) {
  std::ostringstream out;
  JsonWriter json(out);
  json.BeginObject();
  json.Key("rows");
  json.BeginArray();
  json.Strings(std::vector<std::string>{"a", "b"});
  json.BeginObject();
  json.Key("n");
  json.Int(1);
  json.Key("x");
  json.Double(0.5);
  json.EndObject();
  json.EndArray();
  json.Key("none");
  json.BeginArray();
  json.EndArray();
  json.EndObject();
  EXPECT_EQ(out.str(),
            "{\n"
            "  \"rows\": [\n"
            "    [\"a\", \"b\"],\n"
            "    {\"n\": 1, \"x\": 0.5}\n"
            "  ],\n"
            "  \"none\": []\n"
            "}\n");
}

TEST(JsonTest, HasNullForWhatIsNotANumber) {
  std::ostringstream out;
  JsonWriter json(out);
  json.BeginArray();
  json.Double(std::numeric_limits<double>::infinity());
  json.Double(std::numeric_limits<double>::quiet_NaN());
  json.StringOrNull("");
  json.EndArray();
  EXPECT_EQ(nlohmann::json::parse(out.str()), nlohmann::json::parse("[null, null, null]"));
}

}  // namespace
}  // namespace madad::cli
