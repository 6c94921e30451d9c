#include "rpc/metric_service.h"

#include "core/engine.h"
#include "core/status.h"
#include "rpc/convert.h"
#include "rpc/limits.h"
#include "rpc/list_metrics.h"
#include "rpc/pool_call.h"
#include "rpc/query_call.h"
#include "rpc/stream_call.h"

namespace madad::rpc {
namespace {

absl::Status FindMetric(const v1::GetMetricRequest& request, const core::World& world,
                        v1::GetMetricResponse& response) {
  MADAD_RETURN_IF_ERROR(CheckText(request.id(), "id"));
  MADAD_RETURN_IF_ERROR(CheckText(request.language(), "language"));
  MADAD_ASSIGN_OR_RETURN(const core::PreparedMetric* metric, world.metrics().Find(request.id()));
  *response.mutable_metric() = ToMetric(*metric, world, request.language());
  return absl::OkStatus();
}

absl::Status ExplainTo(const v1::ExplainRequest& request, const core::World& world,
                       v1::ExplainResponse& response) {
  MADAD_ASSIGN_OR_RETURN(const core::Query query, ToQuery(request.query()));
  MADAD_ASSIGN_OR_RETURN(const core::Result result, core::ExplainQuery(query, world));
  if (!request.validate_only()) ToExplanation(result, *response.mutable_explanation());
  return absl::OkStatus();
}

}  // namespace

grpc::ServerUnaryReactor* MetricService::ListMetrics(grpc::CallbackServerContext* context,
                                                     const v1::ListMetricsRequest* request,
                                                     v1::ListMetricsResponse* response) {
  return FinishWith(*context, ListPage(*request, *world_(), *response));
}

grpc::ServerUnaryReactor* MetricService::GetMetric(grpc::CallbackServerContext* context,
                                                   const v1::GetMetricRequest* request,
                                                   v1::GetMetricResponse* response) {
  return FinishWith(*context, FindMetric(*request, *world_(), *response));
}

grpc::ServerUnaryReactor* MetricService::Query(grpc::CallbackServerContext* context,
                                               const grpc::ByteBuffer* request,
                                               grpc::ByteBuffer* response) {
  return StartQuery(*context, *request, *response, world_(), answers_);
}

grpc::ServerWriteReactor<grpc::ByteBuffer>* MetricService::StreamQueries(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request) {
  return StartStream(*context, *request, world_(), answers_);
}

grpc::ServerUnaryReactor* MetricService::Explain(grpc::CallbackServerContext* context,
                                                 const v1::ExplainRequest* request,
                                                 v1::ExplainResponse* response) {
  return RunOn(answers_.pool(), *context,
               [request, response, world = world_()](const core::CallContext& call) {
                 MADAD_RETURN_IF_ERROR(call.Check());
                 return ExplainTo(*request, *world, *response);
               });
}

}  // namespace madad::rpc
