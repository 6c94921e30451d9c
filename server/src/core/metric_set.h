// The metrics of a server, checked against its catalog.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

#include "core/catalog.h"
#include "core/metric.h"
#include "core/metric/parts.h"

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
  // What a query may set: its own parameters, those of the metrics it is
  // derived from, and the stage policy where it asks for stages.
  std::vector<MetricParameter> parameters;

  // The rest is set when `status` is OK.
  const Catalog* catalog = nullptr;
  const Table* table = nullptr;  // in the catalog; null for derived metrics
  MetricParts parts;
  std::map<std::string, const PreparedMetric*> components;  // of a derived metric, by full id
  std::set<std::string> tables;                             // that it reads, joined ones too
};

// Metrics by id.
class MetricSet {
 public:
  // Never fails as a whole: what is wrong with a metric is in its `status`.
  // Lifetime: the catalog outlives the set.
  MetricSet(std::vector<MetricDefinition> definitions, const Catalog& catalog);
  MetricSet(const MetricSet&) = delete;
  MetricSet& operator=(const MetricSet&) = delete;

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

// The parameter that says what counts as having reached a stage.
inline constexpr char kPolicyParameter[] = "policy";

}  // namespace madad::core
