// What a plugin declares, read from the JSON of its describe().
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

#include "core/metric.h"
#include "core/model.h"
#include "registry/parameter_schema.h"

namespace madad::registry {

// The longest description that is read.
inline constexpr size_t kMaxDescriptionBytes = size_t{4} << 20;

struct DescribedModel {
  core::ModelDefinition definition;
  ParameterSchema parameters;
};

struct Description {
  std::string id;
  std::string version;
  std::vector<core::MetricDefinition> metrics;
  std::vector<core::DimensionDefinition> dimensions;
  std::vector<DescribedModel> models;
};

// Returns the description in `json`, whose format sdk/doc/describe.md gives. Its ids have the right
// form and are unique, every field is one this server knows, and no required one is missing; the
// expressions are not parsed here.
// Errors: INVALID_ARGUMENT, naming the metric, dimension or model and the field.
absl::StatusOr<Description> ParseDescription(std::string_view json);

}  // namespace madad::registry
