// The core's errors as gRPC's.
#pragma once

#include <string_view>

#include <grpcpp/support/status.h>

#include "absl/status/status.h"
#include "google/rpc/error.pb.h"

namespace madad::rpc {

// The domain of every ErrorInfo.
inline constexpr char kErrorDomain[] = "madad.dev";

// Returns RESOURCE_EXHAUSTED (SERVER_BUSY): more of `what` is waiting than is taken.
absl::Status BusyError(std::string_view what = "queries");

// Returns UNAVAILABLE (SERVER_DRAINING): the server is about to end.
absl::Status DrainingError();

// Returns `status` with its details: one ErrorInfo when it has a reason, a
// BadRequest when it names a field, and RetryInfo when it is one of the two
// above. The only place where errors are converted.
google::rpc::Status ToRpcStatus(const absl::Status& status);

// The same as gRPC's status, the details serialised in it.
grpc::Status ToGrpcStatus(const absl::Status& status);

}  // namespace madad::rpc
