// Every problem is reported with its line, its key and the way out.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/catalog_file.h"
#include "unit/config/example.h"

namespace madad::config {
namespace {

using ::madad::config::testing::ExampleWith;
using ::madad::config::testing::Lines;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;
using ::testing::StartsWith;

class CatalogProblemsTest : public testing::CatalogFolder {
 protected:
  // The problems of the example with `from` replaced by `to`.
  std::vector<std::string> With(const std::string& from, const std::string& to) const {
    return Lines(Parse(ExampleWith(from, to)));
  }
};

TEST_F(CatalogProblemsTest, UnknownKeys) {
  EXPECT_THAT(With("from: Origin", "form: Origin"),
              ElementsAre("catalog.yaml:14:16: tables.leads.columns.source: unknown key 'form'; "
                          "did you mean from or format?"));
  EXPECT_THAT(With("week_start: sunday", "starts: sunday"),
              ElementsAre("catalog.yaml:31:38: calendar: unknown key 'starts'; expected one of "
                          "timezone, week_start, fiscal_start, business_hours, holidays"));
  EXPECT_THAT(With("dimensions:", "dimension:"),
              ElementsAre("catalog.yaml:28:1: unknown key 'dimension'; did you mean dimensions?"));
}

TEST_F(CatalogProblemsTest, MissingRequiredKeys) {
  EXPECT_THAT(With("kind: files, ", ""),
              ElementsAre("catalog.yaml:2:3: sources.crm.kind: required key 'kind' is missing"));
  EXPECT_THAT(With("table: leads, ", ""),
              ElementsAre("catalog.yaml:21:13: tables.opportunities.joins.lead.table: required key "
                          "'table' is missing"));
  EXPECT_THAT(With("\n    source: crm\n    files: opps.csv", "\n    files: opps.csv"),
              ElementsAre("catalog.yaml:16:3: tables.opportunities.source: required key 'source' "
                          "is missing"));
}

TEST_F(CatalogProblemsTest, KeysWrittenTwice) {
  EXPECT_THAT(With("    entity: lead\n", "    entity: lead\n    entity: person\n"),
              ElementsAre("catalog.yaml:8:5: tables.leads.entity: key 'entity' is written twice; "
                          "first in line 7"));
  EXPECT_THAT(With("      company:\n", "      source: Other\n"),
              ElementsAre("catalog.yaml:15:7: tables.leads.columns.source: key 'source' is "
                          "written twice; first in line 14",
                          HasSubstr("dimensions.company: no table has a column 'company'")));
  EXPECT_THAT(With("{leads: source, opp", "{leads: source, paths: {leads: source}, opp"),
              ElementsAre(HasSubstr("29:35: dimensions.source.leads: key 'leads' is written")));
}

TEST_F(CatalogProblemsTest, WrongKindsOfValues) {
  EXPECT_THAT(With("entity: lead", "entity: [lead]"),
              ElementsAre("catalog.yaml:7:13: tables.leads.entity: expected text, found a list"));
  EXPECT_THAT(With("entity: lead", "entity:"),
              ElementsAre("catalog.yaml:7:5: tables.leads.entity: expected text, found nothing or "
                          "null; quote it when it is meant as text"));
  EXPECT_THAT(With("planned: true", "planned: yes"),
              ElementsAre("catalog.yaml:13:37: tables.leads.columns.due_on.planned: expected true "
                          "or false, found 'yes'"));
  EXPECT_THAT(With("[\"-\", \"NULL\"]", "\"-\""),
              ElementsAre("catalog.yaml:14:80: tables.leads.columns.source.nulls: expected a list, "
                          "such as [a, b], found '-'"));
  EXPECT_THAT(With("\"NULL\"]", "NULL]"),
              ElementsAre(HasSubstr("tables.leads.columns.source.nulls[1]: expected text, found "
                                    "nothing or null")));
  EXPECT_THAT(With("{delimiter: \";\"}", "\";\""),
              ElementsAre(HasSubstr(":9:10: tables.leads.csv: expected keys and values, found")));
  EXPECT_THAT(
      With("{lead: {table: leads, on: lead_id}}", "[lead]"),
      ElementsAre(HasSubstr(":21:12: tables.opportunities.joins: expected names and what "
                            "they stand for, found a list"),
                  HasSubstr("lead_created_at.via: table opportunities has no join"),
                  HasSubstr("dimensions.source.opportunities: table opportunities has no")));
  EXPECT_THAT(Lines(Parse("- a\n- b\n")),
              ElementsAre("catalog.yaml:1:1: expected keys and values, found a list"));
  EXPECT_THAT(Lines(Parse("hello")),
              ElementsAre("catalog.yaml:1:1: expected keys and values, found 'hello'"));
}

TEST_F(CatalogProblemsTest, KeysThatAreNone) {
  EXPECT_THAT(With("FB: Facebook", "null: Facebook"),
              ElementsAre(HasSubstr(":14:39: tables.leads.columns.source.values: expected a key")));
  EXPECT_THAT(
      With("FB: Facebook", "[a]: Facebook"),
      ElementsAre(HasSubstr("expected a key (quote it when it reads as null), found a li")));
  EXPECT_THAT(With("FB: Facebook", std::string(501, 'x') + ": Facebook"),
              ElementsAre(HasSubstr("has 501 bytes; at most 500 are read")));
  EXPECT_THAT(With("Facebook", "\"a\\0b\""), ElementsAre(HasSubstr("holds a NUL character")));
}

TEST_F(CatalogProblemsTest, Types) {
  EXPECT_THAT(With("type: timestamp", "type: timestmp"),
              ElementsAre("catalog.yaml:12:35: tables.leads.columns.created_at.type: unknown type "
                          "'timestmp'; did you mean timestamp?"));
  EXPECT_THAT(
      With("decimal(2)", "money"),
      ElementsAre(HasSubstr("amount.type: unknown type 'money'; expected one of decimal(2), "
                            "bool, int64, double, string, date, timestamp")));
  for (const std::string type : {"decimal", "decimal()", "\"decimal(10,2)\"", "decimal(two)"}) {
    EXPECT_THAT(With("type: decimal(2)", "type: " + type),
                ElementsAre(HasSubstr("nothing else, such as decimal(2)")));
  }
  EXPECT_THAT(With("decimal(2)", "decimal(19)"),
              ElementsAre("catalog.yaml:25:30: tables.opportunities.columns.amount.type: "
                          "decimal(19) does not fit; expected 0 to 18 decimals"));
  EXPECT_THAT(With("decimal(2)", "duration"), ElementsAre(HasSubstr("unknown type 'duration'")));
  EXPECT_THAT(With("{via: lead, from: created_at}", "{via: lead, from: created_at, type: date}"),
              ElementsAre(HasSubstr("26:54: tables.opportunities.columns.lead_created_at.type: a "
                                    "column that is taken through a join has the joined")));
}

TEST_F(CatalogProblemsTest, WeekStart) {
  EXPECT_THAT(With("week_start: sunday", "week_start: sundy"),
              ElementsAre("catalog.yaml:31:38: calendar.week_start: a week cannot start on "
                          "'sundy'; did you mean sunday?"));
}

TEST_F(CatalogProblemsTest, MissingRoot) {
  EXPECT_THAT(
      With("root: data", "root: dta"),
      ElementsAre("catalog.yaml:2:22: sources.crm.root: no folder '" + (folder_ / "dta").string() +
                  "'; a root is relative to the catalog's folder"));
}

TEST_F(CatalogProblemsTest, WhatTheCoreFindsHasItsLine) {
  EXPECT_THAT(With("table: leads,", "table: leeds,"),
              ElementsAre("catalog.yaml:21:20: tables.opportunities.joins.lead.table: no table "
                          "'leeds'; did you mean leads?"));
  EXPECT_THAT(With("key: lead_id", "key: id"),
              ElementsAre(StartsWith("catalog.yaml:8:5: tables.leads.key: no column 'id'")));
  EXPECT_THAT(With("delimiter: \";\"", "delimiter: ';;'"),
              ElementsAre(StartsWith("catalog.yaml:9:11: tables.leads.csv.delimiter: bad")));
  EXPECT_THAT(With("kind: files", "kind: excel"),
              ElementsAre(StartsWith(
                  "catalog.yaml:2:9: sources.crm.kind: unsupported kind of source 'excel'")));
  // The key is not written, so the nearest one around it is named.
  EXPECT_THAT(With("    files: opps.csv\n", ""),
              ElementsAre(StartsWith("catalog.yaml:16:3: tables.opportunities.files: ")));
  EXPECT_THAT(With("{leads: source, opp", "{leads: sorce, opp"),
              ElementsAre(StartsWith("catalog.yaml:29:12: dimensions.source.leads: table leads")));
  EXPECT_THAT(With("  company:\ncal", "  companies:\ncal"),
              ElementsAre(StartsWith("catalog.yaml:30:3: dimensions.companies: no table has a")));
}

TEST_F(CatalogProblemsTest, UnreadableIsNotAlsoWrong) {
  EXPECT_THAT(With("lead: {table: leads, on: lead_id}", "lead: leads"),
              ElementsAre(HasSubstr("joins.lead: expected keys and values, found 'leads'")));
  // Without the type nobody knows whether the format belongs.
  EXPECT_THAT(With("type: timestamp", "type: []"), SizeIs(1));
}

TEST_F(CatalogProblemsTest, AllAreReportedInTheOrderOfTheFile) {
  std::string text = ExampleWith("timezone: Asia/Jerusalem}", "timezone: Mars/Base}");
  text = absl::StrReplaceAll(text, {{"entity: lead", "entty: lead"},
                                    {"currency: ILS", "currency: shekel"},
                                    {"type: bool", "type: boolean"},
                                    {"week_start: sunday", "week_start: 7"}});
  EXPECT_THAT(Lines(Parse(text)),
              ElementsAre(HasSubstr(":2:34: sources.crm.timezone: unknown time zone 'Mars/Base'"),
                          HasSubstr(":7:5: tables.leads: unknown key 'entty'"),
                          HasSubstr(":20:5: tables.opportunities.currency: bad currency"),
                          HasSubstr(":27:13: tables.opportunities.columns.won.type: unknown type"),
                          HasSubstr(":31:38: calendar.week_start: a week cannot start on '7'")));
}

TEST_F(CatalogProblemsTest, AFloodIsCutShort) {
  std::string text = "tables:\n";
  for (int i = 0; i < 300; ++i) text += "  t" + std::to_string(i) + ": x\n";
  const CatalogFile file = Parse(text);
  ASSERT_THAT(file.problems, SizeIs(201));
  EXPECT_EQ(file.problems.back().ToString(), "catalog.yaml: and 100 more problems");
}

}  // namespace
}  // namespace madad::config
