// One call of MetricService.Query.
#pragma once

#include <memory>

#include <grpcpp/grpcpp.h>

#include "rpc/answers/answers.h"

namespace madad::rpc {

// Answers the serialised v1::QueryRequest in `request` with a serialised
// v1::QueryResponse: an answer that is kept is sent as it is, uncopied.
// Lifetime: `context`, `request` and `response` are the call's, `answers`
// outlives it.
grpc::ServerUnaryReactor* StartQuery(grpc::CallbackServerContext& context,
                                     const grpc::ByteBuffer& request, grpc::ByteBuffer& response,
                                     const std::shared_ptr<const core::World>& world,
                                     Answers& answers);

}  // namespace madad::rpc
