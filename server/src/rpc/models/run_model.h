// Runs of models, as a call asks for them.
#pragma once

#include "absl/status/status.h"
#include "absl/time/time.h"

#include "core/model_control.h"
#include "madad/v1/model_service.pb.h"
#include "rpc/backend.h"
#include "rpc/pool_stream.h"

namespace madad::rpc {

// Returns UNIMPLEMENTED (MODELS_OFF): this server runs no models.
absl::Status NoModels();

// A run for one caller ends after this, whatever its deadline.
inline constexpr absl::Duration kLongestRun = absl::Minutes(10);

// Returns `call` with that bound.
core::CallContext BoundedRun(const core::CallContext& call);

// Runs what `request` asks for and sends progress, the outcome and the rows.
// Errors: those of `core::ModelControl`, INVALID_ARGUMENT (JSON_INVALID,
// TABLE_UNKNOWN).
absl::Status SendRun(const v1::RunModelRequest& request, const Backend& backend,
                     const core::CallContext& call, StreamSink<v1::RunModelResponse>& sink);

}  // namespace madad::rpc
