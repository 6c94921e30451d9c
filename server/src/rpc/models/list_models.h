// What ModelService says of models.
#pragma once

#include "absl/status/status.h"

#include "core/model_control.h"
#include "core/world.h"
#include "madad/v1/model_service.pb.h"

namespace madad::rpc {

// Fills in the page of models that `request` asks for; `models` null: none.
// Errors: those of `PageOf`.
absl::Status ListPage(const v1::ListModelsRequest& request, const core::ModelControl* models,
                      const core::World& world, v1::ListModelsResponse& response);

// Fills in the model or instance that `request` names.
// Errors: NOT_FOUND (MODEL_UNKNOWN).
absl::Status FindModel(const v1::GetModelRequest& request, const core::ModelControl* models,
                       const core::World& world, v1::GetModelResponse& response);

}  // namespace madad::rpc
