// A metric as one query asks for it: its leaf aggregates, and how they become
// its figures.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

#include "core/expr/ast.h"
#include "core/metric/parameters.h"
#include "core/metric_set.h"

namespace madad::core {

// The rows that leaves aggregate: those of a table, placed in time by an
// expression, over what a period covers.
struct MetricBase {
  const Table* table = nullptr;
  ExprPtr at;  // untyped
  Accumulation accumulation = Accumulation::kNone;
  Duration rolling;
};

// A leaf aggregate (untyped).
struct MetricLeaf {
  size_t base = 0;
  ExprPtr aggregate;
};

// A count that, when it is not zero, adds a warning (`{n}` is the count).
struct CountWarning {
  ExprPtr count;
  std::string reason;
  std::string message;
};

// Expressions below are untyped, over the leaves by the names `#0`, `#1`, ...
struct MetricInstance {
  std::vector<MetricBase> bases;
  std::vector<MetricLeaf> leaves;
  ExprPtr value;
  ExprPtr numerator;        // of proportions, ratios and conversions, else null
  ExprPtr denominator;      // likewise
  ExprPtr immature;         // of conversions with a window: entries too young to count
  bool proportion = false;  // the numerator counts a part of the denominator
  // For a lift: those with the exposure who converted, all with it, those
  // without it who converted, all without it.
  std::array<ExprPtr, 4> lift;
  bool open_cohorts = false;  // outcomes may still come
  std::vector<CountWarning> warnings;
};

// Returns `metric` with the parameters' values in place.
// Requires: `metric.status` is OK.
// Errors: FAILED_PRECONDITION (STAGE_UNKNOWN; AS_OF_UNKNOWN for a conversion
// with a window), INVALID_ARGUMENT for an expression that names what is not
// there.
absl::StatusOr<MetricInstance> Instantiate(const PreparedMetric& metric,
                                           const ParameterValues& parameters,
                                           std::optional<Timestamp> as_of);

// Returns the index in a leaf's name (`#3` -> 3).
size_t LeafIndex(std::string_view name);

}  // namespace madad::core
