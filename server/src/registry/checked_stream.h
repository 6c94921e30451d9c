// A stream that a model made, on its way to the store.
#pragma once

#include <memory>

#include "absl/status/statusor.h"

#include "core/adapter.h"
#include "core/model.h"
#include "core/query.h"
#include "registry/model_handle.h"

namespace madad::registry {

// Returns `stream`, which is read as part of `call`, with every batch checked against `output`. It
// holds the plugin's library; its batches are released before it.
// Errors: INTERNAL (MODEL_OUTPUT_INVALID) when its schema is not the output's, MODEL_THREW,
// MODEL_STUCK.
absl::StatusOr<core::ArrowStream> Checked(core::ArrowStream stream, const core::ModelOutput& output,
                                          std::shared_ptr<ModelHandle> handle,
                                          const core::CallContext& call);

}  // namespace madad::registry
