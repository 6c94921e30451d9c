// Making instances of models.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"

#include "core/model.h"
#include "registry/model_handle.h"

namespace madad::registry {

struct MadeInstance {
  std::shared_ptr<ModelHandle> handle;
  core::ModelShape shape;
};

// Returns an instance of `model` with `parameters`, a valid JSON object, and its shape.
// Errors: the plugin's own (PARAMETER_INVALID when it says that they are at fault, else
// MODEL_FAILED), MODEL_THREW, MODEL_SHAPE_INVALID, MODEL_STUCK.
absl::StatusOr<MadeInstance> MakeInstance(const std::shared_ptr<LoadedModel>& model,
                                          const std::string& parameters);

}  // namespace madad::registry
