// Errors that come inside an answer: of a table, a plugin, one query of several.
#pragma once

#include "google/rpc/error.pb.h"

#include "madad/client/error.h"

namespace madad::client {

// Returns the error that `status` stands for. Details that cannot be read are
// left out.
Error FromStatus(const google::rpc::Status& status);

}  // namespace madad::client
