// One part of a plan: the metrics over one range and grouping.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "core/plan.h"
#include "core/plan/as_of.h"
#include "core/plan/scan_pool.h"

namespace madad::core {

// A metric of a query.
struct AskedMetric {
  std::string name;  // of its column
  const PreparedMetric* metric = nullptr;
  MetricInstance instance;
};

// Builds parts that differ in range and grouping only.
class PartBuilder {
 public:
  // Lifetime: everything outlives the builder.
  PartBuilder(const std::vector<AskedMetric>& metrics, const ExprPtr& filter, const AsOf& as_of,
              ScanPool& pool)
      : metrics_(metrics), filter_(filter), as_of_(as_of), pool_(pool) {}

  // Returns the part by `dimensions` and the periods of `axis`.
  // Errors: INVALID_ARGUMENT (ROLLING_NEEDS_GRAIN when the trailing time is no
  // whole number of periods), and what dimensions and filter say.
  absl::StatusOr<PlanPart> Build(const std::vector<std::string>& dimensions, const TimeAxis& axis,
                                 const CivilRange& range);

 private:
  absl::StatusOr<MetricStep> BuildStep(const AskedMetric& asked, PlanPart& part);
  // Adds which currencies a leaf of money is made of, where a column of the table says it.
  absl::Status AddCurrency(const MetricLeaf& leaf, const Table& table, Type type, size_t scan,
                           MetricStep& step);
  absl::StatusOr<size_t> ScanFor(const AskedMetric& asked, const MetricBase& base, bool converts,
                                 PlanPart& part);
  // The day whose rates the amounts of `base` are converted at; nothing: each at its own day's.
  // Errors: FAILED_PRECONDITION (AS_OF_UNKNOWN).
  absl::StatusOr<std::optional<Date>> RatesOf(const AskedMetric& asked, const MetricBase& base,
                                              const TimeAxis& axis) const;

  const std::vector<AskedMetric>& metrics_;
  const ExprPtr& filter_;
  const AsOf& as_of_;
  ScanPool& pool_;
  const std::vector<std::string>* dimensions_ = nullptr;
};

// Returns the part that reads the targets of `metrics` by `dimensions` for the
// periods of `axis`, or for `range` when that is one period itself.
// Errors: FAILED_PRECONDITION (TARGETS_MISSING, with what to add to the
// catalog), INVALID_ARGUMENT (TARGETS_NEED_PERIOD).
absl::StatusOr<TargetPart> BuildTargets(const std::vector<AskedMetric>& metrics,
                                        const std::vector<std::string>& dimensions,
                                        const TimeAxis& axis, const CivilRange& range,
                                        const World& world, ScanPool& pool);

}  // namespace madad::core
