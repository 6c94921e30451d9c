// Bounds on what clients of ModelService choose.
#pragma once

#include "absl/status/status.h"

#include "madad/v1/model_service.pb.h"

namespace madad::rpc {

inline constexpr int kMaxColumns = 256;
inline constexpr int kMaxSteps = 64;
// Bytes of a model's parameters.
inline constexpr size_t kMaxModelParameters = size_t{64} * 1024;
// Rows of a run for the caller alone.
inline constexpr int64_t kMaxAdHocRows = 20'000'000;

// Errors: INVALID_ARGUMENT (TOO_MANY_COLUMNS, TOO_MANY_ORDERS, TEXT_TOO_LONG,
// COUNT_NEGATIVE) naming the field.
absl::Status CheckLimits(const v1::ReadRowsRequest& request);

// Errors: INVALID_ARGUMENT (RUN_MISSING, TEXT_TOO_LONG, COUNT_NEGATIVE).
absl::Status CheckLimits(const v1::RunModelRequest& request);

// Errors: INVALID_ARGUMENT (TOO_MANY_STEPS, TOO_MANY_EXCLUSIONS,
// TOO_MANY_DIMENSIONS, TEXT_TOO_LONG, COUNT_NEGATIVE).
absl::Status CheckLimits(const v1::FunnelRequest& request);

}  // namespace madad::rpc
