#include "cli/render/json.h"

#include <map>
#include <string>

#include "cli/model/print.h"
#include "cli/model/state.h"
#include "cli/model/versions.h"
#include "cli/names.h"
#include "cli/render/error_json.h"
#include "cli/render/timestamp.h"

namespace madad::cli {
namespace {

void WriteText(std::string_view key, const std::string& value, JsonWriter* json) {
  json->Key(key);
  json->StringOrNull(value);
}

void WriteColumns(const v1::ModelTable& table, JsonWriter* json) {
  json->Key("columns");
  json->BeginArray();
  for (const v1::ModelColumn& column : table.columns()) {
    json->BeginObject();
    WriteText("name", column.name(), json);
    WriteText("type", std::string(TypeName(column.type())), json);
    WriteText("description", column.description(), json);
    json->EndObject();
  }
  json->EndArray();
}

void WriteTables(const v1::ModelInstance& instance, JsonWriter* json) {
  json->Key("tables");
  json->BeginArray();
  for (const v1::ModelTable& table : instance.tables()) {
    json->BeginObject();
    WriteText("name", table.name(), json);
    WriteText("output", table.output(), json);
    WriteText("entity", table.entity(), json);
    WriteText("key", table.key(), json);
    json->Key("rows");
    json->Int(table.row_count());
    WriteColumns(table, json);
    json->EndObject();
  }
  json->EndArray();
}

// Of the last run.
void WriteRun(const v1::ModelInstance& instance, JsonWriter* json) {
  json->Key("rows");
  json->Int(instance.row_count());
  WriteText("snapshot", instance.snapshot(), json);
  WriteText("ran_at", instance.has_ran_at() ? TimestampText(instance.ran_at()) : "", json);
  json->Key("elapsed_seconds");
  if (instance.has_elapsed()) {
    json->Double(SecondsOf(instance.elapsed()));
  } else {
    json->Null();
  }
  if (!instance.has_progress()) return;
  json->Key("progress");
  json->Double(instance.progress().fraction());
  WriteText("step", instance.progress().step(), json);
}

// `versions` null: they are left out.
void WriteInstance(const v1::ModelInstance& instance, const v1::ListVersionsResponse* versions,
                   JsonWriter* json) {
  json->BeginObject();
  WriteText("name", instance.name(), json);
  WriteText("model", instance.model(), json);
  WriteText("state", std::string(StateWord(instance)), json);
  if (instance.has_unavailable()) {
    WriteErrorJson(instance.unavailable(), json);
  } else if (instance.has_last_error()) {
    WriteErrorJson(instance.last_error(), json);
  }
  json->Key("parameters");
  json->Raw(JsonText(instance.parameters()));
  json->Key("manual");
  json->Bool(instance.manual());
  json->Key("timeout_seconds");
  json->Double(SecondsOf(instance.timeout()));
  json->Key("max_rows");
  json->Int(instance.max_rows());
  WriteRun(instance, json);
  WriteTables(instance, json);
  if (instance.trained()) WriteServingJson(instance, json);
  if (versions != nullptr && instance.trained()) WriteVersionsJson(*versions, json);
  json->EndObject();
}

void WriteModel(const v1::Model& model, JsonWriter* json) {
  json->BeginObject();
  WriteText("id", model.id(), json);
  WriteText("plugin", model.plugin(), json);
  WriteText("plugin_version", model.plugin_version(), json);
  WriteText("label", model.label(), json);
  WriteText("description", model.description(), json);
  json->Key("parameters");
  json->Raw(JsonText(model.parameter_schema()));
  json->Key("instances");
  json->BeginArray();
  for (const v1::ModelInstance& instance : model.instances())
    WriteInstance(instance, nullptr, json);
  json->EndArray();
  json->EndObject();
}

}  // namespace

void PrintModelsJson(const std::vector<v1::Model>& models, const Terminal& terminal) {
  JsonWriter json(terminal.out);
  json.BeginObject();
  json.Key("models");
  json.BeginArray();
  for (const v1::Model& model : models) WriteModel(model, &json);
  json.EndArray();
  json.EndObject();
}

void PrintModelJson(const v1::GetModelResponse& found, const v1::ListVersionsResponse& versions,
                    const Terminal& terminal) {
  JsonWriter json(terminal.out);
  if (found.has_instance()) {
    WriteInstance(found.instance(), &versions, &json);
  } else {
    WriteModel(found.model(), &json);
  }
}

}  // namespace madad::cli
