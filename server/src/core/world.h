// Everything a query is answered from, as one immutable whole.
#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "core/catalog.h"
#include "core/metric_set.h"
#include "core/snapshot.h"

namespace madad::core {

// What is known before any data is loaded: a catalog, and the metrics prepared
// for it.
class Definitions {
 public:
  // The catalog's own metrics are added to `metrics`.
  Definitions(Catalog catalog, std::vector<MetricDefinition> metrics,
              std::vector<DimensionDefinition> dimensions = {});
  Definitions(const Definitions&) = delete;
  Definitions& operator=(const Definitions&) = delete;

  const Catalog& catalog() const { return catalog_; }
  const MetricSet& metrics() const { return metrics_; }

 private:
  Catalog catalog_;
  MetricSet metrics_;
};

// Definitions and a snapshot of the data. A query holds one world from
// beginning to end; a new snapshot makes a new world over the same definitions.
class World {
 public:
  World(std::shared_ptr<const Definitions> definitions, std::shared_ptr<const Snapshot> snapshot)
      : definitions_(std::move(definitions)), snapshot_(std::move(snapshot)) {}
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  const Catalog& catalog() const { return definitions_->catalog(); }
  const MetricSet& metrics() const { return definitions_->metrics(); }
  const Snapshot& snapshot() const { return *snapshot_; }
  const std::shared_ptr<const Definitions>& definitions() const { return definitions_; }

  // Returns OK when `metric` can be computed now; else why not: what its own
  // status says, or what kept one of its tables from being loaded.
  absl::Status Availability(const PreparedMetric& metric) const;

 private:
  std::shared_ptr<const Definitions> definitions_;
  std::shared_ptr<const Snapshot> snapshot_;
};

// Returns why `table` has no data: it has not been loaded, or the model that
// makes it has not run (FAILED_PRECONDITION: TABLE_UNAVAILABLE, MODEL_NOT_RUN).
absl::Status NotThere(const Catalog& catalog, const std::string& table);

// Returns that rows of `a` and `b`, whose data is in different engines, cannot
// meet (FAILED_PRECONDITION: JOIN_ACROSS_SOURCES, with the remedy).
absl::Status NotTogether(const Catalog& catalog, const std::string& a, const std::string& b);

}  // namespace madad::core
