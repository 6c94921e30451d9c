#include "cli/answer/origin.h"

#include <map>

#include "cli/answer/coverage.h"
#include "cli/render/escape.h"
#include "cli/render/json.h"
#include "cli/render/style.h"

namespace madad::cli {

void PrintWarnings(const Warnings& warnings, bool color, std::ostream& out) {
  for (const v1::Warning& warning : warnings) {
    out << Yellow("warning:", color) << ' ' << EscapeLines(warning.message());
    if (!warning.subject().empty()) out << " [" << EscapeLine(warning.subject()) << ']';
    if (!warning.reason().empty()) out << " (" << EscapeLine(warning.reason()) << ')';
    out << '\n';
  }
}

void WriteRangeJson(const v1::TimeRange& range, JsonWriter* json) {
  json->Key("range");
  json->BeginObject();
  json->Key("from");
  json->StringOrNull(range.from());
  json->Key("to");
  json->StringOrNull(range.to());
  json->EndObject();
}

void WriteSnapshotJson(const v1::SnapshotInfo& snapshot, JsonWriter* json) {
  json->Key("as_of");
  json->StringOrNull(AsOfText(snapshot));
  json->Key("snapshot");
  json->StringOrNull(snapshot.id());
}

void WriteWarningsJson(const Warnings& warnings, JsonWriter* json) {
  json->Key("warnings");
  json->BeginArray();
  for (const v1::Warning& warning : warnings) {
    json->BeginObject();
    json->Key("reason");
    json->String(warning.reason());
    json->Key("message");
    json->String(warning.message());
    json->Key("subject");
    json->StringOrNull(warning.subject());
    json->EndObject();
  }
  json->EndArray();
}

void WritePluginVersionsJson(const PluginVersions& versions, JsonWriter* json) {
  if (versions.empty()) return;
  json->Key("plugin_versions");
  json->BeginObject();
  // Sorted, so that equal answers print equally.
  for (const auto& [plugin, version] :
       std::map<std::string, std::string>(versions.begin(), versions.end())) {
    json->Key(plugin);
    json->String(version);
  }
  json->EndObject();
}

}  // namespace madad::cli
