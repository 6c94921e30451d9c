// What a query must be before it is planned.
#pragma once

#include "absl/status/status.h"

#include "core/plan.h"
#include "core/query.h"

namespace madad::core {

// Errors: INVALID_ARGUMENT for no metric, too many of anything, names given
// twice, a negative limit.
absl::Status CheckRequest(const Query& query);

// Errors: INVALID_ARGUMENT (ORDER_UNKNOWN) for an order by what is no column.
absl::Status CheckOrder(const Query& query, const Plan& plan);

// True when `name` means the result column `column`: its full name, or the bare
// id of a metric.
bool NamesColumn(std::string_view name, std::string_view column);

}  // namespace madad::core
