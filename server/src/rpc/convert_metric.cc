#include "core/labels.h"
#include "core/status.h"
#include "rpc/convert.h"
#include "rpc/convert_types.h"

namespace madad::rpc {
namespace {

// The value as a query would write it.
std::string AsWritten(const core::Value& value) {
  if (std::holds_alternative<std::monostate>(value)) return {};
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  return core::ToText(value);
}

void ToParameter(const core::MetricParameter& parameter, v1::MetricParameter& out) {
  out.set_name(parameter.name);
  out.set_type(ToType(parameter.type));
  out.set_default_value(AsWritten(parameter.default_value));
  out.set_description(parameter.description);
}

void ToUnavailability(const absl::Status& status, const core::PreparedMetric& metric,
                      v1::Unavailability& out) {
  out.set_reason(core::DetailOf(status).reason);
  out.set_message(std::string(status.message()));
  for (const std::string& column : metric.missing) out.add_missing_columns(column);
}

}  // namespace

v1::Metric ToMetric(const core::PreparedMetric& metric, const core::World& world,
                    std::string_view language) {
  const core::MetricDefinition& definition = metric.definition;
  v1::Metric out;
  out.set_id(definition.id);
  const std::string shown = core::LabelIn(definition.labels, language);
  out.set_label(shown.empty() ? definition.id : shown);
  out.set_description(definition.description);
  out.set_formula(core::Formula(definition));
  out.set_unit(ToUnit(definition.unit));
  out.set_direction(ToDirection(definition.direction));
  out.set_table(definition.from);
  out.set_time_column(definition.at);
  for (const std::string& need : metric.needs) out.add_needs(need);
  for (const std::string& dimension : metric.dimensions) out.add_dimensions(dimension);
  out.set_plugin(definition.plugin);
  out.set_plugin_version(definition.plugin_version);
  for (const auto& [language_tag, label] : definition.labels) {
    (*out.mutable_labels())[language_tag] = label;
  }
  for (const core::MetricParameter& parameter : definition.parameters) {
    ToParameter(parameter, *out.add_parameters());
  }
  if (const absl::Status status = world.Availability(metric); !status.ok()) {
    ToUnavailability(status, metric, *out.mutable_unavailable());
  }
  return out;
}

}  // namespace madad::rpc
