// A query taken apart into scans, and the steps from scans to figures.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "core/query.h"
#include "core/result.h"
#include "core/scan.h"
#include "core/world.h"

namespace madad::core {

// A scan and where it runs.
struct PlannedScan {
  Scan scan;
  const Table* table = nullptr;
  const TableData* data = nullptr;
};

// Where a leaf aggregate is found: column a<column> of a scan.
struct LeafSlot {
  size_t scan = 0;
  size_t column = 0;
};

// From leaves to one metric's column.
struct MetricStep {
  const PreparedMetric* metric = nullptr;
  ExprPtr finish;                // typed, over `#i`
  std::vector<LeafSlot> leaves;  // of `#i`
  std::vector<ExprPtr> checks;   // typed; one for each of the definition's
};

struct Plan {
  std::vector<PlannedScan> scans;
  std::vector<MetricStep> metrics;
  // The result's dimension and period columns, without values; the groups of
  // every scan are these, in this order.
  std::vector<ResultColumn> keys;
  std::vector<OrderBy> order;
  int64_t limit = 0;
  std::optional<Timestamp> from;
  std::optional<Timestamp> to;
};

// Returns the plan of `query`. Metrics over one table and time column share
// one scan.
// Lifetime: points into `world`.
// Errors: what resolving metrics, dimensions, filter, zone and sort columns
// says; FAILED_PRECONDITION for a metric that is not available; INVALID_ARGUMENT
// for a range that ends before it begins and for repeated names.
absl::StatusOr<Plan> MakePlan(const Query& query, const World& world);

}  // namespace madad::core
