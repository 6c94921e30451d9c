#include "rpc/models/funnel_log.h"

#include "core/metric/stages.h"
#include "core/model/relation.h"
#include "core/status.h"

namespace madad::rpc {
namespace {

void AddStages(const std::vector<core::Stage>& stages, FunnelLog& log) {
  if (!log.stages.empty()) return;
  for (const core::Stage& stage : stages) log.stages.push_back(stage.id);
}

}  // namespace

absl::StatusOr<FunnelLog> LogOf(const std::string& entity, const core::Catalog& catalog) {
  FunnelLog log;
  const core::ModelInput input{.name = "events", .stage_log = entity};
  MADAD_ASSIGN_OR_RETURN(const std::vector<core::InputRelation> relations,
                         core::RelationsOf(catalog, input));
  for (const core::InputRelation& relation : relations) {
    log.tables.insert(relation.table->name);
    if (log.currency.empty()) log.currency = relation.table->currency;
  }
  const auto written = catalog.stages.find(entity);
  if (written != catalog.stages.end()) AddStages(written->second, log);
  // An event log has no stages of its own; the entity's table may.
  for (const auto& [name, table] : catalog.tables) {
    if (table.entity != entity || !table.model.empty() || table.key.empty()) continue;
    AddStages(core::StagesOf(catalog, table), log);
    if (log.currency.empty()) log.currency = table.currency;
  }
  return log;
}

}  // namespace madad::rpc
