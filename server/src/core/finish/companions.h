// A metric's column and those that accompany it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/finish/figures.h"
#include "core/plan.h"
#include "core/result.h"

namespace madad::core {

// Returns the names of the columns that `step` has in the plan's result, in
// order: its own, then `<name>:previous` and so on.
std::vector<std::string> ColumnNames(const Plan& plan, const MetricStep& step);

// What a metric's figures are seen against, row by row; absent where not asked
// for.
struct Against {
  std::optional<ResultColumn> previous;
  std::optional<ResultColumn> whole;
  std::optional<ResultColumn> target;
};

// Returns the columns of `step`, named as `ColumnNames` has them.
std::vector<ResultColumn> MakeColumns(const Plan& plan, const MetricStep& step, Figures figures,
                                      Against against);

}  // namespace madad::core
