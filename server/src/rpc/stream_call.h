// One call of MetricService.StreamQueries.
#pragma once

#include <memory>

#include <grpcpp/grpcpp.h>

#include "rpc/answers/answers.h"

namespace madad::rpc {

// Answers the serialised v1::StreamQueriesRequest in `request` with a stream of
// serialised v1::StreamQueriesResponse. One message is under way at a time, and
// what computes waits while many more are ready; a client that takes none of
// them for half a minute is cut off.
// Lifetime: `context` and `request` are the call's, `answers` outlives it.
grpc::ServerWriteReactor<grpc::ByteBuffer>* StartStream(
    grpc::CallbackServerContext& context, const grpc::ByteBuffer& request,
    const std::shared_ptr<const core::World>& world, Answers& answers);

}  // namespace madad::rpc
