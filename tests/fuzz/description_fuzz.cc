// Descriptions: any text gives metrics and dimensions in the right form or says
// why not.
#include "core/status.h"
#include "core/utf8.h"
#include "fuzz/fuzz.h"
#include "registry/description.h"
#include "registry/errors.h"
#include "registry/names.h"

namespace {

using madad::fuzz::Require;

void RequireSound(const madad::core::MetricDefinition& metric, const std::string& plugin) {
  Require(metric.id.starts_with(plugin + "."), "a foreign prefix: " + metric.id);
  Require(metric.labels.contains("en"), "no label: " + metric.id);
  Require(metric.unit != madad::core::Unit::kUnspecified, "no unit: " + metric.id);
  for (const madad::core::MetricParameter& parameter : metric.parameters) {
    const madad::core::Type type = madad::core::TypeOf(parameter.default_value);
    Require(type == madad::core::Type::kNull || type == parameter.type,
            "a default of another type: " + parameter.name);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::StatusOr<madad::registry::Description> description =
      madad::registry::ParseDescription(madad::fuzz::View(data, size));
  if (description.ok()) {
    for (const auto& metric : description->metrics) RequireSound(metric, description->id);
    for (const auto& dimension : description->dimensions) {
      Require(!dimension.paths.empty(), "a dimension nowhere: " + dimension.name);
    }
    return 0;
  }
  const std::string message(description.status().message());
  Require(madad::core::FindInvalidUtf8(message) == std::string::npos, "no UTF-8: " + message);
  Require(
      madad::core::DetailOf(description.status()).reason == madad::registry::kDescriptionInvalid,
      "another reason: " + message);
  return 0;
}
