#include "core/conversion_window.h"

namespace madad::core {

void AddConversionWindow(std::optional<Duration> window, MetricDefinition& metric) {
  metric.window = kConversionWindow;
  metric.cohort = true;
  metric.parameters.push_back(
      {.name = kConversionWindow,
       .type = Type::kDuration,
       .default_value = window.has_value() ? Value(*window) : Value(),
       .description = "How long after its entry an outcome may come; none: without limit."});
}

}  // namespace madad::core
