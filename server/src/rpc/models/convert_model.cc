#include "rpc/models/convert_model.h"

#include <algorithm>
#include <string>

#include "core/labels.h"
#include "rpc/convert_types.h"
#include "rpc/models/json.h"
#include "rpc/status.h"

namespace madad::rpc {
namespace {

void AddColumns(const core::Table& table, const core::ModelOutput& output, v1::ModelTable& out) {
  for (const std::string& name : core::ShownColumns(table)) {
    const core::Column& column = table.columns.at(name);
    v1::ModelColumn& added = *out.add_columns();
    added.set_name(name);
    added.set_type(ToType(column.type));
    added.set_scale(column.type == core::Type::kDecimal ? column.scale : 0);
    for (const core::ModelOutputColumn& made : output.columns) {
      if (made.name == name) added.set_description(made.description);
    }
  }
}

v1::ModelTable ToTable(const std::string& name, const core::ModelOutput& output,
                       const core::World& world) {
  v1::ModelTable out;
  out.set_name(name);
  out.set_output(output.name);
  out.set_entity(output.entity);
  out.set_key(output.key);
  const auto table = world.catalog().tables.find(name);
  if (table != world.catalog().tables.end()) AddColumns(table->second, output, out);
  const auto data = world.snapshot().tables.find(name);
  if (data != world.snapshot().tables.end()) out.set_row_count(data->second.rows);
  return out;
}

v1::ModelFreshness ToFreshness(core::ModelFreshness freshness) {
  switch (freshness) {
    case core::ModelFreshness::kNeverRun:
      return v1::MODEL_FRESHNESS_NEVER_RUN;
    case core::ModelFreshness::kFresh:
      return v1::MODEL_FRESHNESS_FRESH;
    case core::ModelFreshness::kStale:
      return v1::MODEL_FRESHNESS_STALE;
  }
  return v1::MODEL_FRESHNESS_UNSPECIFIED;
}

// How the catalog has it run.
void ToUse(const core::ModelUse& use, v1::ModelInstance& out) {
  out.set_name(use.name);
  out.set_model(use.model);
  out.set_manual(use.refresh == core::ModelRefresh::kManual);
  if (use.refresh_micros > 0) {
    *out.mutable_refresh() = ToDuration(absl::Microseconds(use.refresh_micros));
  }
  *out.mutable_timeout() = ToDuration(absl::Microseconds(use.timeout_micros));
  out.set_max_rows(use.max_rows);
}

v1::ModelVersionState ToState(core::ArtifactState state) {
  switch (state) {
    case core::ArtifactState::kServing:
      return v1::MODEL_VERSION_STATE_SERVING;
    case core::ArtifactState::kKeptBack:
      return v1::MODEL_VERSION_STATE_KEPT_BACK;
    case core::ArtifactState::kSuperseded:
      return v1::MODEL_VERSION_STATE_SUPERSEDED;
  }
  return v1::MODEL_VERSION_STATE_UNSPECIFIED;
}

// What it has learned, and what it scores.
void ToLearned(const core::ModelState& instance, v1::ModelInstance& out) {
  out.set_trained(instance.use.shape.trained);
  if (instance.serving != nullptr) *out.mutable_serving() = ToVersion(*instance.serving);
  out.set_pinned(instance.pinned);
  out.set_training(instance.training);
  for (const core::RequestColumn& column : instance.request_columns) {
    v1::ModelColumn& added = *out.add_request_columns();
    added.set_name(column.column.name);
    added.set_type(ToType(column.column.type));
    added.set_scale(column.column.scale);
    added.set_optional(column.optional);
  }
}

// What became of its runs.
void ToRuns(const core::ModelState& instance, v1::ModelInstance& out) {
  out.set_freshness(ToFreshness(instance.freshness));
  out.set_row_count(instance.rows);
  out.set_snapshot(instance.snapshot);
  if (instance.ran_at != absl::InfinitePast()) {
    *out.mutable_ran_at() = ToTimestamp(instance.ran_at);
    *out.mutable_elapsed() = ToDuration(instance.elapsed);
  }
  if (!instance.last_status.ok()) *out.mutable_last_error() = ToRpcStatus(instance.last_status);
  if (instance.progress) *out.mutable_progress() = ToProgress(*instance.progress, instance.step);
}

}  // namespace

v1::Model ToModel(const core::ModelDefinition& model, std::string_view language) {
  v1::Model out;
  out.set_id(model.id);
  out.set_plugin(model.plugin);
  out.set_plugin_version(model.plugin_version);
  const std::string label = core::LabelIn(model.labels, language);
  out.set_label(label.empty() ? model.id : label);
  out.set_description(model.description);
  *out.mutable_parameter_schema() = ToStruct(model.parameters);
  out.mutable_labels()->insert(model.labels.begin(), model.labels.end());
  return out;
}

v1::ModelInstance ToInstance(const core::ModelState& instance, const core::World& world) {
  v1::ModelInstance out;
  ToUse(instance.use, out);
  *out.mutable_parameters() =
      ToStruct(instance.parameters.empty() ? instance.use.parameters : instance.parameters);
  const auto& outputs = instance.use.shape.outputs;
  for (size_t i = 0; i < instance.tables.size(); ++i) {
    const core::ModelOutput output = i < outputs.size() ? outputs[i] : core::ModelOutput();
    *out.add_tables() = ToTable(instance.tables[i], output, world);
  }
  if (!instance.availability.ok()) {
    *out.mutable_unavailable() = ToRpcStatus(instance.availability);
  }
  ToRuns(instance, out);
  ToLearned(instance, out);
  return out;
}

v1::ModelVersion ToVersion(const core::ArtifactVersion& version) {
  v1::ModelVersion out;
  out.set_number(version.number);
  out.set_state(ToState(version.state));
  *out.mutable_report() = ToStruct(version.report);
  out.set_reason(version.reason);
  out.set_replaces(version.replaces);
  *out.mutable_trained_at() = ToTimestamp(version.trained_at);
  out.set_snapshot(version.snapshot);
  out.set_plugin_version(version.plugin_version);
  *out.mutable_parameters() = ToStruct(version.parameters);
  out.set_digest(version.digest);
  out.set_size_bytes(version.size);
  if (!version.status.ok()) *out.mutable_damage() = ToRpcStatus(version.status);
  return out;
}

v1::ModelProgress ToProgress(double fraction, std::string_view step) {
  v1::ModelProgress out;
  out.set_fraction(std::clamp(fraction, 0.0, 1.0));
  out.set_step(std::string(step));
  return out;
}

v1::TableRows ToTableRows(std::string_view table, const std::vector<core::ResultColumn>& columns,
                          RowRange rows) {
  v1::TableRows out;
  out.set_table(std::string(table));
  for (const core::ResultColumn& column : columns) ToColumn(column, rows, *out.add_columns());
  out.set_row_count(static_cast<int64_t>(rows.end - rows.begin));
  return out;
}

}  // namespace madad::rpc
