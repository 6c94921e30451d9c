// An error inside an answer, for programs.
#pragma once

#include "cli/render/json.h"
#include "google/rpc/error.pb.h"

namespace madad::cli {

// Writes the key `error` and an object of `reason`, `message` and the message's
// variables.
void WriteErrorJson(const google::rpc::Status& status, JsonWriter* json);

}  // namespace madad::cli
