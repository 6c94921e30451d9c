// ValidateCatalog: queries, duplicates, text formats and stages.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

#include "core/catalog.h"
#include "unit/core/catalog_example.h"

namespace madad::core {
namespace {

using ::madad::core::testing::AddColumn;
using ::madad::core::testing::AddTable;
using ::madad::core::testing::ExampleCatalog;
using ::madad::core::testing::MakeColumn;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class ValidateKeysTest : public ::testing::Test {
 protected:
  ValidateKeysTest() { leads().entity = "lead"; }

  Table& leads() { return catalog_.tables["leads"]; }
  Table& costs() { return catalog_.tables["costs"]; }

  std::vector<std::string> Problems() const {
    std::vector<std::string> lines;
    for (const CatalogProblem& problem : ValidateCatalog(catalog_)) {
      lines.push_back(absl::StrCat(problem.path, ": ", problem.message));
    }
    return lines;
  }

  // The problems when the text format of leads is this.
  std::vector<std::string> Text(TextFormat text, FileFormat format = FileFormat::kByName) {
    leads().text = std::move(text);
    leads().format = format;
    return Problems();
  }

  Catalog catalog_ = ExampleCatalog();
};

TEST_F(ValidateKeysTest, ATableIsFilesOrAQuery) {
  costs().query = "SELECT 1";
  EXPECT_THAT(Problems(),
              ElementsAre(HasSubstr("tables.costs.files: means nothing beside `query`")));
  costs().files.clear();
  EXPECT_THAT(Problems(), IsEmpty());
  costs().query.clear();
  EXPECT_THAT(Problems(), ElementsAre(HasSubstr("tables.costs.files: the table names no files")));
}

TEST_F(ValidateKeysTest, AQueryHasNoFilesToRead) {
  costs().files.clear();
  costs().query = " ; ";
  costs().format = FileFormat::kCsv;
  costs().bad_rows = BadRows::kSkip;
  costs().text.skip = 1;
  EXPECT_THAT(Problems(), ElementsAre(HasSubstr("tables.costs.format: means nothing beside"),
                                      HasSubstr("tables.costs.bad_rows: means nothing beside"),
                                      HasSubstr("tables.costs.query: selects nothing"),
                                      HasSubstr("tables.costs.csv: means nothing for a query")));
}

TEST_F(ValidateKeysTest, OnlyRowsWithAKeyAreDuplicates) {
  leads().duplicates = {Keep::kLatest, "created_at"};
  EXPECT_THAT(Problems(), IsEmpty());
  leads().duplicates = {Keep::kFirst, ""};
  EXPECT_THAT(Problems(), IsEmpty());
  costs().key.clear();
  costs().duplicates.keep = Keep::kFirst;
  EXPECT_THAT(Problems(), ElementsAre("tables.costs.duplicates: only rows with equal keys are "
                                      "duplicates; write tables.costs.key"));
}

TEST_F(ValidateKeysTest, TheLatestIsSaidByAColumn) {
  leads().duplicates = {Keep::kLatest, ""};
  EXPECT_THAT(Problems(),
              ElementsAre(HasSubstr("leads.duplicates.by: `keep: latest` needs the c")));
  leads().duplicates.by = "created";
  EXPECT_THAT(Problems(), ElementsAre("tables.leads.duplicates.by: no column 'created'; did you "
                                      "mean created_at?"));
  leads().duplicates.by = "region";
  EXPECT_THAT(Problems(), ElementsAre(HasSubstr("column region is taken through join owner")));
  leads().duplicates = {Keep::kFirst, "created_at"};
  EXPECT_THAT(Problems(), ElementsAre("tables.leads.duplicates.by: means nothing without `keep: "
                                      "latest`"));
}

TEST_F(ValidateKeysTest, AHeaderIsMappedOnceInOneWay) {
  Column copy = MakeColumn("origin");
  copy.from = "source";
  AddColumn(leads(), copy);
  EXPECT_THAT(Problems(), ElementsAre("tables.leads.columns.source: header 'source' is mapped "
                                      "twice: column origin is the same; leave out one of them"));
  leads().columns["origin"].values = {{"FB", "paid"}};
  EXPECT_THAT(Problems(), IsEmpty());
}

TEST_F(ValidateKeysTest, AcceptsTextFormatsOfTheWorld) {
  EXPECT_THAT(Text({.delimiter = ";", .decimal_separator = ",", .thousands_separator = "."}),
              IsEmpty());
  // Numbers in quotes may hold the delimiter.
  EXPECT_THAT(Text({.delimiter = ",", .thousands_separator = ","}), IsEmpty());
  EXPECT_THAT(Text({.thousands_separator = "\u00A0"}), IsEmpty());
  EXPECT_THAT(Text({.thousands_separator = "'"}), IsEmpty());
  for (const char* encoding : {"utf-8", "UTF-16", "windows-1255", "iso-8859-8", "CP1252"}) {
    EXPECT_THAT(Text({.encoding = encoding}), IsEmpty()) << encoding;
  }
}

TEST_F(ValidateKeysTest, SeparatorsAreOneCharacterAndDiffer) {
  EXPECT_THAT(Text({.decimal_separator = ",,"}),
              ElementsAre(HasSubstr("csv.decimal_separator: bad decimal_separator ',,'; expected "
                                    "one character")));
  EXPECT_THAT(Text({.thousands_separator = "0"}),
              ElementsAre(HasSubstr("csv.thousands_separator: bad thousands_separator '0'")));
  EXPECT_THAT(Text({.thousands_separator = "."}),
              ElementsAre("tables.leads.csv.thousands_separator: '.' is the decimal separator "
                          "too"));
  EXPECT_THAT(Text({.quote = "'", .decimal_separator = ",", .thousands_separator = "'"}),
              ElementsAre("tables.leads.csv.thousands_separator: ''' is the quote too"));
  EXPECT_THAT(Text({.decimal_separator = "\""}),
              ElementsAre("tables.leads.csv.decimal_separator: '\"' is the quote too"));
}

TEST_F(ValidateKeysTest, EncodingsAreThoseOfIconv) {
  EXPECT_THAT(Text({.encoding = "windows-1265"}),
              ElementsAre(HasSubstr("csv.encoding: unknown encoding 'windows-1265'; did you mean "
                                    "windows-125")));
  EXPECT_THAT(Text({.encoding = "utf-8//IGNORE"}), ElementsAre(HasSubstr("unknown encoding")));
  EXPECT_THAT(Text({.encoding = "/usr/lib/x"}), ElementsAre(HasSubstr("unknown encoding")));
}

TEST_F(ValidateKeysTest, SkippedLinesAreFew) {
  EXPECT_THAT(Text({.skip = -1}),
              ElementsAre("tables.leads.csv.skip: cannot skip -1 lines; expected 0 to 100000"));
  EXPECT_THAT(Text({.skip = 100'001}), ElementsAre(HasSubstr("cannot skip 100001 lines")));
}

TEST_F(ValidateKeysTest, OnlyTextFilesHaveATextFormat) {
  EXPECT_THAT(Text({.skip = 1}, FileFormat::kParquet),
              ElementsAre(HasSubstr("tables.leads.csv: means nothing for Parquet files")));
  EXPECT_THAT(Text({.skip = 1}, FileFormat::kJson),
              ElementsAre(HasSubstr("means nothing for JSON files")));
  EXPECT_THAT(Text({.delimiter = ";"}, FileFormat::kTsv),
              ElementsAre(HasSubstr("`format: tsv` has the tab as its delimiter")));
  EXPECT_THAT(Text({.delimiter = "\t"}, FileFormat::kTsv), IsEmpty());
  leads().files = "leads.PARQUET";
  EXPECT_THAT(Text({.encoding = "utf-8"}), ElementsAre(HasSubstr("nothing for Parquet files")));
}

TEST_F(ValidateKeysTest, StagesAreTimesOfTheEntitysTable) {
  AddColumn(leads(), MakeColumn("due", Type::kDate));
  leads().columns["due"].planned = true;
  catalog_.stages["lead"] = {{"new", "created_at"}, {"a b", "created_at"}, {"due", "due"},
                             {"sold", "source"},    {"lost", "lost_at"},   {"new", "created_at"}};
  EXPECT_THAT(Problems(),
              ElementsAre(HasSubstr("stages.lead[1].id: bad name 'a b'"),
                          HasSubstr("stages.lead[2].at: column due of table leads is planned; a"),
                          HasSubstr("stages.lead[3].at: column source of table leads is string; a"),
                          HasSubstr("stages.lead[4].at: table leads has no column 'lost_at'"),
                          HasSubstr("stages.lead[5].id: stage 'new' is listed twice")));
}

TEST_F(ValidateKeysTest, StagesNeedTheOneTableOfTheirEntity) {
  catalog_.stages["led"] = {{"new", "created_at"}};
  EXPECT_THAT(Problems(), ElementsAre(HasSubstr("stages.led: no table holds entity 'led'; did you "
                                                "mean lead?")));
  catalog_.stages.clear();
  catalog_.stages["lead"] = {{"new", "created_at"}};
  EXPECT_THAT(Problems(), IsEmpty());
  AddTable(catalog_, "old_leads", "lead_id").entity = "lead";
  EXPECT_THAT(Problems(),
              ElementsAre(HasSubstr("stages.lead: tables leads and old_leads both hold")));
  catalog_.tables["old_leads"].key.clear();
  EXPECT_THAT(Problems(), IsEmpty());
  costs().entity = "cost";
  costs().key.clear();
  catalog_.stages["cost"] = {{"new", "created_at"}};
  EXPECT_THAT(Problems(), ElementsAre(HasSubstr("stages.cost: table costs holds entity 'cost' but "
                                                "has no key; write tables.costs.key")));
}

TEST_F(ValidateKeysTest, MetricsAreDeclaredOnce) {
  MetricDefinition metric;
  metric.id = "acme.x";
  metric.from = "leads";
  metric.at = "created_at";
  metric.value = "count(owner.regon)";
  catalog_.metrics = {metric, metric};
  EXPECT_THAT(Problems(), ElementsAre(HasSubstr("metrics.acme.x.value: table people has no column "
                                                "'regon'; did you mean region?"),
                                      "metrics.acme.x: the metric is declared twice",
                                      HasSubstr("metrics.acme.x.value: table people")));
}

TEST_F(ValidateKeysTest, TheFiscalYearBeginsInAMonth) {
  catalog_.calendar.fiscal_start = 13;
  EXPECT_THAT(Problems(), ElementsAre(HasSubstr("calendar.fiscal_start: there is no month 13")));
}

}  // namespace
}  // namespace madad::core
