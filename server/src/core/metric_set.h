// The metrics of a server, checked against its catalog.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

#include "core/catalog.h"
#include "core/expr/ast.h"
#include "core/leaves.h"
#include "core/metric.h"

namespace madad::core {

// A metric with its expressions parsed. Immutable once made.
struct PreparedMetric {
  MetricDefinition definition;
  // Not OK: it cannot be computed with this catalog, and why (reasons
  // METRIC_TABLE_MISSING, METRIC_COLUMNS_MISSING, METRIC_INVALID).
  absl::Status status;
  // Columns it needs and those of them that the catalog does not map, as
  // `table.column`.
  std::vector<std::string> needs;
  std::vector<std::string> missing;
  // Dimensions it can be grouped and filtered by.
  std::vector<std::string> dimensions;

  // The rest is set when `status` is OK.
  const Table* table = nullptr;  // in the catalog that it was prepared for
  ExprPtr at;                    // untyped column
  Leaves leaves;                 // untyped aggregates
  ExprPtr finish;                // untyped expression over leaf names
  std::vector<ExprPtr> checks;   // leaf names, one for each definition.checks
};

// Returns `definition` prepared for `catalog`; never fails as a whole: what is
// wrong is in the result's `status`.
// Lifetime: the catalog outlives the result.
PreparedMetric PrepareMetric(MetricDefinition definition, const Catalog& catalog);

// Metrics by id.
class MetricSet {
 public:
  // Lifetime: the catalog outlives the set.
  MetricSet(std::vector<MetricDefinition> definitions, const Catalog& catalog);

  // Returns the metric with this full id, or with this bare name when only one
  // plugin has it.
  // Errors: NOT_FOUND (METRIC_UNKNOWN, with the nearest ids), INVALID_ARGUMENT
  // (METRIC_AMBIGUOUS, listing the ids).
  absl::StatusOr<const PreparedMetric*> Find(std::string_view id) const;

  // In order of id.
  const std::map<std::string, PreparedMetric, std::less<>>& metrics() const { return metrics_; }

 private:
  std::map<std::string, PreparedMetric, std::less<>> metrics_;
};

}  // namespace madad::core
