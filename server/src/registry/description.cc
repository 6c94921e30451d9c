#include "registry/description.h"

#include <set>
#include <utility>

#include "absl/strings/str_cat.h"

#include "registry/description_parts.h"
#include "registry/errors.h"
#include "registry/json_fields.h"
#include "registry/names.h"
#include "registry/read_word.h"

namespace madad::registry {
namespace {

using core::DimensionDefinition;
using core::MetricDefinition;
using nlohmann::json;

constexpr int64_t kDescribeVersion = 1;
constexpr size_t kMaxMetrics = 10'000;
constexpr size_t kMaxDimensions = 1000;
constexpr size_t kMaxModels = 1000;

// Returns what `object` is called in messages: its `key`, else its place.
std::string Where(const char* what, const json& object, const char* key, size_t index) {
  const auto id = object.is_object() ? object.find(key) : object.end();
  if (id == object.end() || !id->is_string()) return absl::StrCat(what, " ", index + 1);
  return absl::StrCat(what, " '", Printable(id->get_ref<const std::string&>()), "'");
}

// `what` is "metric" or "model".
absl::Status CheckId(const char* what, const std::string& plugin, const std::string& id) {
  const std::string prefix = absl::StrCat(plugin, ".");
  if (id.starts_with(prefix) && IsPluginId(std::string_view(id).substr(prefix.size()))) {
    return absl::OkStatus();
  }
  return LoadError(absl::StatusCode::kInvalidArgument, kDescriptionInvalid,
                   absl::StrCat(what, " '", Printable(id), "' should be named '", prefix,
                                "<name>', the name being ", kPluginIdForm));
}

absl::Status ReadMetrics(const json& metrics, Description& description) {
  std::set<std::string> ids;
  for (size_t i = 0; i < metrics.size(); ++i) {
    MADAD_ASSIGN_OR_RETURN(MetricDefinition metric,
                           ReadMetric(metrics[i], Where("metric", metrics[i], "id", i)));
    MADAD_RETURN_IF_ERROR(CheckId("metric", description.id, metric.id));
    if (!ids.insert(metric.id).second) {
      return LoadError(absl::StatusCode::kInvalidArgument, kDescriptionInvalid,
                       absl::StrCat("metric '", metric.id, "' is declared twice"));
    }
    metric.plugin = description.id;
    metric.plugin_version = description.version;
    description.metrics.push_back(std::move(metric));
  }
  return absl::OkStatus();
}

absl::Status ReadDimensions(const json& dimensions, Description& description) {
  std::set<std::string> names;
  for (size_t i = 0; i < dimensions.size(); ++i) {
    const std::string where = Where("dimension", dimensions[i], "name", i);
    MADAD_ASSIGN_OR_RETURN(DimensionDefinition dimension, ReadDimension(dimensions[i], where));
    if (!names.insert(dimension.name).second) {
      return LoadError(absl::StatusCode::kInvalidArgument, kDescriptionInvalid,
                       absl::StrCat(where, " is declared twice"));
    }
    dimension.plugin = description.id;
    description.dimensions.push_back(std::move(dimension));
  }
  return absl::OkStatus();
}

absl::Status ReadModels(const json& models, Description& description) {
  std::set<std::string> ids;
  for (size_t i = 0; i < models.size(); ++i) {
    MADAD_ASSIGN_OR_RETURN(DescribedModel model,
                           ReadModel(models[i], Where("model", models[i], "id", i)));
    MADAD_RETURN_IF_ERROR(CheckId("model", description.id, model.definition.id));
    if (!ids.insert(model.definition.id).second) {
      return LoadError(absl::StatusCode::kInvalidArgument, kDescriptionInvalid,
                       absl::StrCat("model '", model.definition.id, "' is declared twice"));
    }
    model.definition.plugin = description.id;
    model.definition.plugin_version = description.version;
    description.models.push_back(std::move(model));
  }
  return absl::OkStatus();
}

// Says what to do when the format is another one, before its fields make no sense.
void CheckFormat(JsonFields& fields) {
  const int64_t version = fields.Integer("describe_version");
  if (version == kDescribeVersion) return;
  fields.Fail(absl::StrCat("is in format ", version, ", this server reads ", kDescribeVersion));
}

absl::StatusOr<Description> Parse(std::string_view text) {
  MADAD_ASSIGN_OR_RETURN(const json object, ParseStrictJson(text));
  JsonFields fields(object, "the plugin");
  Description description;
  CheckFormat(fields);
  description.id = fields.Text("id", kMaxWord);
  description.version = fields.Text("version", kMaxWord);
  const json& metrics = fields.Array("metrics", kMaxMetrics);
  const json& dimensions = fields.OptionalArray("dimensions", kMaxDimensions);
  const json& models = fields.OptionalArray("models", kMaxModels);
  MADAD_RETURN_IF_ERROR(fields.Finish());
  MADAD_RETURN_IF_ERROR(ReadMetrics(metrics, description));
  MADAD_RETURN_IF_ERROR(ReadDimensions(dimensions, description));
  MADAD_RETURN_IF_ERROR(ReadModels(models, description));
  return description;
}

}  // namespace

absl::StatusOr<Description> ParseDescription(std::string_view text) {
  if (text.size() > kMaxDescriptionBytes) {
    return LoadError(absl::StatusCode::kInvalidArgument, kDescriptionInvalid,
                     absl::StrCat("describe() returned ", text.size(), " bytes, at most ",
                                  kMaxDescriptionBytes, " are read"));
  }
  absl::StatusOr<Description> description = Parse(text);
  if (description.ok()) return description;
  return core::Annotate(description.status(), "describe(): ");
}

}  // namespace madad::registry
