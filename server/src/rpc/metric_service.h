// MetricService over the core.
#pragma once

#include <functional>
#include <memory>

#include "core/world.h"
#include "madad/v1/metric_service.grpc.pb.h"
#include "rpc/worker_pool.h"

namespace madad::rpc {

// Returns what queries are answered from now; each call holds one world from
// beginning to end.
// Thread: any.
using WorldProvider = std::function<std::shared_ptr<const core::World>()>;

// Listing is answered on gRPC's threads, queries on the pool's.
class MetricService : public v1::MetricService::CallbackService {
 public:
  // Lifetime: `pool` outlives the server that the service is registered with.
  MetricService(WorldProvider world, WorkerPool& pool) : world_(std::move(world)), pool_(pool) {}

  grpc::ServerUnaryReactor* ListMetrics(grpc::CallbackServerContext* context,
                                        const v1::ListMetricsRequest* request,
                                        v1::ListMetricsResponse* response) override;
  grpc::ServerUnaryReactor* GetMetric(grpc::CallbackServerContext* context,
                                      const v1::GetMetricRequest* request,
                                      v1::GetMetricResponse* response) override;
  grpc::ServerUnaryReactor* Query(grpc::CallbackServerContext* context,
                                  const v1::QueryRequest* request,
                                  v1::QueryResponse* response) override;

 private:
  WorldProvider world_;
  WorkerPool& pool_;
};

}  // namespace madad::rpc
