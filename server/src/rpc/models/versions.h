// What instances have learned, as calls ask for it.
#pragma once

#include "absl/status/status.h"

#include "core/model_control.h"
#include "madad/v1/model_service.pb.h"

namespace madad::rpc {

// Fills in the page of versions that `request` asks for; `models` null: none run.
// Errors: those of `core::ModelControl::Versions`, of `PageOf`.
absl::Status ListVersionPage(const v1::ListVersionsRequest& request,
                             const core::ModelControl* models, v1::ListVersionsResponse& response);

// Lets the version that `request` names serve.
// Errors: those of `core::ModelControl::Activate`; INVALID_ARGUMENT
// (VERSION_MISSING).
absl::Status ActivateOne(const v1::ActivateRequest& request, core::ModelControl* models,
                         v1::ActivateResponse& response);

}  // namespace madad::rpc
