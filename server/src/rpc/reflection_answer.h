// What the reflection service answers.
#pragma once

#include "grpc/reflection/v1/reflection.pb.h"

namespace madad::rpc {

// Returns the answer to `request`, which may be an error inside the response.
grpc::reflection::v1::ServerReflectionResponse AnswerReflection(
    const grpc::reflection::v1::ServerReflectionRequest& request);

}  // namespace madad::rpc
