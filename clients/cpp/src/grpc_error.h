// From gRPC's status to the client's error: the one place where it happens.
#pragma once

#include <grpcpp/support/status.h>

#include "madad/client/error.h"

namespace madad::client {

// Returns the error of a call that failed with `status`, which must not be OK.
// `connected` says whether there was a connection when the call ended. Details
// that cannot be read are left out.
Error ToError(const grpc::Status& status, bool connected);

}  // namespace madad::client
