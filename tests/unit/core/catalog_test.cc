// Where columns and dimensions are.
#include "core/catalog.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/status.h"
#include "support/status_matchers.h"
#include "unit/core/catalog_example.h"

namespace madad::core {
namespace {

using ::madad::core::testing::AddColumn;
using ::madad::core::testing::AddJoin;
using ::madad::core::testing::ExampleCatalog;
using ::madad::core::testing::MakeColumn;
using ::madad::core::testing::MakeVia;
using ::madad::testing::StatusIs;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class CatalogTest : public ::testing::Test {
 protected:
  absl::StatusOr<ColumnPath> Find(const std::string& table, std::string_view path) {
    return FindColumn(catalog_, catalog_.tables[table], path);
  }
  absl::StatusOr<std::string> Dimension(const std::string& table, std::string_view dimension) {
    return DimensionPath(catalog_, catalog_.tables[table], dimension);
  }

  Catalog catalog_ = ExampleCatalog();
};

std::vector<std::string> JoinNames(const ColumnPath& path) {
  std::vector<std::string> names;
  for (const Join* join : path.joins) names.push_back(join->name);
  return names;
}

TEST_F(CatalogTest, FindsColumnsOfTheTableItself) {
  MADAD_ASSERT_OK_AND_ASSIGN(const ColumnPath path, Find("leads", "source"));
  EXPECT_THAT(path.joins, IsEmpty());
  EXPECT_EQ(path.column, &catalog_.tables["leads"].columns["source"]);
}

TEST_F(CatalogTest, FindsColumnsThroughAJoin) {
  MADAD_ASSERT_OK_AND_ASSIGN(const ColumnPath path, Find("opportunities", "lead.source"));
  EXPECT_THAT(JoinNames(path), ElementsAre("lead"));
  EXPECT_EQ(path.column, &catalog_.tables["leads"].columns["source"]);
}

TEST_F(CatalogTest, FindsColumnsThroughViaToTheFile) {
  for (const std::string path : {"region", "lead.region"}) {
    MADAD_ASSERT_OK_AND_ASSIGN(const ColumnPath found, Find("opportunities", path));
    EXPECT_THAT(JoinNames(found), ElementsAre("lead", "owner"));
    EXPECT_EQ(found.column, &catalog_.tables["people"].columns["region"]);
  }
}

TEST_F(CatalogTest, SaysWhichColumnIsMissingAndWhatIsNear) {
  const absl::Status status = Find("opportunities", "lead.sorce").status();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kNotFound,
                               "table leads has no column 'sorce'; did you mean source?"));
  EXPECT_EQ(DetailOf(status).reason, "COLUMN_UNKNOWN");
  EXPECT_EQ(DetailOf(status).metadata.at("column"), "lead.sorce");
  EXPECT_EQ(DetailOf(status).metadata.at("table"), "opportunities");
}

TEST_F(CatalogTest, RefusesPathsThatAreNone) {
  for (const std::string path : {"", ".", "lead.", ".lead_id", "a.b.c", "lead.owner.region"}) {
    EXPECT_THAT(Find("opportunities", path), StatusIs(absl::StatusCode::kNotFound, HasSubstr("")))
        << path;
  }
}

TEST_F(CatalogTest, EndsOnCatalogsThatWereNotValidated) {
  AddJoin(catalog_.tables["people"], "deal", "opportunities", "person_id");
  catalog_.tables["people"].columns["region"] = MakeVia("region", "deal", "region");
  EXPECT_THAT(Find("leads", "region"),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("more than 16 joins")));
  AddJoin(catalog_.tables["leads"], "gone", "nowhere", "lead_id");
  EXPECT_THAT(Find("leads", "gone.x"),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("leads to no table")));
}

TEST_F(CatalogTest, ViaColumnsTakeTheTypeOfTheirEnd) {
  Column& region = catalog_.tables["people"].columns["region"];
  region.type = Type::kDecimal;
  region.scale = 2;
  ResolveViaTypes(catalog_);
  for (const std::string table : {"leads", "opportunities"}) {
    const Column& column = catalog_.tables[table].columns["region"];
    EXPECT_EQ(column.type, Type::kDecimal);
    EXPECT_EQ(column.scale, 2);
  }
}

