// The parameter that bounds a conversion.
#pragma once

#include <optional>

#include "core/metric.h"

namespace madad::core {

// What queries set it by: `acme.rate(window=30d)`.
inline constexpr char kConversionWindow[] = "window";

// Gives `metric`, a conversion, its duration parameter `window`, which is
// `window` unless a query says otherwise; nothing: without limit. Outcomes may
// come later than the period of their entry, so it is a cohort metric too.
void AddConversionWindow(std::optional<Duration> window, MetricDefinition& metric);

}  // namespace madad::core
