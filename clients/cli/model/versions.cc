#include "cli/model/versions.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/model/state.h"
#include "cli/names.h"
#include "cli/render/error_json.h"
#include "cli/render/json.h"
#include "cli/render/number.h"
#include "cli/render/timestamp.h"

namespace madad::cli {
namespace {

std::string StateWord(v1::ModelVersionState state) {
  switch (state) {
    case v1::MODEL_VERSION_STATE_SERVING:
      return "serving";
    case v1::MODEL_VERSION_STATE_KEPT_BACK:
      return "kept back";
    case v1::MODEL_VERSION_STATE_SUPERSEDED:
      return "superseded";
    default:
      return "unknown";
  }
}

std::string ValueText(const google::protobuf::Value& value) {
  switch (value.kind_case()) {
    case google::protobuf::Value::kNumberValue:
      return ShortestDouble(value.number_value());
    case google::protobuf::Value::kStringValue:
      return value.string_value();
    case google::protobuf::Value::kBoolValue:
      return value.bool_value() ? "true" : "false";
    default:
      return "";
  }
}

// `auc 0.78, leads 1200`: what is no single value is left to JSON.
std::string ReportText(const google::protobuf::Struct& report) {
  std::vector<std::string> figures;
  for (const auto& [name, value] : report.fields()) {
    const std::string text = ValueText(value);
    if (!text.empty()) figures.push_back(absl::StrCat(name, " ", text));
  }
  std::sort(figures.begin(), figures.end());
  return absl::StrJoin(figures, ", ");
}

std::string WhenText(const v1::ModelVersion& version) {
  google::protobuf::Timestamp second = version.trained_at();
  second.set_nanos(0);
  return TimestampText(second);
}

std::string VersionLine(const v1::ModelVersion& version) {
  std::string line =
      absl::StrCat(version.number(), "  ", StateWord(version.state()), "  ", WhenText(version));
  const std::string report = ReportText(version.report());
  if (!report.empty()) absl::StrAppend(&line, "  ", report);
  if (!version.reason().empty()) absl::StrAppend(&line, "  (", version.reason(), ")");
  if (version.has_damage()) absl::StrAppend(&line, "\n  ", version.damage().message());
  return line;
}

void WriteVersion(const v1::ModelVersion& version, JsonWriter* json) {
  json->BeginObject();
  json->Key("number");
  json->Int(version.number());
  json->Key("state");
  json->String(StateWord(version.state()));
  json->Key("report");
  json->Raw(JsonText(version.report()));
  json->Key("reason");
  json->StringOrNull(version.reason());
  json->Key("replaces");
  json->Bool(version.replaces());
  json->Key("trained_at");
  json->String(TimestampText(version.trained_at()));
  json->Key("snapshot");
  json->StringOrNull(version.snapshot());
  json->Key("plugin_version");
  json->StringOrNull(version.plugin_version());
  json->Key("parameters");
  json->Raw(JsonText(version.parameters()));
  json->Key("digest");
  json->String(version.digest());
  json->Key("size_bytes");
  json->Int(version.size_bytes());
  if (version.has_damage()) WriteErrorJson(version.damage(), json);
  json->EndObject();
}

}  // namespace

std::string ServingLines(const v1::ModelInstance& instance) {
  if (!instance.has_serving()) return "none";
  const v1::ModelVersion& version = instance.serving();
  std::string text = absl::StrCat("version ", version.number(), ", trained ", WhenText(version),
                                  " by ", version.plugin_version());
  if (instance.pinned()) absl::StrAppend(&text, ", pinned: later ones are kept back");
  const std::string report = ReportText(version.report());
  return report.empty() ? text : absl::StrCat(text, "\n", report);
}

std::string VersionLines(const v1::ListVersionsResponse& versions) {
  std::vector<std::string> lines;
  for (const v1::ModelVersion& version : versions.versions()) lines.push_back(VersionLine(version));
  return absl::StrJoin(lines, "\n");
}

std::string RequestLines(const v1::ModelInstance& instance) {
  std::vector<std::string> columns;
  for (const v1::ModelColumn& column : instance.request_columns()) {
    columns.push_back(absl::StrCat(column.name(), " (", std::string(TypeName(column.type())),
                                   column.optional() ? ", optional" : "", ")"));
  }
  return absl::StrJoin(columns, ", ");
}

void WriteServingJson(const v1::ModelInstance& instance, JsonWriter* json) {
  json->Key("serving");
  if (instance.has_serving()) {
    WriteVersion(instance.serving(), json);
  } else {
    json->Null();
  }
  json->Key("pinned");
  json->Bool(instance.pinned());
  json->Key("training");
  json->StringOrNull(instance.training());
  json->Key("request_columns");
  json->BeginArray();
  for (const v1::ModelColumn& column : instance.request_columns()) {
    json->BeginObject();
    json->Key("name");
    json->String(column.name());
    json->Key("type");
    json->String(TypeName(column.type()));
    json->Key("optional");
    json->Bool(column.optional());
    json->EndObject();
  }
  json->EndArray();
}

void WriteVersionsJson(const v1::ListVersionsResponse& versions, JsonWriter* json) {
  json->Key("versions");
  json->BeginArray();
  for (const v1::ModelVersion& version : versions.versions()) WriteVersion(version, json);
  json->EndArray();
}

}  // namespace madad::cli
