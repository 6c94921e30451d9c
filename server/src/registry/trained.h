// What a plugin's training made, as the host keeps it.
#pragma once

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "core/model.h"
#include "madad/abi/ext/artifact.h"

namespace madad::registry {

// The largest artifact, and the longest report, that are kept.
inline constexpr size_t kMaxArtifactBytes = size_t{1} << 30;
inline constexpr size_t kMaxReportBytes = size_t{1} << 20;

// Returns a copy of `trained`, which may be null.
// Errors: INTERNAL (MODEL_OUTPUT_INVALID) when it is not what the ABI says: no bytes or too many, a
// report that is no JSON object, a verdict that there is not.
absl::StatusOr<core::TrainedModel> CopyOf(const madad_trained* trained);

// Returns UNIMPLEMENTED: the plugin's models do not learn.
absl::Status NoArtifacts();

}  // namespace madad::registry
