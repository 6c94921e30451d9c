// MetricService over the core.
#pragma once

#include <utility>

#include "madad/v1/metric_service.grpc.pb.h"
#include "rpc/answers/answers.h"
#include "rpc/backend.h"

namespace madad::rpc {

// Queries come and go as bytes: an answer that is kept is sent without being
// made into a message again.
using MetricServiceBase = v1::MetricService::WithCallbackMethod_ListMetrics<
    v1::MetricService::WithCallbackMethod_GetMetric<v1::MetricService::WithRawCallbackMethod_Query<
        v1::MetricService::WithRawCallbackMethod_StreamQueries<
            v1::MetricService::WithCallbackMethod_Explain<v1::MetricService::Service>>>>>;

// Listing and kept answers are served on gRPC's threads, the rest by `answers`.
class MetricService : public MetricServiceBase {
 public:
  // Lifetime: `answers` outlives the server that the service is registered with.
  MetricService(WorldProvider world, Answers& answers)
      : world_(std::move(world)), answers_(answers) {}

  grpc::ServerUnaryReactor* ListMetrics(grpc::CallbackServerContext* context,
                                        const v1::ListMetricsRequest* request,
                                        v1::ListMetricsResponse* response) override;
  grpc::ServerUnaryReactor* GetMetric(grpc::CallbackServerContext* context,
                                      const v1::GetMetricRequest* request,
                                      v1::GetMetricResponse* response) override;
  grpc::ServerUnaryReactor* Query(grpc::CallbackServerContext* context,
                                  const grpc::ByteBuffer* request,
                                  grpc::ByteBuffer* response) override;
  grpc::ServerWriteReactor<grpc::ByteBuffer>* StreamQueries(
      grpc::CallbackServerContext* context, const grpc::ByteBuffer* request) override;
  grpc::ServerUnaryReactor* Explain(grpc::CallbackServerContext* context,
                                    const v1::ExplainRequest* request,
                                    v1::ExplainResponse* response) override;

 private:
  WorldProvider world_;
  Answers& answers_;
};

}  // namespace madad::rpc
