// What models read, planned over a catalog.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/expr/parser.h"
#include "core/model/inputs.h"
#include "support/status_matchers.h"
#include "unit/core/catalog_example.h"

namespace madad::core {
namespace {

using madad::testing::IsOk;
using madad::testing::StatusIs;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class ModelInputsTest : public ::testing::Test {
 protected:
  ModelInputsTest() {
    catalog_ = testing::ExampleCatalog();
    ResolveViaTypes(catalog_);
    input_.name = "in";
    input_.table = "leads";
  }

  absl::StatusOr<PlannedRows> Plan() const { return PlanInput(catalog_, input_, std::nullopt); }
  absl::StatusOr<PlannedRows> Plan(std::vector<ModelInputColumn> columns) {
    input_.columns = std::move(columns);
    return Plan();
  }

  // `column type` of each.
  static std::vector<std::string> Types(const PlannedRows& rows) {
    std::vector<std::string> types;
    for (const RowScan::Column& column : rows.scan.columns) {
      types.push_back(column.name + " " + std::string(TypeName(column.type)));
    }
    return types;
  }

  Catalog catalog_;
  ModelInput input_;
};

TEST_F(ModelInputsTest, ReadsColumnsExpressionsAndDimensionsThroughJoins) {
  const auto rows = Plan({{.name = "id", .value = "lead_id"},
                          {.name = "late", .value = "created_at > '2024-01-01'"},
                          {.name = "where", .dimension = "region"}});
  ASSERT_THAT(rows, IsOk());
  EXPECT_THAT(Types(*rows), ElementsAre("id int64", "late bool", "where string"));
  EXPECT_THAT(rows->tables, ElementsAre(ElementsAre("leads", "people")));
  EXPECT_EQ(rows->scan.parts[0].relations[1].on, "owner_id");
}

TEST_F(ModelInputsTest, LeavesOutWhatIsOptionalAndNotThere) {
  const auto rows = Plan(
      {{.name = "id", .value = "lead_id"}, {.name = "score", .value = "score", .optional = true}});
  ASSERT_THAT(rows, IsOk());
  EXPECT_THAT(Types(*rows), ElementsAre("id int64"));
}

TEST_F(ModelInputsTest, NamesWhatIsNotThere) {
  EXPECT_THAT(Plan({{.name = "id", .value = "lead_ids"}}),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       AllOf(HasSubstr("input 'in', column 'id': "),
                             HasSubstr("table leads has no column 'lead_ids'"))));
  input_.columns = {};
  input_.table = "leeds";
  EXPECT_THAT(Plan(), StatusIs(absl::StatusCode::kFailedPrecondition,
                               HasSubstr("no table 'leeds'; did you mean leads")));
}

TEST_F(ModelInputsTest, GivesTheTypeThatIsAskedForOrSaysNo) {
  const auto rows = Plan({{.name = "id", .value = "lead_id", .type = Type::kDouble}});
  ASSERT_THAT(rows, IsOk());
  EXPECT_THAT(Types(*rows), ElementsAre("id double"));
  EXPECT_THAT(
      Plan({{.name = "id", .value = "lead_id", .type = Type::kString}}),
      StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("it is int64, expected string")));
}

TEST_F(ModelInputsTest, AFilterSeesDimensionsFirst) {
  input_.filter = "region = 'north'";
  EXPECT_THAT(Plan({{.name = "id", .value = "lead_id"}}), IsOk());
  input_.filter = "region";
  EXPECT_THAT(Plan(), StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("no condition")));
}

TEST_F(ModelInputsTest, OrdersByWhatItReads) {
  input_.order = {"at", "id"};
  const auto rows =
      Plan({{.name = "id", .value = "lead_id"}, {.name = "at", .value = "created_at"}});
  ASSERT_THAT(rows, IsOk());
  EXPECT_EQ(rows->scan.order[0].column, 1u);
  EXPECT_EQ(rows->scan.order[1].column, 0u);
  input_.order = {"when"};
  EXPECT_THAT(Plan(), StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("'when'")));
}

class StageLogTest : public ModelInputsTest {
 protected:
  StageLogTest() {
    Table& leads = catalog_.tables["leads"];
    leads.entity = "lead";
    testing::AddColumn(leads, testing::MakeColumn("won_on", Type::kDate));
    catalog_.stages["lead"] = {{"lead", "created_at"}, {"won", "won_on"}};
    input_.stage_log = "lead";
    input_.columns = {{.name = "entity", .value = "entity_id"},
                      {.name = "stage", .value = "stage"},
                      {.name = "at", .value = "entered_at"},
                      {.name = "sequence", .value = "sequence", .optional = true},
                      {.name = "source", .dimension = "source"}};
  }
};

