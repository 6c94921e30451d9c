// Everything a query is answered from, as one immutable whole.
#pragma once

#include <memory>
#include <utility>

#include "core/catalog.h"
#include "core/metric_set.h"
#include "core/snapshot.h"

namespace madad::core {

// A catalog, the metrics prepared for it and a snapshot of its data. A query
// holds one world from beginning to end.
class World {
 public:
  World(Catalog catalog, std::vector<MetricDefinition> definitions,
        std::shared_ptr<const Snapshot> snapshot)
      : catalog_(std::move(catalog)),
        metrics_(std::move(definitions), catalog_),
        snapshot_(std::move(snapshot)) {}
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  const Catalog& catalog() const { return catalog_; }
  const MetricSet& metrics() const { return metrics_; }
  const Snapshot& snapshot() const { return *snapshot_; }

  // Returns OK when `metric` can be computed now; else why not: what its own
  // status says, or what kept one of its tables from being loaded.
  absl::Status Availability(const PreparedMetric& metric) const;

 private:
  Catalog catalog_;
  MetricSet metrics_;
  std::shared_ptr<const Snapshot> snapshot_;
};

}  // namespace madad::core
