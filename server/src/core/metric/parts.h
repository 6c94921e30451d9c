// A metric's expressions, parsed.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "core/expr/ast.h"
#include "core/metric.h"

namespace madad::core {

// The expressions of a definition as untyped trees; null where none is written.
struct MetricParts {
  ExprPtr at;
  ExprPtr value;
  ExprPtr subset;
  ExprPtr numerator;
  ExprPtr denominator;
  ExprPtr formula;
  ExprPtr entry;
  ExprPtr outcome;
  ExprPtr exposure;
  ExprPtr filter;
  std::vector<ExprPtr> checks;  // one for each of the definition's

  // All that there are.
  std::vector<ExprPtr> All() const;
};

// Errors: INVALID_ARGUMENT (EXPRESSION_INVALID; METRIC_INVALID when the kind
// needs an expression that is not written).
absl::StatusOr<MetricParts> ParseParts(const MetricDefinition& metric);

// True when an expression asks for a stage's time.
bool UsesStages(const MetricParts& parts);

}  // namespace madad::core
