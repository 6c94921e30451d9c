// Which currency money is in, where the rows say it.
#pragma once

#include <string>

#include "absl/status/statusor.h"

#include "core/finish.h"
#include "core/plan.h"

namespace madad::core {

// Returns the one currency of all rows that the money of `step` is made of; empty when groups have
// different ones, or nothing says it.
// Errors: FAILED_PRECONDITION (CURRENCIES_DIFFER) when a group has rows in several.
absl::StatusOr<std::string> CurrencyOf(const MetricStep& step, const PlanPart& part,
                                       const PoolRows& rows);

}  // namespace madad::core
