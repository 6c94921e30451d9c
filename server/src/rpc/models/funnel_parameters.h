// Requests for funnels as parameters of the model that computes them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "core/model_control.h"
#include "core/query.h"
#include "core/world.h"
#include "madad/v1/model_service.pb.h"

namespace madad::rpc {

inline constexpr char kFunnelModel[] = "conversion.funnel";

// What the model runs with.
struct FunnelPlan {
  std::string parameters;       // a JSON object
  std::vector<std::string> by;  // the dimensions, in order
  std::string currency;         // of amounts; empty: unknown
  v1::TimeRange range;          // that was applied, civil where the request gives it
};

// Returns the parameters of the catalog's funnel `named` (null: none) with what
// `request` says over them. Steps that neither has are the catalog's stages of
// the entity; the request's range becomes instants.
// Errors: INVALID_ARGUMENT (RANGE_INVALID, DURING_INVALID, TIMEZONE_UNKNOWN,
// FUNNEL_ORDER_UNKNOWN and alike); FAILED_PRECONDITION (STAGES_MISSING,
// STEPS_MISSING, AS_OF_UNKNOWN for a relative range without events).
absl::StatusOr<FunnelPlan> PlanFunnel(const v1::FunnelRequest& request,
                                      const core::ModelState* named, const core::World& world);

}  // namespace madad::rpc