TEST_F(StageLogTest, IsTheEntitysTableOnceForEachStage) {
  const auto rows = Plan();
  ASSERT_THAT(rows, IsOk());
  // A date and a timestamp are read as timestamps; nothing numbers the entries.
  EXPECT_THAT(Types(*rows),
              ElementsAre("entity int64", "stage string", "at timestamp", "source string"));
  ASSERT_EQ(rows->scan.parts.size(), 2u);
  EXPECT_EQ(ToText(*rows->scan.parts[1].columns[1]), "'won'");
  EXPECT_EQ(ToText(*rows->scan.parts[1].filters[0]), "won_on IS NOT NULL");
}

TEST_F(StageLogTest, TellsWhoIsLostWhereAColumnDoes) {
  Table& leads = catalog_.tables["leads"];
  testing::AddColumn(leads, testing::MakeColumn("closed_at", Type::kTimestamp));
  testing::AddColumn(leads, testing::MakeColumn("outcome"));
  const auto by_outcome = Plan();
  ASSERT_THAT(by_outcome, IsOk());
  ASSERT_EQ(by_outcome->scan.parts.size(), 3u);
  EXPECT_EQ(ToText(*by_outcome->scan.parts[2].columns[1]), "'lost'");
  EXPECT_EQ(ToText(*by_outcome->scan.parts[2].columns[2]), "closed_at");
  EXPECT_EQ(ToText(*by_outcome->scan.parts[2].filters[0]),
            "closed_at IS NOT NULL AND outcome = 'lost'");
  testing::AddColumn(leads, testing::MakeColumn("lost_at", Type::kTimestamp));
  const auto by_time = Plan();
  ASSERT_THAT(by_time, IsOk());
  ASSERT_EQ(by_time->scan.parts.size(), 3u);
  EXPECT_EQ(ToText(*by_time->scan.parts[2].filters[0]), "lost_at IS NOT NULL");
}

TEST_F(StageLogTest, StageThatIsListedAsLostIsTheOnlyOne) {
  Table& leads = catalog_.tables["leads"];
  testing::AddColumn(leads, testing::MakeColumn("lost_at", Type::kTimestamp));
  catalog_.stages["lead"] = {{"lead", "created_at"}, {"lost", "lost_at"}};
  const auto rows = Plan();
  ASSERT_THAT(rows, IsOk());
  EXPECT_EQ(rows->scan.parts.size(), 2u);
}

TEST_F(StageLogTest, ColumnThatNothingHasIsOfTheSalesModelsType) {
  const auto rows = Plan({{.name = "amount", .value = "amount"},
                          {.name = "probability", .value = "probability"},
                          {.name = "sequence", .value = "sequence"}});
  ASSERT_THAT(rows, IsOk());
  EXPECT_THAT(Types(*rows), ElementsAre("amount decimal", "probability double", "sequence int64"));
  EXPECT_EQ(rows->scan.columns[0].scale, 2);
}

TEST_F(StageLogTest, IsTheEventTableWhereThereIsOne) {
  Table& events = testing::AddTable(catalog_, "lead_stage_events", "event_id");
  testing::AddColumn(events, testing::MakeColumn("entity_id", Type::kInt64));
  testing::AddColumn(events, testing::MakeColumn("stage"));
  testing::AddColumn(events, testing::MakeColumn("entered_at", Type::kTimestamp));
  testing::AddColumn(events, testing::MakeColumn("sequence", Type::kInt64));
  testing::AddJoin(events, "lead", "leads", "entity_id");
  const auto rows = Plan();
  ASSERT_THAT(rows, IsOk());
  EXPECT_THAT(Types(*rows), ElementsAre("entity int64", "stage string", "at timestamp",
                                        "sequence int64", "source string"));
  EXPECT_THAT(rows->tables, ElementsAre(ElementsAre("lead_stage_events", "leads")));
}

TEST_F(StageLogTest, SaysWhatIsMissing) {
  catalog_.stages.clear();
  catalog_.tables["leads"].entity = "person";
  EXPECT_THAT(Plan(), StatusIs(absl::StatusCode::kFailedPrecondition,
                               HasSubstr("map a table lead_stage_events")));
}

}  // namespace
}  // namespace madad::core
