// Pages of metrics.
#pragma once

#include "absl/status/status.h"

#include "core/world.h"
#include "madad/v1/metric_service.pb.h"

namespace madad::rpc {

// Fills `response` with the page that `request` asks for.
// Errors: INVALID_ARGUMENT (PAGE_TOKEN_INVALID, PAGE_SIZE_INVALID). A token is
// good for the request that it was given to, over the same snapshot.
absl::Status ListPage(const v1::ListMetricsRequest& request, const core::World& world,
                      v1::ListMetricsResponse& response);

}  // namespace madad::rpc
