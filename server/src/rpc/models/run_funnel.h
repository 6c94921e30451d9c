// Funnels, as a call asks for them.
#pragma once

#include "absl/status/status.h"

#include "core/query.h"
#include "madad/v1/model_service.pb.h"
#include "rpc/backend.h"

namespace madad::rpc {

// Runs the funnel that `request` asks for and fills in `response`.
// Errors: those of `PlanFunnel`, `core::ModelControl::RunOnce` and `FunnelTable`;
// NOT_FOUND (FUNNEL_UNKNOWN), INVALID_ARGUMENT (NOT_A_FUNNEL, TABLE_UNKNOWN).
absl::Status RunFunnel(const v1::FunnelRequest& request, const Backend& backend,
                       const core::CallContext& call, v1::FunnelResponse& response);

}  // namespace madad::rpc
