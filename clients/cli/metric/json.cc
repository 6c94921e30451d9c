#include "cli/render/json.h"

#include <map>
#include <string>

#include "cli/metric/print.h"
#include "cli/names.h"

namespace madad::cli {
namespace {

void WriteText(std::string_view key, std::string_view text, JsonWriter* json) {
  json->Key(key);
  json->StringOrNull(text);
}

void WriteAvailability(const v1::Metric& metric, JsonWriter* json) {
  json->Key("available");
  json->Bool(!metric.has_unavailable());
  if (!metric.has_unavailable()) return;
  json->Key("unavailable");
  json->BeginObject();
  WriteText("reason", metric.unavailable().reason(), json);
  WriteText("message", metric.unavailable().message(), json);
  json->Key("missing_columns");
  json->Strings(metric.unavailable().missing_columns());
  json->EndObject();
}

void WriteLabels(const v1::Metric& metric, JsonWriter* json) {
  json->Key("labels");
  json->BeginObject();
  // Sorted, so that equal metrics print equally.
  for (const auto& [language, label] :
       std::map<std::string, std::string>(metric.labels().begin(), metric.labels().end())) {
    WriteText(language, label, json);
  }
  json->EndObject();
}

void WriteParameters(const v1::Metric& metric, JsonWriter* json) {
  json->Key("parameters");
  json->BeginArray();
  for (const v1::MetricParameter& parameter : metric.parameters()) {
    json->BeginObject();
    WriteText("name", parameter.name(), json);
    WriteText("type", TypeName(parameter.type()), json);
    WriteText("default", parameter.default_value(), json);
    WriteText("description", parameter.description(), json);
    json->EndObject();
  }
  json->EndArray();
}

void WriteMetric(const v1::Metric& metric, JsonWriter* json) {
  json->BeginObject();
  WriteText("id", metric.id(), json);
  WriteText("label", metric.label(), json);
  WriteText("description", metric.description(), json);
  WriteText("formula", metric.formula(), json);
  WriteText("unit", UnitName(metric.unit()), json);
  WriteText("direction", DirectionName(metric.direction()), json);
  WriteText("table", metric.table(), json);
  WriteText("time_column", metric.time_column(), json);
  WriteParameters(metric, json);
  json->Key("needs");
  json->Strings(metric.needs());
  json->Key("dimensions");
  json->Strings(metric.dimensions());
  WriteAvailability(metric, json);
  WriteText("plugin", metric.plugin(), json);
  WriteText("plugin_version", metric.plugin_version(), json);
  WriteLabels(metric, json);
  json->EndObject();
}

}  // namespace

void PrintMetricsJson(const std::vector<v1::Metric>& metrics, const Terminal& terminal) {
  JsonWriter json(terminal.out);
  json.BeginObject();
  json.Key("metrics");
  json.BeginArray();
  for (const v1::Metric& metric : metrics) WriteMetric(metric, &json);
  json.EndArray();
  json.EndObject();
}

void PrintMetricJson(const v1::Metric& metric, const Terminal& terminal) {
  JsonWriter json(terminal.out);
  WriteMetric(metric, &json);
}

}  // namespace madad::cli
