#include "rpc/metric_service.h"

#include <stop_token>
#include <string>
#include <utility>

#include "absl/time/clock.h"

#include "core/engine.h"
#include "core/status.h"
#include "rpc/convert.h"
#include "rpc/list_metrics.h"
#include "rpc/status.h"

namespace madad::rpc {
namespace {

grpc::ServerUnaryReactor* Finish(grpc::CallbackServerContext* context, const absl::Status& status) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  reactor->Finish(ToGrpcStatus(status));
  return reactor;
}

// One query: runs on the pool; a cancelled call stops its work.
class QueryReactor : public grpc::ServerUnaryReactor {
 public:
  QueryReactor(grpc::CallbackServerContext* context, const v1::QueryRequest* request,
               v1::QueryResponse* response, std::shared_ptr<const core::World> world)
      : request_(request), response_(response), world_(std::move(world)) {
    call_.deadline = absl::FromChrono(context->deadline());
    call_.stop = stop_.get_token();
  }

  void Start(WorkerPool& pool) {
    if (pool.TryRun([this] { Run(); })) return;
    const absl::Status busy =
        core::Error(absl::StatusCode::kResourceExhausted,
                    "the server has more queries waiting than it takes; try again shortly",
                    {"SERVER_BUSY", {}, ""});
    Finish(ToGrpcStatus(busy, absl::Seconds(1)));
  }

  void OnCancel() override { stop_.request_stop(); }
  void OnDone() override { delete this; }

 private:
  void Run() {
    const absl::Status status = Answer();
    // Nothing of the world is needed while the answer is being sent.
    world_.reset();
    Finish(ToGrpcStatus(status));
  }

  absl::Status Answer() {
    MADAD_ASSIGN_OR_RETURN(const core::Query query, ToQuery(*request_));
    MADAD_ASSIGN_OR_RETURN(const core::Result result, core::RunQuery(query, *world_, call_));
    ToResponse(result, *response_);
    return absl::OkStatus();
  }

  const v1::QueryRequest* request_;
  v1::QueryResponse* response_;
  std::shared_ptr<const core::World> world_;
  std::stop_source stop_;
  core::CallContext call_;
};

}  // namespace

grpc::ServerUnaryReactor* MetricService::ListMetrics(grpc::CallbackServerContext* context,
                                                     const v1::ListMetricsRequest* request,
                                                     v1::ListMetricsResponse* response) {
  return Finish(context, ListPage(*request, *world_(), *response));
}

grpc::ServerUnaryReactor* MetricService::GetMetric(grpc::CallbackServerContext* context,
                                                   const v1::GetMetricRequest* request,
                                                   v1::GetMetricResponse* response) {
  const std::shared_ptr<const core::World> world = world_();
  const absl::StatusOr<const core::PreparedMetric*> metric = world->metrics().Find(request->id());
  if (metric.ok()) *response->mutable_metric() = ToMetric(**metric, *world, request->language());
  return Finish(context, metric.status());
}

grpc::ServerUnaryReactor* MetricService::Query(grpc::CallbackServerContext* context,
                                               const v1::QueryRequest* request,
                                               v1::QueryResponse* response) {
  auto* reactor = new QueryReactor(context, request, response, world_());
  reactor->Start(pool_);
  return reactor;
}

}  // namespace madad::rpc
