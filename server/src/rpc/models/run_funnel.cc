#include "rpc/models/run_funnel.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/names.h"
#include "core/status.h"
#include "core/text.h"
#include "rpc/convert.h"
#include "rpc/limits.h"
#include "rpc/models/convert_model.h"
#include "rpc/models/funnel_parameters.h"
#include "rpc/models/funnel_tables.h"
#include "rpc/models/json.h"
#include "rpc/models/limits.h"
#include "rpc/models/run_model.h"

namespace madad::rpc {
namespace {

using Outcome = core::ModelControl::Outcome;

// Not returned unless asked for by name: a row an attempt, and the warnings.
constexpr char kEntities[] = "entities";
constexpr char kNotes[] = "notes";

// Returns the catalog's funnel `name`.
absl::StatusOr<core::ModelState> FindFunnel(const std::string& name,
                                            const core::ModelControl& models) {
  std::vector<std::string> funnels;
  for (core::ModelState& instance : models.instances()) {
    const bool is_funnel = instance.use.model == kFunnelModel;
    if (instance.use.name == name && is_funnel) return std::move(instance);
    if (is_funnel) funnels.push_back(instance.use.name);
    if (instance.use.name != name) continue;
    return core::Error(
        absl::StatusCode::kInvalidArgument,
        core::Cat("'", name, "' is an instance of ", instance.use.model,
                  ", which is no funnel; funnels are of ", kFunnelModel),
        {"NOT_A_FUNNEL", {{"funnel", name}, {"model", instance.use.model}}, "funnel"});
  }
  return core::Error(
      absl::StatusCode::kNotFound,
      core::Cat("the catalog has no funnel '", name, "'", core::Instead(name, funnels),
                "; funnels are written under models:, and a request without a name describes one"),
      {"FUNNEL_UNKNOWN", {{"funnel", name}}, "funnel"});
}

absl::StatusOr<std::vector<std::string>> TablesOf(const v1::FunnelRequest& request,
                                                  const Outcome& made) {
  std::vector<std::string> tables;
  for (const std::string& table : made.table_names) {
    if (table != kNotes) tables.push_back(table);
  }
  for (const std::string& table : request.tables()) {
    if (std::find(tables.begin(), tables.end(), table) != tables.end()) continue;
    return core::Error(
        absl::StatusCode::kInvalidArgument,
        core::Cat("a funnel has no table '", table, "'", core::Instead(table, tables)),
        {"TABLE_UNKNOWN", {{"table", table}}, "tables"});
  }
  if (!request.tables().empty())
    return std::vector(request.tables().begin(), request.tables().end());
  std::erase(tables, kEntities);
  return tables;
}

// From what it was computed, and what to beware of.
absl::Status AddOrigin(const Outcome& made, const Backend& backend, const core::CallContext& call,
                       v1::FunnelResponse& response) {
  core::Result head{.snapshot_id = made.world->snapshot().id};
  if (!made.table_names.empty()) {
    head.as_of = made.world->snapshot().tables.at(made.table_names.front()).newest_event;
  }
  MADAD_ASSIGN_OR_RETURN(head.warnings, FunnelNotes(*made.world, call));
  for (const core::ModelDefinition& model : backend.models->models()) {
    if (model.id == kFunnelModel) head.plugin_versions[model.plugin] = model.plugin_version;
  }
  v1::QueryResponse converted;
  ToHead(head, converted);
  response.mutable_snapshot()->Swap(converted.mutable_snapshot());
  response.mutable_warnings()->Swap(converted.mutable_warnings());
  response.mutable_plugin_versions()->swap(*converted.mutable_plugin_versions());
  *response.mutable_parameters() = ToStruct(made.parameters);
  return absl::OkStatus();
}

}  // namespace

absl::Status RunFunnel(const v1::FunnelRequest& request, const Backend& backend,
                       const core::CallContext& call, v1::FunnelResponse& response) {
  MADAD_RETURN_IF_ERROR(call.Check());
  MADAD_RETURN_IF_ERROR(CheckLimits(request));
  if (backend.models == nullptr) return NoModels();
  std::optional<core::ModelState> named;
  if (!request.funnel().empty()) {
    MADAD_ASSIGN_OR_RETURN(named, FindFunnel(request.funnel(), *backend.models));
  }
  MADAD_ASSIGN_OR_RETURN(const FunnelPlan plan,
                         PlanFunnel(request, named ? &*named : nullptr, *backend.world()));
  MADAD_ASSIGN_OR_RETURN(
      const Outcome made,
      backend.models->RunOnce(kFunnelModel, plan.parameters, kMaxAdHocRows, BoundedRun(call),
                              [](double, std::string_view) {}));
  MADAD_ASSIGN_OR_RETURN(const std::vector<std::string> tables, TablesOf(request, made));
  MADAD_RETURN_IF_ERROR(AddOrigin(made, backend, call, response));
  *response.mutable_range() = plan.range;
  for (const std::string& table : tables) {
    MADAD_ASSIGN_OR_RETURN(const std::vector<core::ResultColumn> columns,
                           FunnelTable(table, plan, *made.world, call));
    *response.add_tables() = ToTableRows(table, columns, {0, columns.front().size()});
    if (response.ByteSizeLong() > kMaxMessage) return FunnelTooLarge(response.ByteSizeLong());
  }
  return absl::OkStatus();
}

}  // namespace madad::rpc
