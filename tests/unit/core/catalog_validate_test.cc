#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

#include "core/catalog.h"
#include "unit/core/catalog_example.h"

namespace madad::core {
namespace {

using ::madad::core::testing::AddColumn;
using ::madad::core::testing::AddJoin;
using ::madad::core::testing::AddTable;
using ::madad::core::testing::ExampleCatalog;
using ::madad::core::testing::MakeColumn;
using ::madad::core::testing::MakeVia;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

std::vector<std::string> Problems(const Catalog& catalog) {
  std::vector<std::string> lines;
  for (const CatalogProblem& problem : ValidateCatalog(catalog)) {
    lines.push_back(absl::StrCat(problem.path, ": ", problem.message));
  }
  return lines;
}

// Matches the lines of `Problems`: exactly one, at `path`, saying `text`.
auto OnlyProblem(const std::string& path, const std::string& text) {
  return ElementsAre(AllOf(::testing::StartsWith(path + ": "), HasSubstr(text)));
}

class ValidateCatalogTest : public ::testing::Test {
 protected:
  Table& leads() { return catalog_.tables["leads"]; }
  Table& opportunities() { return catalog_.tables["opportunities"]; }
  Column& source_column() { return leads().columns["source"]; }

  Catalog catalog_ = ExampleCatalog();
};

TEST_F(ValidateCatalogTest, FindsNothingInAValidCatalog) {
  EXPECT_THAT(Problems(catalog_), IsEmpty());
  EXPECT_THAT(Problems(Catalog{}), IsEmpty());
}

TEST_F(ValidateCatalogTest, RefusesBadNamesOfEveryKind) {
  catalog_.sources["c-rm"] = catalog_.sources["crm"];
  AddTable(catalog_, "1leads", "id");
  AddColumn(leads(), MakeColumn("lead id"));
  AddJoin(leads(), "own.er", "people", "owner_id");
  catalog_.dimensions["מקור"] = {.name = "מקור", .paths = {{"leads", "source"}}, .labels = {}};
  leads().entity = "a lead";
  EXPECT_THAT(Problems(catalog_),
              UnorderedElementsAre(HasSubstr("sources.c-rm: bad name 'c-rm'; expected letters"),
                                   HasSubstr("tables.1leads: bad name '1leads'"),
                                   HasSubstr("tables.leads.columns.lead id: bad name 'lead id'"),
                                   HasSubstr("tables.leads.joins.own.er: bad name 'own.er'"),
                                   HasSubstr("dimensions.מקור: bad name 'מקור'"),
                                   HasSubstr("tables.leads.entity: bad name 'a lead'")));
}

TEST_F(ValidateCatalogTest, RefusesNamesThatDifferInCaseOnly) {
  AddColumn(leads(), MakeColumn("Source"));
  EXPECT_THAT(Problems(catalog_), OnlyProblem("tables.leads.columns.source",
                                              "'source' differs from 'Source' in case only"));
}

TEST_F(ValidateCatalogTest, ChecksSources) {
  catalog_.sources["crm"].kind = "excel";
  catalog_.sources["shop"] = {.name = "shop", .kind = "files", .root = "", .timezone = "UTC"};
  EXPECT_THAT(Problems(catalog_),
              ElementsAre(AllOf(HasSubstr("sources.crm.kind: unsupported kind of source 'excel'"),
                                HasSubstr("files")),
                          HasSubstr("sources.shop.root: names no folder")));
}

TEST_F(ValidateCatalogTest, RefusesTimeZonesThatAreNotIana) {
  catalog_.calendar.timezone = "Asia/Jerusalm";
  EXPECT_THAT(Problems(catalog_),
              OnlyProblem("calendar.timezone", "unknown time zone 'Asia/Jerusalm'"));
  // Each of these is something that a zone loader may open.
  for (const std::string zone : {"", "localtime", "/etc/localtime", "../zoneinfo/UTC", "file:x"}) {
    catalog_.calendar.timezone = "UTC";
    catalog_.sources["crm"].timezone = zone;
    EXPECT_THAT(Problems(catalog_), OnlyProblem("sources.crm.timezone", "unknown time zone"));
  }
}

TEST_F(ValidateCatalogTest, ChecksTheSourceAndFilesOfATable) {
  leads().source = "cmr";
  opportunities().files = "";
  catalog_.tables["costs"].files = "../costs.csv";
  catalog_.tables["people"].files = "/etc/people.csv";
  EXPECT_THAT(
      Problems(catalog_),
      ElementsAre(HasSubstr("tables.costs.files: '../costs.csv' leads out of the source's root"),
                  "tables.leads.source: no source 'cmr'; did you mean crm?",
                  HasSubstr("tables.opportunities.files: the table names no files"),
                  HasSubstr("tables.people.files: '/etc/people.csv' leads out")));
}

TEST_F(ValidateCatalogTest, ChecksTheKey) {
  leads().key = "lead_ids";
  EXPECT_THAT(Problems(catalog_),
              OnlyProblem("tables.leads.key", "no column 'lead_ids'; did you mean lead_id?"));
  leads().key = "region";
  EXPECT_THAT(Problems(catalog_),
              OnlyProblem("tables.leads.key", "region is taken through join owner"));
}

TEST_F(ValidateCatalogTest, ChecksCurrencyAndDelimiters) {
  for (const std::string code : {"ils", "ILSX", "I1S", "₪"}) {
    opportunities().currency = code;
    EXPECT_THAT(Problems(catalog_), OnlyProblem("tables.opportunities.currency", "such as ILS"));
  }
  opportunities().currency = "";
  leads().text.delimiter = "\t";
  EXPECT_THAT(Problems(catalog_), IsEmpty());
  leads().text.delimiter = "||";
  leads().text.quote = "\n";
  EXPECT_THAT(Problems(catalog_),
              ElementsAre(HasSubstr("tables.leads.csv.delimiter: bad delimiter '||'"),
                          HasSubstr("tables.leads.csv.quote: bad quote")));
  leads().text.delimiter = leads().text.quote = "'";
  EXPECT_THAT(Problems(catalog_), OnlyProblem("tables.leads.csv.quote", "is the delimiter too"));
}

TEST_F(ValidateCatalogTest, WantsColumnsFromTheFile) {
  catalog_.tables["costs"].columns.clear();
  catalog_.dimensions["source"].paths = {};
  EXPECT_THAT(Problems(catalog_), OnlyProblem("tables.costs.columns", "takes no column"));
}

TEST_F(ValidateCatalogTest, ChecksWhatATypeAllows) {
  source_column().format = "%d/%m/%Y";
  source_column().planned = true;
  leads().columns["created_at"].format = "dd/mm/yyyy";
  leads().columns["owner_id"].values = {{"1", "Dana"}};
  EXPECT_THAT(
      Problems(catalog_),
      UnorderedElementsAre(
          "tables.leads.columns.source.format: only a date or timestamp has a format, and the "
          "type is string",
          HasSubstr("tables.leads.columns.source.planned: only a date or timestamp"),
          HasSubstr("tables.leads.columns.created_at.format: 'dd/mm/yyyy' reads nothing"),
          HasSubstr("tables.leads.columns.owner_id.values: only a string's values")));
}

TEST_F(ValidateCatalogTest, RefusesTypesThatNoColumnHas) {
  AddColumn(leads(), MakeColumn("amount", Type::kDecimal));
  leads().columns["amount"].scale = 19;
  AddColumn(leads(), MakeColumn("age", Type::kDuration));
  AddColumn(leads(), MakeColumn("nothing", Type::kNull));
  EXPECT_THAT(Problems(catalog_),
              ElementsAre(HasSubstr("tables.leads.columns.age.type: a column cannot have the type"),
                          HasSubstr("tables.leads.columns.amount.type: decimal(19) does not fit"),
                          HasSubstr("tables.leads.columns.nothing.type: ")));
}

TEST_F(ValidateCatalogTest, LetsWhatAModelMakesHaveDurations) {
  AddColumn(leads(), MakeColumn("age", Type::kDuration));
  EXPECT_THAT(Problems(catalog_), Contains(HasSubstr("tables.leads.columns.age.type")));
  leads().model = "leads";
  EXPECT_THAT(Problems(catalog_),
              ::testing::Not(Contains(HasSubstr("tables.leads.columns.age.type"))));
}

TEST_F(ValidateCatalogTest, ChecksWhereViaLeads) {
  leads().columns["region"].via = "ownr";
  opportunities().columns["region"].from = "regoin";
  EXPECT_THAT(
      Problems(catalog_),
      UnorderedElementsAre(
          "tables.leads.columns.region.via: table leads has no join 'ownr'; did you mean owner?",
          "tables.opportunities.columns.region.from: table leads has no column 'regoin'; did you "
          "mean region?"));
}

TEST_F(ValidateCatalogTest, RefusesKeysThatMeanNothingBesideVia) {
  Column& region = leads().columns["region"];
  region.format = "%d";
  region.values = {{"N", "North"}};
  region.nulls = {"-"};
  region.planned = true;
  EXPECT_THAT(Problems(catalog_), ElementsAre(HasSubstr("columns.region.format: means nothing"),
                                              HasSubstr("columns.region.values: means nothing"),
                                              HasSubstr("columns.region.nulls: means nothing"),
                                              HasSubstr("columns.region.planned: means nothing")));
}

TEST_F(ValidateCatalogTest, ReportsCirclesOfVia) {
  AddJoin(leads(), "opportunity", "opportunities", "lead_id");
  leads().columns["region"] = MakeVia("region", "opportunity", "region");
  EXPECT_THAT(
      Problems(catalog_),
      Contains("tables.leads.columns.region.via: goes in a circle and never reaches a file: "
               "leads.region -> opportunities.region -> leads.region"));
}

TEST_F(ValidateCatalogTest, RefusesViaThroughTooManyJoins) {
  constexpr int kTables = 18;
  for (int i = 0; i < kTables; ++i) {
    Table& table = AddTable(catalog_, absl::StrCat("t", i), "id");
    AddColumn(table, i == 0 ? MakeColumn("x") : MakeVia("x", "up", "x"));
    if (i > 0) AddJoin(table, "up", absl::StrCat("t", i - 1), "id");
  }
  EXPECT_THAT(Problems(catalog_),
              OnlyProblem("tables.t17.columns.x.via", "leads through more than 16 joins"));
}

TEST_F(ValidateCatalogTest, ChecksBothEndsOfAJoin) {
  AddJoin(leads(), "manager", "peple", "managr_id");
  AddJoin(leads(), "other", "people", "region");
  catalog_.tables["costs"].key = "";
  AddJoin(leads(), "cost", "costs", "owner_id");
  EXPECT_THAT(
      Problems(catalog_),
      UnorderedElementsAre(
          HasSubstr("tables.leads.joins.manager.on: table leads has no column 'managr_id'"),
          "tables.leads.joins.manager.table: no table 'peple'; did you mean people?",
          HasSubstr("tables.leads.joins.other.on: column region is taken through join owner"),
          HasSubstr("tables.leads.joins.cost.table: table costs has no key to join onto")));
}

TEST_F(ValidateCatalogTest, ComparesTheTypesOfAJoin) {
  opportunities().columns["lead_id"].type = Type::kString;
  EXPECT_THAT(Problems(catalog_),
              OnlyProblem("tables.opportunities.joins.lead.on",
                          "column lead_id is string, but the key leads.lead_id is int64"));
}

TEST_F(ValidateCatalogTest, ReportsCirclesOfJoinsAsAPath) {
  AddColumn(catalog_.tables["people"], MakeColumn("deal_id", Type::kInt64));
  AddJoin(catalog_.tables["people"], "deal", "opportunities", "deal_id");
  EXPECT_THAT(Problems(catalog_),
              OnlyProblem("tables.opportunities.joins.lead.table",
                          "joins go in a circle: leads -> people -> opportunities -> leads"));
  catalog_ = ExampleCatalog();
  AddJoin(leads(), "parent", "leads", "lead_id");
  EXPECT_THAT(Problems(catalog_), OnlyProblem("tables.leads.joins.parent.table",
                                              "joins go in a circle: leads -> leads"));
}

TEST_F(ValidateCatalogTest, WalksLongChainsOfJoins) {
  Catalog chain;
  chain.sources = catalog_.sources;
  constexpr int kTables = 2000;
  for (int i = 0; i < kTables; ++i) {
    AddJoin(AddTable(chain, absl::StrCat("t", i), "id"), "next",
            absl::StrCat("t", (i + 1) % kTables), "id");
  }
  EXPECT_THAT(Problems(chain), ElementsAre(HasSubstr("joins go in a circle: t0 -> t1 -> t2 -> ")));
}

TEST_F(ValidateCatalogTest, RefusesMoreNamesThanItCanCompare) {
  for (int i = 0; i < 2000; ++i) AddColumn(leads(), MakeColumn(absl::StrCat("c", i)));
  for (int i = 0; i < 2000; ++i) AddTable(catalog_, absl::StrCat("t", i), "id");
  EXPECT_THAT(Problems(catalog_),
              ElementsAre("tables: has 2004 names; at most 2000 are supported",
                          "tables.leads.columns: has 2005 names; at most 2000 are supported"));
}

TEST_F(ValidateCatalogTest, ChecksWhereDimensionsAre) {
  catalog_.dimensions["source"].paths = {{"leeds", "source"},
                                         {"leads", "sorce"},
                                         {"opportunities", "led.source"},
                                         {"costs", "a.b.c"},
                                         {"people", ""}};
  EXPECT_THAT(Problems(catalog_),
              ElementsAre(HasSubstr("a column is written column or join.column"),
                          "dimensions.source.leads: table leads has no column 'sorce'; did you "
                          "mean source?",
                          "dimensions.source.leeds: no table 'leeds'; did you mean leads?",
                          "dimensions.source.opportunities: table opportunities has no join "
                          "'led'; did you mean lead?",
                          HasSubstr("dimensions.source.people: the path is empty")));
}

TEST_F(ValidateCatalogTest, ChecksWhatDimensionsAreCalled) {
  catalog_.dimensions["period"] = {
      .name = "period", .paths = {{"leads", "source"}}, .labels = {{"he_IL", "תקופה"}}};
  EXPECT_THAT(Problems(catalog_),
              ElementsAre(HasSubstr("dimensions.period: results call their time bucket"),
                          HasSubstr("dimensions.period.labels.he_IL: bad language tag")));
}

TEST_F(ValidateCatalogTest, RefusesADimensionThatIsNowhere) {
  catalog_.dimensions["campaign"] = {.name = "campaign", .paths = {}, .labels = {}};
  EXPECT_THAT(Problems(catalog_),
              OnlyProblem("dimensions.campaign", "no table has a column 'campaign'"));
}

TEST_F(ValidateCatalogTest, WantsOneTypeOfADimension) {
  catalog_.tables["costs"].columns["channel"].type = Type::kInt64;
  EXPECT_THAT(Problems(catalog_), OnlyProblem("dimensions.source",
                                              "is int64 in table costs but string in table leads"));
}

TEST_F(ValidateCatalogTest, FindsEverythingAtOnce) {
  leads().source = "x";
  leads().key = "y";
  leads().currency = "z";
  catalog_.calendar.timezone = "w";
  EXPECT_EQ(ValidateCatalog(catalog_).size(), 4u);
}

}  // namespace
}  // namespace madad::core
