// Definitions checked against a catalog.
#pragma once

#include "core/catalog.h"
#include "core/metric_set.h"

namespace madad::core {

// Returns `definition` prepared for `catalog`; never fails as a whole: what is
// wrong is in the result's `status`. A derived metric still needs
// `PrepareDerived`.
// Lifetime: the catalog outlives the result.
PreparedMetric PrepareMetric(MetricDefinition definition, const Catalog& catalog);

// Completes a derived metric from the metrics of its formula, which are looked
// up in `metrics` and are prepared already where they are not derived too.
// Errors (also put into `metric.status`): NOT_FOUND (METRIC_UNKNOWN),
// INVALID_ARGUMENT (METRIC_INVALID for a circle), and what is wrong with one of
// the metrics.
absl::Status PrepareDerived(PreparedMetric& metric,
                            std::map<std::string, PreparedMetric, std::less<>>& metrics);

}  // namespace madad::core
