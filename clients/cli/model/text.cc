#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/model/print.h"
#include "cli/model/state.h"
#include "cli/model/versions.h"
#include "cli/names.h"
#include "cli/render/fields.h"
#include "cli/render/moment.h"
#include "cli/render/number.h"
#include "cli/render/timestamp.h"

#include "madad/client/status.h"

namespace madad::cli {
namespace {

using google::protobuf::Struct;
using google::protobuf::Value;

// Returns the text of a member, "" when it is not there or no text.
std::string TextAt(const Struct& object, const std::string& name) {
  const auto found = object.fields().find(name);
  return found == object.fields().end() ? "" : found->second.string_value();
}

std::string DefaultOf(const Struct& property) {
  const auto found = property.fields().find("default");
  return found == property.fields().end() ? "" : JsonText(found->second);
}

// A line a parameter: `window (string) = "": description`.
std::string ParameterLines(const Struct& schema) {
  std::vector<std::string> lines;
  const auto properties = schema.fields().find("properties");
  if (properties == schema.fields().end()) return "";
  for (const auto& [name, value] : properties->second.struct_value().fields()) {
    const Struct& property = value.struct_value();
    std::string line = name;
    const std::string type = TextAt(property, "type");
    if (!type.empty()) absl::StrAppend(&line, " (", type, ")");
    const std::string fallback = DefaultOf(property);
    if (!fallback.empty()) absl::StrAppend(&line, " = ", fallback);
    const std::string description = TextAt(property, "description");
    if (!description.empty()) absl::StrAppend(&line, ": ", description);
    lines.push_back(std::move(line));
  }
  std::sort(lines.begin(), lines.end());
  return absl::StrJoin(lines, "\n");
}

std::string TableLines(const v1::ModelTable& table) {
  std::string text =
      absl::StrCat(table.name(), ": ", GroupThousands(absl::StrCat(table.row_count())), " rows");
  if (!table.key().empty()) absl::StrAppend(&text, ", key ", table.key());
  for (const v1::ModelColumn& column : table.columns()) {
    absl::StrAppend(&text, "\n  ", column.name(), " (", std::string(TypeName(column.type())), ")");
    if (!column.description().empty()) absl::StrAppend(&text, ": ", column.description());
  }
  return text;
}

std::string RefreshText(const v1::ModelInstance& instance) {
  if (instance.manual()) return "only on request";
  if (!instance.has_refresh()) return "when its data changes";
  const auto micros = static_cast<int64_t>(SecondsOf(instance.refresh()) * 1e6);
  return absl::StrCat("when its data changes, once in ", DurationText(micros), " at most");
}

std::string RanText(const v1::ModelInstance& instance) {
  if (!instance.has_ran_at()) return "";
  const auto micros = static_cast<int64_t>(SecondsOf(instance.elapsed()) * 1e6);
  return absl::StrCat(TimestampText(instance.ran_at()), ", took ", DurationText(micros));
}

std::string WhyWithReason(const v1::ModelInstance& instance) {
  const std::string why = WhyNot(instance);
  if (why.empty()) return "";
  const client::Error error = client::FromStatus(
      instance.has_unavailable() ? instance.unavailable() : instance.last_error());
  return error.reason.empty() ? why : absl::StrCat(why, " (", error.reason, ")");
}

void PrintInstance(const v1::ModelInstance& instance, const v1::ListVersionsResponse& versions,
                   const Terminal& terminal) {
  PrintField("instance", instance.name(), terminal);
  PrintField("model", instance.model(), terminal);
  PrintField("state", StateText(instance), terminal);
  PrintField("why", WhyWithReason(instance), terminal);
  PrintField("runs", RefreshText(instance), terminal);
  PrintField("ran at", RanText(instance), terminal);
  PrintField("snapshot", instance.snapshot(), terminal);
  PrintField("parameters", JsonText(instance.parameters()), terminal);
  if (instance.trained()) {
    PrintField("serving", ServingLines(instance), terminal);
    PrintField("training", instance.training(), terminal);
    PrintField("versions", VersionLines(versions), terminal);
  }
  PrintField("scores", RequestLines(instance), terminal);
  std::vector<std::string> tables;
  for (const v1::ModelTable& table : instance.tables()) tables.push_back(TableLines(table));
  PrintField("tables", absl::StrJoin(tables, "\n"), terminal);
}

void PrintModel(const v1::Model& model, const Terminal& terminal) {
  PrintField("model", model.id(), terminal);
  PrintField("label", model.label(), terminal);
  PrintField("plugin", absl::StrCat(model.plugin(), " ", model.plugin_version()), terminal);
  PrintField("description", model.description(), terminal);
  PrintField("parameters", ParameterLines(model.parameter_schema()), terminal);
  std::vector<std::string> instances;
  for (const v1::ModelInstance& instance : model.instances()) {
    instances.push_back(absl::StrCat(instance.name(), ": ", StateText(instance)));
  }
  PrintField("instances", absl::StrJoin(instances, "\n"), terminal);
}

}  // namespace

void PrintModelText(const v1::GetModelResponse& found, const v1::ListVersionsResponse& versions,
                    const Terminal& terminal) {
  if (found.has_instance()) {
    PrintInstance(found.instance(), versions, terminal);
  } else {
    PrintModel(found.model(), terminal);
  }
}

}  // namespace madad::cli
