#include "config/catalog_file.h"

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/config/example.h"

namespace madad::config {
namespace {

using ::madad::config::testing::ExampleWith;
using ::madad::config::testing::kExample;
using ::madad::config::testing::Lines;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::StartsWith;
using ::testing::UnorderedElementsAre;

class CatalogFileTest : public testing::CatalogFolder {
 protected:
  std::string Write(const std::string& name, const std::string& text) {
    const std::string path = (folder_ / name).string();
    std::ofstream(path, std::ios::binary) << text;
    return path;
  }
};

TEST_F(CatalogFileTest, ReadsSources) {
  const CatalogFile file = Parse(kExample);
  ASSERT_THAT(Lines(file), IsEmpty());
  const core::Source& crm = file.catalog.sources.at("crm");
  EXPECT_EQ(crm.name, "crm");
  EXPECT_EQ(crm.kind, "files");
  EXPECT_EQ(crm.root, (folder_ / "data").string());
  EXPECT_EQ(crm.timezone, "Asia/Jerusalem");
}

TEST_F(CatalogFileTest, ReadsTables) {
  const core::Catalog catalog = Parse(kExample).catalog;
  const core::Table& leads = catalog.tables.at("leads");
  EXPECT_EQ(leads.name, "leads");
  EXPECT_EQ(leads.source, "crm");
  EXPECT_EQ(leads.files, "leads*.csv");
  EXPECT_EQ(leads.entity, "lead");
  EXPECT_EQ(leads.key, "lead_id");
  EXPECT_EQ(leads.text.delimiter, ";");
  EXPECT_EQ(leads.text.quote, "");
  const core::Table& opportunities = catalog.tables.at("opportunities");
  EXPECT_EQ(opportunities.currency, "ILS");
  const core::Join& lead = opportunities.joins.at("lead");
  EXPECT_EQ(lead.name, "lead");
  EXPECT_EQ(lead.table, "leads");
  EXPECT_EQ(lead.on, "lead_id");
}

TEST_F(CatalogFileTest, ReadsColumns) {
  const core::Catalog catalog = Parse(kExample).catalog;
  const core::Table& leads = catalog.tables.at("leads");
  const core::Column& created_at = leads.columns.at("created_at");
  EXPECT_EQ(created_at.name, "created_at");
  EXPECT_EQ(created_at.from, "Created");
  EXPECT_EQ(created_at.type, core::Type::kTimestamp);
  EXPECT_EQ(created_at.format, "%d/%m/%Y %H:%M");
  EXPECT_TRUE(leads.columns.at("due_on").planned);
  EXPECT_EQ(leads.columns.at("due_on").type, core::Type::kDate);
  const core::Column& source = leads.columns.at("source");
  EXPECT_THAT(source.values, UnorderedElementsAre(Pair("FB", "Facebook"), Pair("אתר", "Website")));
  EXPECT_THAT(source.nulls, ElementsAre("-", "NULL"));
  const core::Column& amount = catalog.tables.at("opportunities").columns.at("amount");
  EXPECT_EQ(amount.type, core::Type::kDecimal);
  EXPECT_EQ(amount.scale, 2);
}

TEST_F(CatalogFileTest, FillsInWhatIsLeftOut) {
  const core::Catalog catalog = Parse(kExample).catalog;
  // Neither keys nor a value: a string under its own header.
  const core::Column& company = catalog.tables.at("leads").columns.at("company");
  EXPECT_EQ(company.from, "company");
  EXPECT_EQ(company.type, core::Type::kString);
  EXPECT_EQ(catalog.tables.at("opportunities").columns.at("won").from, "won");

  const CatalogFile bare = Parse("sources: {here: {kind: files}}");
  ASSERT_THAT(Lines(bare), IsEmpty());
  EXPECT_EQ(bare.catalog.sources.at("here").root, folder_.string());
  EXPECT_EQ(bare.catalog.sources.at("here").timezone, "UTC");
  EXPECT_EQ(bare.catalog.calendar.timezone, "UTC");
  EXPECT_EQ(bare.catalog.calendar.week_start, core::WeekStart::kMonday);
}

TEST_F(CatalogFileTest, ReadsShorthands) {
  const core::Catalog catalog = Parse(kExample).catalog;
  EXPECT_EQ(catalog.tables.at("opportunities").columns.at("opportunity_id").from, "Id");
  const core::Dimension& source = catalog.dimensions.at("source");
  EXPECT_THAT(source.paths,
              UnorderedElementsAre(Pair("leads", "source"), Pair("opportunities", "lead.source")));
  EXPECT_THAT(source.labels, UnorderedElementsAre(Pair("he", "מקור"), Pair("en", "Source")));
  EXPECT_THAT(catalog.dimensions.at("company").paths, IsEmpty());
}

TEST_F(CatalogFileTest, ReadsDimensionsInTheLongForm) {
  const CatalogFile file =
      Parse(ExampleWith("{leads: source, opportunities", "{paths: {leads: source}, opportunities"));
  ASSERT_THAT(Lines(file), IsEmpty());
  EXPECT_EQ(file.catalog.dimensions.at("source").paths.size(), 2u);
}

TEST_F(CatalogFileTest, ResolvesTheTypesOfViaColumns) {
  const core::Catalog catalog = Parse(kExample).catalog;
  const core::Column& column = catalog.tables.at("opportunities").columns.at("lead_created_at");
  EXPECT_EQ(column.via, "lead");
  EXPECT_EQ(column.type, core::Type::kTimestamp);
}

TEST_F(CatalogFileTest, ReadsTheCalendar) {
  const core::Catalog catalog = Parse(kExample).catalog;
  EXPECT_EQ(catalog.calendar.timezone, "Asia/Jerusalem");
  EXPECT_EQ(catalog.calendar.week_start, core::WeekStart::kSunday);
}

TEST_F(CatalogFileTest, TextStaysText) {
  const CatalogFile file = Parse(
      ExampleWith("{FB: Facebook, \"אתר\": Website}", "{yes: no, 1: 007, true: false, '': ' x '}"));
  ASSERT_THAT(Lines(file), IsEmpty());
  EXPECT_THAT(file.catalog.tables.at("leads").columns.at("source").values,
              UnorderedElementsAre(Pair("yes", "no"), Pair("1", "007"), Pair("true", "false"),
                                   Pair("", " x ")));
}

TEST_F(CatalogFileTest, AliasesRepeatWhatTheyName) {
  const CatalogFile file = Parse(R"(
sources: {crm: {kind: files, root: data}}
tables:
  a: &table {source: crm, files: "*.csv", columns: {x: &x {type: date}, y: *x}}
  b: *table
)");
  ASSERT_THAT(Lines(file), IsEmpty());
  EXPECT_EQ(file.catalog.tables.at("b").columns.at("y").type, core::Type::kDate);
  EXPECT_EQ(file.catalog.tables.at("b").columns.at("y").from, "y");
}

TEST_F(CatalogFileTest, LoadsAFileBesideItsData) {
  const std::string path = Write("catalog.yaml", kExample);
  const CatalogFile file = LoadCatalog(path);
  ASSERT_THAT(Lines(file), IsEmpty());
  EXPECT_EQ(file.catalog.sources.at("crm").root, (folder_ / "data").string());
  EXPECT_EQ(file.catalog.tables.size(), 2u);
}

TEST_F(CatalogFileTest, NamesTheFileInProblems) {
  const std::string path = Write("bad.yaml", "tabels: {}\n");
  EXPECT_THAT(Lines(LoadCatalog(path)),
              ElementsAre(path + ":1:1: unknown key 'tabels'; did you mean tables?"));
}

TEST_F(CatalogFileTest, ReportsFilesThatCannotBeRead) {
  const std::string missing = (folder_ / "none.yaml").string();
  EXPECT_THAT(Lines(LoadCatalog(missing)),
              ElementsAre(missing + ": cannot be read: No such file or directory"));
  const std::string directory = folder_.string();
  EXPECT_THAT(Lines(LoadCatalog(directory)),
              ElementsAre(directory + ": cannot be read: not a file"));
  EXPECT_THAT(Lines(LoadCatalog("/dev/zero")),
              ElementsAre("/dev/zero: cannot be read: not a file"));
  EXPECT_THAT(Lines(LoadCatalog("")), ElementsAre(HasSubstr("cannot be read")));
}

TEST_F(CatalogFileTest, RefusesFilesThatAreTooLarge) {
  std::string text = kExample;
  text.resize(4 << 20, '\n');
  EXPECT_THAT(Lines(LoadCatalog(Write("large.yaml", text))), IsEmpty());
  text += '\n';
  EXPECT_THAT(Lines(LoadCatalog(Write("too_large.yaml", text))),
              ElementsAre(HasSubstr("too_large.yaml: larger than 4 MiB")));
}

TEST_F(CatalogFileTest, ReportsAnEmptyFile) {
  for (const std::string text : {"", "# nothing\n", "---\n", "null\n", "\n\n"}) {
    EXPECT_THAT(Lines(Parse(text)), ElementsAre(StartsWith("catalog.yaml: is empty"))) << text;
  }
}

}  // namespace
}  // namespace madad::config
