// What a query's answer looks like in each format.
#include <sstream>

#include <gtest/gtest.h>

#include "cli/answer/check.h"
#include "cli/answer/coverage.h"
#include "cli/answer/print.h"
#include <nlohmann/json.hpp>

#include "unit/cli/columns.h"

namespace madad::cli {
namespace {

using madad::testing::AnswerOf;
using madad::testing::DoubleColumn;
using madad::testing::IntColumn;
using madad::testing::MoneyColumn;
using madad::testing::TextColumn;
using madad::testing::WithValidity;

// Two sources and one unknown, with a null in every metric.
v1::QueryResponse Leads() {
  v1::QueryResponse answer = AnswerOf(
      {WithValidity(TextColumn("source", {"organic", "חיפוש", ""}), 0b011),
       IntColumn("lead_count", v1::TYPE_INT64, v1::UNIT_COUNT, {2296, 12, 0}),
       WithValidity(DoubleColumn("win_rate", v1::UNIT_PERCENT, {0.118, 1, 0}), 0b011),
       WithValidity(MoneyColumn("amount", 2, {123456750, -5, 0}), 0b011),
       WithValidity(
           IntColumn("cycle", v1::TYPE_DURATION, v1::UNIT_DURATION, {273'600'000'000, 250'000, 0}),
           0b011)},
      3);
  answer.mutable_range()->set_from("2018-01-01");
  answer.mutable_range()->set_to("2018-06-01");
  answer.mutable_snapshot()->set_id("5f2c");
  answer.mutable_snapshot()->mutable_as_of()->set_seconds(1527807600);
  return answer;
}

struct Printed {
  std::string out;
  std::string err;
};

using Printer = void (*)(const v1::QueryResponse&, const Terminal&);

Printed Print(Printer printer, const v1::QueryResponse& answer) {
  std::ostringstream out;
  std::ostringstream err;
  printer(answer, Terminal{out, err});
  return {out.str(), err.str()};
}

nlohmann::json Json(const v1::QueryResponse& answer) {
  return nlohmann::json::parse(Print(PrintAnswerJson, answer).out);
}

TEST(AnswerTableTest, ShowsUnitsNullsAndCoverage) {
  EXPECT_EQ(Print(PrintAnswerTable, Leads()).out,
            "source   lead_count  win_rate  amount (EUR)  cycle\n"
            "-------  ----------  --------  ------------  -----\n"
            "organic       2,296   11.80 %  1,234,567.50  3d 4h\n"
            "חיפוש            12  100.00 %         -0.05  250ms\n"
            "(none)            0         -             -      -\n"
            "\n"
            "3 rows | 2018-01-01 to 2018-05-31 | as of 2018-05-31T23:00:00Z | snapshot 5f2c\n");
}

TEST(AnswerTableTest, WarnsAndExplainsBelow) {
  v1::QueryResponse answer = AnswerOf({DoubleColumn("roi", v1::UNIT_RATIO, {1.25})}, 1);
  v1::Warning& warning = *answer.add_warnings();
  warning.set_reason("ROWS_SKIPPED");
  warning.set_message("2 rows could not be read");
  warning.set_subject("leads");
  v1::ScanPlan& scan = *answer.mutable_explanation()->add_scans();
  scan.set_table("leads");
  scan.set_source("funnel");
  scan.set_engine("duckdb");
  scan.set_sql("SELECT count(*)\nFROM leads WHERE d >= ?");
  scan.add_parameters("2018-01-01");
  scan.add_aggregates("count(*)");
  scan.set_rows(1200);
  scan.mutable_elapsed()->set_nanos(3'250'000);
  answer.mutable_explanation()->add_finish("roi = a / b");
  EXPECT_EQ(Print(PrintAnswerTable, answer).out,
            "   roi\n"
            "------\n"
            "1.2500\n"
            "\n"
            "1 row | all dates\n"
            "warning: 2 rows could not be read [leads] (ROWS_SKIPPED)\n"
            "\n"
            "scan 1: leads from funnel (duckdb), 1,200 rows in 3.2 ms\n"
            "  computes count(*)\n"
            "  SELECT count(*)\n"
            "  FROM leads WHERE d >= ?\n"
            "  parameter 1: 2018-01-01\n"
            "finish:\n"
            "  roi = a / b\n");
}

TEST(AnswerTableTest, DimensionsThatAreNumbersHaveNoSeparators) {
  v1::Column year = IntColumn("year", v1::TYPE_INT64, v1::UNIT_UNSPECIFIED, {2018});
  year.set_role(v1::COLUMN_ROLE_DIMENSION);
  EXPECT_EQ(Print(PrintAnswerTable, AnswerOf({year}, 1)).out,
            "year\n----\n2018\n\n1 row | all dates\n");
}

TEST(AnswerTableTest, AverageDurationsAreReadable) {
  EXPECT_NE(Print(PrintAnswerTable,
                  AnswerOf({DoubleColumn("cycle", v1::UNIT_DURATION, {5'400'000'000.4})}, 1))
                .out.find("1h 30m"),
            std::string::npos);
}

TEST(AnswerCsvTest, HasExactValuesAndEmptyNulls) {
  EXPECT_EQ(Print(PrintAnswerCsv, Leads()).out,
            "source,lead_count,win_rate,amount,cycle\r\n"
            "organic,2296,0.118,1234567.50,273600000000\r\n"
            "חיפוש,12,1,-0.05,250000\r\n"
            ",0,,,\r\n");
}

TEST(AnswerCsvTest, SendsWarningsToTheErrorStream) {
  v1::QueryResponse answer = Leads();
  answer.add_warnings()->set_message("2 rows could not be read");
  const Printed printed = Print(PrintAnswerCsv, answer);
  EXPECT_EQ(printed.err, "warning: 2 rows could not be read\n");
  EXPECT_EQ(printed.out.find("warning"), std::string::npos);
}

TEST(AnswerJsonTest, DescribesColumns) {
  const nlohmann::json columns = Json(Leads())["columns"];
  EXPECT_EQ(columns[0],
            nlohmann::json::parse(R"({"name": "source", "type": "string", "unit": null})"));
  EXPECT_EQ(columns[2],
            nlohmann::json::parse(R"({"name": "win_rate", "type": "double", "unit": "percent"})"));
  EXPECT_EQ(columns[3],
            nlohmann::json::parse(
                R"({"name": "amount", "type": "decimal", "unit": "money", "currency": "EUR"})"));
  EXPECT_EQ(columns[4],
            nlohmann::json::parse(R"({"name": "cycle", "type": "duration", "unit": "duration"})"));
}

TEST(AnswerJsonTest, HasNumbersAsNumbersAndNullsAsNull) {
  const std::string text = Print(PrintAnswerJson, Leads()).out;
  EXPECT_NE(text.find("    [\"organic\", 2296, 0.118, 1234567.50, 273600000000],\n"),
            std::string::npos);
  EXPECT_NE(text.find("    [null, 0, null, null, null]\n"), std::string::npos);
}

TEST(AnswerJsonTest, KeepsEveryDigitOfALargeDecimal) {
  const auto answer = AnswerOf({MoneyColumn("m", 2, {9007199254740993})}, 1);
  EXPECT_NE(Print(PrintAnswerJson, answer).out.find("[90071992547409.93]"), std::string::npos);
}

TEST(AnswerJsonTest, NamesSnapshotInstantAndWarnings) {
  v1::QueryResponse answer = Leads();
  answer.add_warnings()->set_message("m");
  const nlohmann::json json = Json(answer);
  EXPECT_EQ(json["as_of"], "2018-05-31T23:00:00Z");
  EXPECT_EQ(json["snapshot"], "5f2c");
  EXPECT_EQ(json["warnings"][0]["message"], "m");
  EXPECT_FALSE(json.contains("explanation"));
}

TEST(AnswerJsonTest, WritesDatesInstantsAndBools) {
  const auto answer = AnswerOf({IntColumn("d", v1::TYPE_DATE, v1::UNIT_UNSPECIFIED, {17532}),
                                IntColumn("t", v1::TYPE_TIMESTAMP, v1::UNIT_UNSPECIFIED, {1}),
                                IntColumn("b", v1::TYPE_BOOL, v1::UNIT_UNSPECIFIED, {1})},
                               1);
  EXPECT_EQ(Json(answer)["rows"],
            nlohmann::json::parse(R"([["2018-01-01", "1970-01-01T00:00:00.000001Z", true]])"));
}

TEST(AnswerJsonTest, CarriesTheExplanation) {
  v1::QueryResponse answer = Leads();
  v1::ScanPlan& scan = *answer.mutable_explanation()->add_scans();
  scan.set_sql("SELECT 1");
  scan.add_parameters("'x'");
  scan.mutable_elapsed()->set_nanos(500'000'000);
  answer.mutable_explanation()->add_finish("a / b");
  const nlohmann::json explanation = Json(answer)["explanation"];
  EXPECT_EQ(explanation["scans"][0]["sql"], "SELECT 1");
  EXPECT_EQ(explanation["scans"][0]["elapsed_seconds"], 0.5);
  EXPECT_EQ(explanation["finish"][0], "a / b");
}

std::string Covered(const std::string& from, const std::string& to) {
  v1::TimeRange range;
  range.set_from(from);
  range.set_to(to);
  return CoverageText(range);
}

TEST(CoverageTest, NamesTheLastDayCovered) {
  EXPECT_EQ(Covered("", ""), "all dates");
  EXPECT_EQ(Covered("2018-01-01", "2018-03-01"), "2018-01-01 to 2018-02-28");
  EXPECT_EQ(Covered("2018-01-01T00:00:00", "2018-03-01T00:00:00"), "2018-01-01 to 2018-02-28");
  EXPECT_EQ(Covered("2018-01-01", "2018-01-02"), "2018-01-01");
  EXPECT_EQ(Covered("2018-01-01", ""), "from 2018-01-01");
  EXPECT_EQ(Covered("", "2019-01-01"), "up to 2018-12-31");
  EXPECT_EQ(Covered("2018-01-01", "2018-03-01T12:00:00"),
            "2018-01-01 to before 2018-03-01T12:00:00");
}

// Returns what FindFault says, "" for nothing.
std::string Fault(const v1::QueryResponse& answer) {
  const auto fault = FindFault(answer);
  return fault ? fault->message : "";
}

TEST(FindFaultTest, FindsNoneInASoundAnswer) { EXPECT_EQ(Fault(Leads()), ""); }

TEST(FindFaultTest, NamesTheColumnThatCannotBeRead) {
  const v1::Column text = TextColumn("source", {"a"});
  EXPECT_NE(Fault(AnswerOf({text}, 2)).find("`source`: 1 values for 2 rows"), std::string::npos);
  EXPECT_NE(Fault(AnswerOf({text}, -1)).find("-1 rows"), std::string::npos);
  EXPECT_NE(Fault(AnswerOf({}, 1)).find("no columns"), std::string::npos);
  v1::Column untyped = text;
  untyped.clear_type();
  EXPECT_NE(Fault(AnswerOf({untyped}, 1)).find("type 0"), std::string::npos);
}

TEST(FindFaultTest, RefusesShortValidityWildScalesAndMoments) {
  v1::Column nine = TextColumn("s", std::vector<std::string>(9, "x"));
  EXPECT_NE(Fault(AnswerOf({WithValidity(nine, 0xFF)}, 9)).find("validity"), std::string::npos);
  EXPECT_NE(Fault(AnswerOf({MoneyColumn("m", 2'000'000'000, {1})}, 1)).find("scale"),
            std::string::npos);
  const v1::Column far = IntColumn("d", v1::TYPE_DATE, v1::UNIT_UNSPECIFIED, {INT64_MAX});
  EXPECT_NE(Fault(AnswerOf({far}, 1)).find("row 0 is outside the years"), std::string::npos);
  EXPECT_EQ(Fault(AnswerOf({WithValidity(far, 0)}, 1)), "");
}

}  // namespace
}  // namespace madad::cli
