// A MetricService that says what a test tells it to.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <grpcpp/grpcpp.h>

#include "google/protobuf/message.h"

#include "madad/v1/metric_service.grpc.pb.h"

namespace madad::testing {

// Listens on a free port of the loopback from construction to destruction.
// Set the handlers before the first call; an unset one answers UNIMPLEMENTED.
class FakeServer : public v1::MetricService::Service {
 public:
  template <typename Request, typename Response>
  using Handler = std::function<grpc::Status(const Request&, Response*)>;

  FakeServer();
  ~FakeServer() override;

  const std::string& address() const { return address_; }
  int calls() const { return calls_; }

  Handler<v1::ListMetricsRequest, v1::ListMetricsResponse> list_metrics;
  Handler<v1::GetMetricRequest, v1::GetMetricResponse> get_metric;
  Handler<v1::QueryRequest, v1::QueryResponse> query;

 private:
  grpc::Status ListMetrics(grpc::ServerContext* context, const v1::ListMetricsRequest* request,
                           v1::ListMetricsResponse* response) override;
  grpc::Status GetMetric(grpc::ServerContext* context, const v1::GetMetricRequest* request,
                         v1::GetMetricResponse* response) override;
  grpc::Status Query(grpc::ServerContext* context, const v1::QueryRequest* request,
                     v1::QueryResponse* response) override;

  std::atomic<int> calls_ = 0;
  std::string address_;
  std::unique_ptr<grpc::Server> server_;
};

// Returns a status as the server sends it, with `details` packed behind it.
grpc::Status DetailedStatus(grpc::StatusCode code, const std::string& message,
                            const std::vector<const google::protobuf::Message*>& details);

// Returns NOT_FOUND with an ErrorInfo, as for an unknown metric.
grpc::Status UnknownMetric(const std::string& id);

}  // namespace madad::testing