TEST_F(CatalogTest, DimensionUsesThePathThatIsWritten) {
  EXPECT_EQ(*Dimension("costs", "source"), "channel");
  catalog_.dimensions["source"].paths["opportunities"] = "lead.source";
  EXPECT_EQ(*Dimension("opportunities", "source"), "lead.source");
}

TEST_F(CatalogTest, DimensionIsTheTablesOwnColumnOfThatName) {
  EXPECT_EQ(*Dimension("leads", "source"), "source");
  // Its own column goes before what a join offers.
  EXPECT_EQ(*Dimension("opportunities", "region"), "region");
}

TEST_F(CatalogTest, DimensionIsFoundThroughTheOnlyJoinThatHasIt) {
  EXPECT_EQ(*Dimension("opportunities", "source"), "lead.source");
}

TEST_F(CatalogTest, DimensionThroughAJoinIsWhereTheJoinedTableHasIt) {
  AddColumn(catalog_.tables["leads"], MakeColumn("origin"));
  catalog_.dimensions["source"].paths["leads"] = "origin";
  EXPECT_EQ(*Dimension("opportunities", "source"), "lead.origin");
}

TEST_F(CatalogTest, UnknownDimensionNamesTheNearest) {
  const absl::Status status = Dimension("leads", "sorce").status();
  EXPECT_THAT(status,
              StatusIs(absl::StatusCode::kNotFound, "no dimension 'sorce'; did you mean source?"));
  EXPECT_EQ(DetailOf(status).reason, "DIMENSION_UNKNOWN");
}

TEST_F(CatalogTest, UndeclaredColumnIsNoDimension) {
  const absl::Status status = Dimension("leads", "owner_id").status();
  EXPECT_THAT(status,
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("lists it under `dimensions`")));
  EXPECT_EQ(DetailOf(status).reason, "DIMENSION_UNKNOWN");
}

TEST_F(CatalogTest, DimensionThatATableLacksNamesThoseItHas) {
  const absl::Status status = Dimension("costs", "region").status();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kNotFound,
                               "table costs has no dimension 'region'; it has source"));
  EXPECT_EQ(DetailOf(status).reason, "DIMENSION_NOT_ON_TABLE");
  EXPECT_EQ(DetailOf(status).metadata.at("has"), "source");
}

TEST_F(CatalogTest, AmbiguousDimensionListsBothPaths) {
  AddJoin(catalog_.tables["opportunities"], "referrer", "leads", "lead_id");
  const absl::Status status = Dimension("opportunities", "source").status();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kFailedPrecondition,
                               AllOf(HasSubstr("by lead.source and by referrer.source"),
                                     HasSubstr("{source: {opportunities: lead.source}}"))));
  EXPECT_EQ(DetailOf(status).reason, "DIMENSION_AMBIGUOUS");
  EXPECT_EQ(DetailOf(status).metadata.at("paths"), "lead.source, referrer.source");
  const std::vector<CatalogProblem> problems = ValidateCatalog(catalog_);
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_EQ(problems[0].path, "dimensions.source");
  EXPECT_EQ(problems[0].message, status.message());
  EXPECT_THAT(DimensionsOf(catalog_, catalog_.tables["opportunities"]), ElementsAre("region"));
}

TEST_F(CatalogTest, ListsTheDimensionsOfATable) {
  EXPECT_THAT(DimensionsOf(catalog_, catalog_.tables["opportunities"]),
              ElementsAre("region", "source"));
  EXPECT_THAT(DimensionsOf(catalog_, catalog_.tables["costs"]), ElementsAre("source"));
  EXPECT_THAT(DimensionsOf(catalog_, catalog_.tables["people"]), ElementsAre("region"));
}

}  // namespace
}  // namespace madad::core
