// The core's errors as gRPC's.
#pragma once

#include <grpcpp/support/status.h>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace madad::rpc {

// The domain of every ErrorInfo.
inline constexpr char kErrorDomain[] = "madad.dev";

// Returns `status` with google.rpc.Status details: one ErrorInfo when it has a
// reason, a BadRequest when it names a field, and RetryInfo when `retry_after`
// is not zero. The only place where errors are converted.
grpc::Status ToGrpcStatus(const absl::Status& status,
                          absl::Duration retry_after = absl::ZeroDuration());

}  // namespace madad::rpc
