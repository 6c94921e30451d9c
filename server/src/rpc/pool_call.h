// Unary calls whose work takes time.
#pragma once

#include <functional>

#include <grpcpp/grpcpp.h>

#include "absl/status/status.h"

#include "core/query.h"
#include "rpc/status.h"
#include "rpc/worker_pool.h"

namespace madad::rpc {

// Runs `work` on a thread of `pool` and finishes the call with what it returns;
// with `busy` when the pool is full. `work` is told of the call's deadline
// and when it is cancelled.
// Lifetime: the call's request and response are there until `work` returns.
grpc::ServerUnaryReactor* RunOn(WorkerPool& pool, grpc::CallbackServerContext& context,
                                std::function<absl::Status(const core::CallContext&)> work,
                                const absl::Status& busy = BusyError());

// Finishes the call with `status`, without a thread.
grpc::ServerUnaryReactor* FinishWith(grpc::CallbackServerContext& context,
                                     const absl::Status& status);

}  // namespace madad::rpc
