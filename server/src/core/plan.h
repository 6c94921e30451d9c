// A query taken apart into scans, and the steps from scans to figures.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "core/metric/instance.h"
#include "core/plan/range.h"
#include "core/plan/time_axis.h"
#include "core/query.h"
#include "core/result.h"
#include "core/scan.h"
#include "core/world.h"

namespace madad::core {

// Sums of amounts that become those of one currency before anything else is done with them. The
// groups of such a scan are followed by what its rates depend on: the currency, unless all amounts
// have the same, and the day, unless all are converted at the rates of one.
struct AmountConversion {
  const Rates* rates = nullptr;
  size_t scan = 0;          // that reads the rates, in the pool
  std::string currency;     // of all amounts
  std::optional<Date> day;  // whose rates are taken

  size_t extra_groups() const { return (currency.empty() ? 1U : 0U) + (day ? 0U : 1U); }
};

// A scan and where it runs.
struct PlannedScan {
  Scan scan;
  std::optional<AmountConversion> conversion;
  const Table* table = nullptr;
  const TableData* data = nullptr;
};

// Where a leaf aggregate is found: column a<column> of a scan.
struct LeafSlot {
  size_t scan = 0;  // in the pool
  size_t column = 0;
};

// One leaf of a metric, and what a period's value covers.
struct PlannedLeaf {
  LeafSlot slot;
  ExprPtr aggregate;  // typed
  Accumulation accumulation = Accumulation::kNone;
  int32_t periods = 0;  // kRolling: how many, the current one included
};

// A count that adds a warning.
struct PlannedWarning {
  ExprPtr count;  // typed, over leaves
  std::string reason;
  std::string message;
};

// The first and the last currency of the rows that a leaf of money is made of.
struct CurrencyLeaf {
  size_t scan = 0;  // in the pool
  size_t low = 0;   // columns of the scan
  size_t high = 0;
};

// From leaves to one metric's column. Expressions are typed, over `#i`; those
// that the metric does not have are null.
struct MetricStep {
  std::string name;  // the column's
  const PreparedMetric* metric = nullptr;
  std::vector<PlannedLeaf> leaves;
  ExprPtr value;
  ExprPtr numerator;
  ExprPtr denominator;
  ExprPtr immature;
  std::array<ExprPtr, 4> lift;
  bool proportion = false;
  bool open_cohorts = false;
  std::vector<PlannedWarning> warnings;
  std::string currency;                  // as the catalog has it
  std::vector<CurrencyLeaf> currencies;  // where rows say it themselves
};

// The metrics over one range and grouping.
struct PlanPart {
  // Dimension and period columns, without values; the groups of every scan
  // are these, in this order.
  std::vector<ResultColumn> keys;
  std::vector<MetricStep> metrics;
  std::vector<size_t> scans;  // in the pool, in order of first use
  TimeAxis axis;
  CivilRange range;
  // The newest instant that counts as known; for balances.
  std::optional<Timestamp> as_of;
  // When the data is from, whatever as_of the query sets; for what is known as of now only.
  std::optional<Timestamp> known;
};

// The target of every metric, by dimensions and period.
struct TargetPart {
  std::vector<ResultColumn> keys;
  size_t scan = 0;
  std::vector<size_t> columns;  // of each metric
};

struct Plan {
  PlanPart rows;
  std::optional<PlanPart> before;  // what `rows` is compared with
  std::optional<PlanPart> whole;   // without dimensions, for shares
  std::optional<PlanPart> total;
  std::optional<PlanPart> total_before;
  std::optional<TargetPart> targets;
  Comparison comparison = Comparison::kNone;
  bool interval = false;
  std::vector<OrderBy> order;
  int64_t limit = 0;
  // By dimension of `rows.keys`: values in the order in which they are shown.
  std::vector<std::vector<std::string>> value_order;
  std::optional<Timestamp> as_of;
  std::vector<size_t> scans;  // of all parts, once each, in the pool's order
};

class ScanPool;

// Returns the plan of `query`, whose scans are added to `pool`. Metrics, parts
// and queries over one table, time and grouping share one scan.
// Lifetime: points into `world`.
// Errors: what resolving metrics, parameters, dimensions, filter, zone, range
// and sort columns says; FAILED_PRECONDITION for a metric that is not
// available; INVALID_ARGUMENT for what contradicts itself.
absl::StatusOr<Plan> MakePlan(const Query& query, const World& world, ScanPool& pool);

}  // namespace madad::core
