// Messages to the core's structures and back.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

#include "core/metric_set.h"
#include "core/query.h"
#include "core/result.h"
#include "core/world.h"
#include "madad/v1/metric_service.pb.h"
#include "rpc/convert_column.h"

namespace madad::rpc {

// Errors: INVALID_ARGUMENT (RANGE_INVALID, GRAIN_UNKNOWN, COMPARISON_UNKNOWN,
// and those of `CheckLimits`) naming the field.
absl::StatusOr<core::Query> ToQuery(const v1::QueryRequest& request);

// Fills in those rows of `result`.
void ToRows(const core::Result& result, RowRange rows, v1::QueryResponse& response);

// Fills in everything of `result` but its rows.
void ToHead(const core::Result& result, v1::QueryResponse& response);

// Fills in `result`'s plan.
void ToExplanation(const core::Result& result, v1::Explanation& out);

// Returns `metric` as `world` knows it, its label in `language` (English where
// there is none).
v1::Metric ToMetric(const core::PreparedMetric& metric, const core::World& world,
                    std::string_view language);

}  // namespace madad::rpc
