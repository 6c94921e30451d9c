// Parameters of metrics: `lead_to_customer_rate(window=30d)`.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

#include "core/metric.h"

namespace madad::core {

// A metric as a query names it.
struct MetricReference {
  std::string id;
  std::map<std::string, std::string> parameters;  // as written
};

// Returns `text` (`id` or `id(name=value, ...)`; a value may stand in single
// quotes) taken apart.
// Errors: INVALID_ARGUMENT (METRIC_REFERENCE_INVALID).
absl::StatusOr<MetricReference> ParseMetricReference(std::string_view text);

// Values by parameter's name; null for one without a value.
using ParameterValues = std::map<std::string, Value>;

// Returns the defaults of `parameters` with those that `written` sets.
// Errors: INVALID_ARGUMENT (PARAMETER_UNKNOWN with the nearest names,
// PARAMETER_INVALID with the form expected).
absl::StatusOr<ParameterValues> BindParameters(const std::vector<MetricParameter>& parameters,
                                               const std::map<std::string, std::string>& written);

}  // namespace madad::core
