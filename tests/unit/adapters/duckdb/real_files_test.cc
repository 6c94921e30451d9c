// Real files with known answers.
#include <filesystem>
#include <fstream>
#include <sstream>

#include <gmock/gmock.h>

#include "absl/strings/str_replace.h"

#include "support/real_data.h"
#include "unit/adapters/duckdb/load_fixture.h"

namespace madad::adapters::duckdb {
namespace {

using core::Type;
using madad::testing::RealData;
using ::testing::ElementsAre;

class RealFilesTest : public LoadFixture {
 protected:
  void Use(const std::string& set, const std::string& file, std::vector<core::Column> columns) {
    root_ = RealData(set);
    table_.files = file;
    table_.columns.clear();
    for (const core::Column& column : columns) AddColumn(column);
  }

  // The first row of `sql`, in which `t` is the loaded table.
  std::string Figure(const std::string& sql) {
    Ask(core::Cat("USE ", schema_));
    const std::vector<std::string> rows = Ask(sql);
    Ask("USE main");
    return rows.empty() ? "" : rows.front();
  }
};

TEST_F(RealFilesTest, HebrewTextOfWindows) {
  MADAD_SKIP_WITHOUT_DATA("hebrew");
  table_.text.encoding = "windows-1255";
  Use("hebrew", "H20141041DicStreets.csv",
      {{.name = "city", .from = "ishuv", .type = Type::kInt64},
       {.name = "street", .from = "SHEM_RECHOV"}});
  MADAD_ASSERT_OK(Load().status);
  // Every line ends in CR CR LF, so each row is followed by an empty line: the
  // published counts of lines (8,725, 1,561 and 1,715) are twice the rows and one.
  EXPECT_EQ(loaded_.data.rows, (8'725 - 1) / 2);
  EXPECT_EQ(Figure("SELECT street FROM t ORDER BY rowid OFFSET 1"), "דרך הגליל");
  Use("hebrew", "H20141041Dictionary.csv", {{.name = "text", .from = "TEUR"}});
  MADAD_ASSERT_OK(Load().status);
  EXPECT_EQ(loaded_.data.rows, (1'561 - 1) / 2);
  EXPECT_EQ(Figure("SELECT text FROM t ORDER BY rowid LIMIT 1"), "יחידה משטרתית");
  std::ifstream input(RealData("hebrew") + "/H20141041IntersectNonUrban.csv");
  std::string header;
  std::getline(input, header);
  Use("hebrew", "H20141041IntersectNonUrban.csv",
      {{.name = "first", .from = header.substr(0, header.find(','))}});
  MADAD_ASSERT_OK(Load().status);
  EXPECT_EQ(loaded_.data.rows, (1'715 - 1) / 2);
  ExpectAllRowsAccountedFor();
}

TEST_F(RealFilesTest, HebrewTextReadAsUtf8IsAllBadRows) {
  MADAD_SKIP_WITHOUT_DATA("hebrew");
  table_.bad_rows = core::BadRows::kSkip;
  Use("hebrew", "H20141041DicStreets.csv", {{.name = "street", .from = "SHEM_RECHOV"}});
  MADAD_ASSERT_OK(Load().status);
  EXPECT_EQ(loaded_.data.load.rows_read, (8'725 - 1) / 2);
  EXPECT_GT(loaded_.data.load.rows_rejected, 4'000);
  EXPECT_EQ(loaded_.data.load.rejected.front().line, 3);
  ExpectAllRowsAccountedFor();
}

TEST_F(RealFilesTest, HebrewTextInUtf8) {
  MADAD_SKIP_WITHOUT_DATA("hebrew");
  Use("hebrew", "anyway_cities.csv",
      {{.name = "code", .from = "SEMEL", .type = Type::kInt64}, {.name = "name", .from = "NAME"}});
  table_.key = "code";
  MADAD_ASSERT_OK(Load().status);
  EXPECT_EQ(loaded_.data.rows, 1'482);
  EXPECT_EQ(Figure("SELECT name FROM t WHERE code = 967"), "אבו ג'ווייעד (שבט)");
}

TEST_F(RealFilesTest, BilingualHeaderOfSeveralLines) {
  MADAD_SKIP_WITHOUT_DATA("hebrew");
  // Titles, and a header over many lines, stand before the rows; the line of
  // column numbers or the like nearest to them serves as the header.
  Use("hebrew", "anyway_2012_cities.csv", {{.name = "text", .from = "Absolute numbers"}});
  table_.text.skip = 3;
  table_.bad_rows = core::BadRows::kSkip;
  MADAD_ASSERT_OK(Load().status);
  EXPECT_GT(loaded_.data.rows, 50);
  ExpectAllRowsAccountedFor();
}

TEST_F(RealFilesTest, OpportunitiesWithDatesTheOtherWayAroundAndLiteralNulls) {
  MADAD_SKIP_WITHOUT_DATA("maven_crm");
  const std::vector<std::string> nulls = {"null", "NULL"};
  Use("maven_crm", "sales_pipeline.csv",
      {{.name = "id", .from = "opportunity_id"},
       {.name = "stage", .from = "deal_stage"},
       {.name = "engaged", .from = "engage_date", .type = Type::kDate},
       {.name = "closed", .from = "close_date", .type = Type::kDate},
       {.name = "value", .from = "close_value", .type = Type::kInt64, .nulls = nulls}});
  table_.key = "id";
  const auto check = [&] {
    MADAD_ASSERT_OK(Load().status);
    EXPECT_EQ(loaded_.data.rows, 8'800);
    EXPECT_EQ(Figure("SELECT count(*), sum(value) FROM t WHERE stage = 'Won'"), "4238|10005534");
    EXPECT_EQ(Figure("SELECT round(avg(closed - engaged), 6), median(closed - engaged) FROM t "
                     "WHERE stage IN ('Won', 'Lost')"),
              "47.985397|45.0");
  };
  check();
  table_.columns["engaged"].nulls = nulls;
  table_.columns["closed"].nulls = nulls;
  for (const auto& [file, format] :
       {std::pair("dd-mm-yyyy", "%d-%m-%Y"), {"dd-mm-yy", "%d-%m-%y"}}) {
    SCOPED_TRACE(file);
    table_.files = core::Cat("variants/sales_pipeline__", file, ".csv");
    table_.columns["engaged"].format = format;
    table_.columns["closed"].format = format;
    check();
  }
}

TEST_F(RealFilesTest, FunnelWithDatesOfEveryKind) {
  MADAD_SKIP_WITHOUT_DATA("olist");
  Use("olist", "olist_closed_deals_dataset.csv",
      {{.name = "id", .from = "mql_id"},
       {.name = "behaviour", .from = "lead_behaviour_profile"},
       {.name = "won", .from = "won_date", .type = Type::kTimestamp}});
  table_.key = "id";
  MADAD_ASSERT_OK(Load().status);
  EXPECT_EQ(loaded_.data.rows, 842);
  const std::string days =
      "SELECT min(CAST(won AS DATE)), max(CAST(won AS DATE)), "
      "sum(CAST(won AS DATE) - DATE '2017-01-01'), "
      "count(*) FILTER (WHERE contains(behaviour, ',')) FROM t";
  const std::string expected = Figure(days);
  for (const auto& [file, format] :
       {std::pair("olist_closed_deals__dd-mm-yyyy.csv", "%d-%m-%Y %H:%M"),
        {"olist_closed_deals__us_dates.csv", "%m/%d/%Y %H:%M"}}) {
    table_.files = core::Cat("variants/", file);
    table_.columns["won"].format = format;
    MADAD_ASSERT_OK(Load().status) << file;
    EXPECT_EQ(loaded_.data.rows, 842);
    EXPECT_EQ(Figure(days), expected) << file;
  }
}

TEST_F(RealFilesTest, SpendWithAMarkAndUsDates) {
  MADAD_SKIP_WITHOUT_DATA("marketing_spend");
  Use("marketing_spend", "Marketing_us_dates_bom.csv",
      {{.name = "id", .type = Type::kInt64},
       {.name = "day", .from = "c_date", .type = Type::kDate, .format = "%m/%d/%y"},
       {.name = "leads", .type = Type::kInt64},
       {.name = "orders", .type = Type::kInt64}});
  table_.key = "id";
  MADAD_ASSERT_OK(Load().status);
  EXPECT_EQ(Figure("SELECT count(*), min(day), max(day), sum(leads), sum(orders) FROM t"),
            "308|2021-02-01|2021-02-28|65579|8043");
}

TEST_F(RealFilesTest, CallsWithSemicolons) {
  MADAD_SKIP_WITHOUT_DATA("bank_marketing");
  Use("bank_marketing", "bank-additional-full.csv",
      {{.name = "age", .type = Type::kInt64},
       {.name = "rate", .from = "euribor3m", .type = Type::kDouble},
       {.name = "success", .from = "y", .type = Type::kBool}});
  MADAD_ASSERT_OK(Load().status);
  EXPECT_EQ(Figure("SELECT count(*), count(*) FILTER (WHERE success) FROM t"), "41188|4640");
}

TEST_F(RealFilesTest, EventsWithOffsets) {
  MADAD_SKIP_WITHOUT_DATA("bpi2012");
  timezone_ = "Europe/Amsterdam";
  Use("bpi2012", "bpi2012_events.csv",
      {{.name = "case", .from = "case_id"},
       {.name = "at", .from = "timestamp", .type = Type::kTimestamp}});
  MADAD_ASSERT_OK(Load().status);
  EXPECT_EQ(loaded_.data.rows, 262'200);
  // Computed with the offsets; without them the mean is 206.9212.
  EXPECT_EQ(Figure("SELECT round(avg(h), 4), round(median(h), 4) FROM (SELECT "
                   "(epoch_us(max(\"at\")) - epoch_us(min(\"at\"))) / 3600e6 AS h FROM t GROUP BY "
                   "\"case\")"),
            "206.9722|19.4048");
}

// Every case of csv-spectrum, as its JSON says. Both are read by the loader; the
// JSON is an array, made into lines by the engine.
TEST_F(RealFilesTest, CsvSpectrum) {
  MADAD_SKIP_WITHOUT_DATA("csv_spectrum");
  const std::filesystem::path folder = RealData("csv_spectrum");
  int cases = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder / "csvs")) {
    const std::string name = entry.path().stem().string();
    SCOPED_TRACE(name);
    std::ostringstream json;
    json << std::ifstream(folder / "json" / (name + ".json")).rdbuf();
    Open();
    const std::string array = QuoteText(json.str());
    const std::string objects =
        core::Cat("(SELECT unnest(CAST(json_extract(", array, ", '$[*]') AS JSON[])) AS o)");
    const std::vector<std::string> keys =
        Ask(core::Cat("SELECT DISTINCT unnest(json_keys(o)) FROM ", objects, " ORDER BY 1"));
    std::vector<core::Column> columns;
    std::vector<std::string> values;
    for (const std::string& key : keys) {
      columns.push_back({.name = key, .from = key});
      values.push_back(core::Cat("nullif(json_extract_string(o, '$.\"", key, "\"'), '')"));
    }
    const std::vector<std::string> expected =
        Ask(core::Cat("SELECT ", absl::StrJoin(values, ", "), " FROM ", objects));
    Use("csv_spectrum", core::Cat("csvs/", name, ".csv"), columns);
    std::ostringstream text;
    text << std::ifstream(entry.path()).rdbuf();
    std::string csv = text.str();
    // A checkout may have changed the newlines that the file is about.
    if (name.ends_with("_crlf") && csv.find('\r') == std::string::npos) {
      csv = absl::StrReplaceAll(csv, {{"\n", "\r\n"}});
    }
    folder_.Write("csvs/" + name + ".csv", csv);
    root_.clear();
    MADAD_ASSERT_OK(Load().status);
    EXPECT_EQ(Rows(), expected);
    MADAD_ASSERT_OK(LoadSlowly());
    EXPECT_EQ(Rows(), expected);
    ++cases;
  }
  EXPECT_EQ(cases, 11);
}

}  // namespace
}  // namespace madad::adapters::duckdb
