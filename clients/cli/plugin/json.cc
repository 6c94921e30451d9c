#include "cli/render/json.h"

#include "cli/plugin/print.h"
#include "cli/render/error_json.h"

namespace madad::cli {
namespace {

void WritePlugin(const v1::Plugin& plugin, JsonWriter* json) {
  const auto text = [json](std::string_view key, const std::string& value) {
    json->Key(key);
    json->StringOrNull(value);
  };
  json->BeginObject();
  text("id", plugin.id());
  text("version", plugin.version());
  text("abi", plugin.abi());
  text("file", plugin.file());
  text("sha256", plugin.sha256());
  json->Key("loaded");
  json->Bool(!plugin.has_error());
  if (plugin.has_error()) WriteErrorJson(plugin.error(), json);
  json->Key("metrics");
  json->Strings(plugin.metrics());
  json->Key("models");
  json->Strings(plugin.models());
  json->EndObject();
}

}  // namespace

void PrintPluginsJson(const std::vector<v1::Plugin>& plugins, const Terminal& terminal) {
  JsonWriter json(terminal.out);
  json.BeginObject();
  json.Key("plugins");
  json.BeginArray();
  for (const v1::Plugin& plugin : plugins) WritePlugin(plugin, &json);
  json.EndArray();
  json.EndObject();
}

void PrintPluginJson(const v1::Plugin& plugin, const Terminal& terminal) {
  JsonWriter json(terminal.out);
  WritePlugin(plugin, &json);
}

}  // namespace madad::cli
