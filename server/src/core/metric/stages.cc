#include "core/metric/stages.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/expr/rewrite.h"
#include "core/names.h"
#include "core/status.h"
#include "core/text.h"

namespace madad::core {
namespace {

struct ModelStage {
  const char* id;
  const char* column;
};

// The columns of `leads` in the sales model.
constexpr std::array<ModelStage, 5> kLeadStages = {{{"lead", "created_at"},
                                                    {"mql", "mql_at"},
                                                    {"sql", "sql_at"},
                                                    {"opportunity", "opportunity_at"},
                                                    {"won", "won_at"}}};

absl::Status Unknown(const Table& table, const std::vector<Stage>& stages, std::string_view id) {
  std::vector<std::string> ids;
  for (const Stage& stage : stages) ids.push_back(stage.id);
  return Error(absl::StatusCode::kFailedPrecondition,
               Cat("table ", table.name, " has no stage ", Quoted(id), Instead(id, ids),
                   "; stages are written under stages: in the catalog"),
               {"STAGE_UNKNOWN", {{"table", table.name}, {"stage", std::string(id)}}, ""});
}

}  // namespace

std::vector<Stage> StagesOf(const Catalog& catalog, const Table& table) {
  const auto written = catalog.stages.find(table.entity);
  if (!table.entity.empty() && written != catalog.stages.end()) return written->second;
  std::vector<Stage> stages;
  if (table.name != "leads") return stages;
  for (const ModelStage& stage : kLeadStages) {
    if (table.columns.contains(stage.column)) stages.push_back({stage.id, stage.column});
  }
  return stages;
}

absl::StatusOr<ExprPtr> StageTime(const Catalog& catalog, const Table& table, std::string_view id,
                                  StagePolicy policy) {
  const std::vector<Stage> stages = StagesOf(catalog, table);
  const auto found = std::find_if(stages.begin(), stages.end(),
                                  [&](const Stage& stage) { return stage.id == id; });
  if (found == stages.end()) return Unknown(table, stages, id);
  ExprPtr own = MakeColumn(found->at);
  std::vector<ExprPtr> later;
  for (auto it = found + 1; it != stages.end(); ++it) later.push_back(MakeColumn(it->at));
  if (policy == StagePolicy::kStrict || later.empty()) return own;
  ExprPtr earliest = later.size() == 1 ? later.front() : MakeCall("least", std::move(later));
  return MakeCall("coalesce", {std::move(own), std::move(earliest)});
}

std::string ModelColumn(std::string_view stage) {
  for (const ModelStage& known : kLeadStages) {
    if (stage == known.id) return known.column;
  }
  return "";
}

}  // namespace madad::core
