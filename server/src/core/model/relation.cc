#include "core/model/relation.h"

#include <optional>
#include <utility>

#include "core/expr/rewrite.h"
#include "core/metric/stages.h"
#include "core/model/tables.h"
#include "core/names.h"
#include "core/status.h"
#include "core/text.h"

namespace madad::core {
namespace {

// Columns that a stage log may lack.
constexpr const char* kOptional[] = {"sequence", "amount", "probability"};
// What the sales model calls the stage of those that are lost.
constexpr char kLostStage[] = "lost";

absl::Status TableMissing(const Catalog& catalog, const std::string& name) {
  return Error(absl::StatusCode::kFailedPrecondition,
               Cat("the catalog has no table ", Quoted(name), Instead(name, KeysOf(catalog.tables)),
                   "; add it under tables:"),
               {"MODEL_TABLE_MISSING", {{"table", name}}, ""});
}

// The one table of sources whose rows are `entity`, by a key; null: none.
const Table* TableOf(const Catalog& catalog, const std::string& entity) {
  for (const auto& [name, table] : catalog.tables) {
    if (table.entity == entity && !table.key.empty() && table.model.empty()) return &table;
  }
  return nullptr;
}

InputRelation EventTable(const Table& table) {
  InputRelation events{.table = &table};
  for (const char* name : kOptional) {
    if (!table.columns.contains(name)) events.names[name] = MakeLiteral(Value());
  }
  return events;
}

ExprPtr IsKnown(const std::string& column) {
  auto known = std::make_shared<Expr>();
  known->kind = ExprKind::kIsNull;
  known->negated = true;
  known->args = {MakeColumn(column)};
  return known;
}

// The rows of `table` that entered `stage`, as entries of a log.
InputRelation EntriesOf(const Table& table, const Stage& stage) {
  InputRelation entries{.table = &table};
  entries.names["entity_id"] = MakeColumn(table.key);
  entries.names["stage"] = MakeLiteral(stage.id);
  entries.names["entered_at"] = MakeColumn(stage.at);
  for (const char* name : kOptional) {
    if (!table.columns.contains(name)) entries.names[name] = MakeLiteral(Value());
  }
  entries.condition = IsKnown(stage.at);
  return entries;
}

// The rows that were lost, which no list of stages names, as entries of a log:
// by `lost_at`, else `closed_at` where the outcome says so. None when nothing
// tells, or the stages have `lost` among them.
std::optional<InputRelation> LostEntriesOf(const Table& table, const std::vector<Stage>& stages) {
  for (const Stage& stage : stages) {
    if (stage.id == kLostStage) return std::nullopt;
  }
  if (table.columns.contains("lost_at")) return EntriesOf(table, {kLostStage, "lost_at"});
  const auto outcome = table.columns.find("outcome");
  if (outcome == table.columns.end() || outcome->second.type != Type::kString ||
      !table.columns.contains("closed_at")) {
    return std::nullopt;
  }
  InputRelation entries = EntriesOf(table, {kLostStage, "closed_at"});
  entries.condition = MakeBinary(
      BinaryOp::kAnd, std::move(entries.condition),
      MakeBinary(BinaryOp::kEqual, MakeColumn("outcome"), MakeLiteral(std::string(kLostStage))));
  return entries;
}

absl::StatusOr<std::vector<InputRelation>> StageLog(const Catalog& catalog,
                                                    const std::string& entity) {
  const auto events = catalog.tables.find(Cat(entity, "_stage_events"));
  if (events != catalog.tables.end()) return std::vector{EventTable(events->second)};
  const Table* table = TableOf(catalog, entity);
  const std::vector<Stage> stages =
      table == nullptr ? std::vector<Stage>() : StagesOf(catalog, *table);
  if (stages.empty()) {
    return Error(
        absl::StatusCode::kFailedPrecondition,
        Cat("nothing tells when a ", entity, " entered its stages; map a table ", entity,
            "_stage_events, or list the stages of its own table under stages: ", entity, ":"),
        {"STAGES_MISSING", {{"entity", entity}}, ""});
  }
  std::vector<InputRelation> relations;
  for (const Stage& stage : stages) relations.push_back(EntriesOf(*table, stage));
  if (std::optional<InputRelation> lost = LostEntriesOf(*table, stages)) {
    relations.push_back(*std::move(lost));
  }
  return relations;
}

}  // namespace

Type StageLogType(std::string_view column) {
  if (column == "sequence") return Type::kInt64;
  if (column == "amount") return Type::kDecimal;
  return column == "probability" ? Type::kDouble : Type::kNull;
}

absl::StatusOr<std::vector<InputRelation>> RelationsOf(const Catalog& catalog,
                                                       const ModelInput& input) {
  if (!input.stage_log.empty()) return StageLog(catalog, input.stage_log);
  const auto table = catalog.tables.find(TableOfModel(input.table, catalog));
  if (table == catalog.tables.end()) return TableMissing(catalog, input.table);
  return std::vector<InputRelation>{{.table = &table->second}};
}

}  // namespace madad::core
