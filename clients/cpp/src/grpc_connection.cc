#include <utility>

#include <grpcpp/grpcpp.h>

#include "absl/strings/match.h"
#include "grpc_error.h"

#include "madad/client/connection.h"
#include "madad/v1/metric_service.grpc.pb.h"

namespace madad::client {
namespace {

// Every call only reads, so trying again is safe. The throttling stops clients
// from multiplying the load of a server that is failing.
constexpr char kServiceConfig[] = R"json({
  "methodConfig": [{
    "name": [{"service": "madad.v1.MetricService"}],
    "retryPolicy": {
      "maxAttempts": 4,
      "initialBackoff": "0.1s",
      "maxBackoff": "2s",
      "backoffMultiplier": 2,
      "retryableStatusCodes": ["UNAVAILABLE"]
    }
  }],
  "retryThrottling": {"maxTokens": 10, "tokenRatio": 0.1}
})json";

bool IsLocal(const std::string& target) {
  for (const char* prefix : {"127.", "localhost:", "[::1]", "unix:"}) {
    if (absl::StartsWith(target, prefix)) return true;
  }
  return false;
}

grpc::ChannelArguments ChannelArguments(const std::string& target, const Options& options) {
  grpc::ChannelArguments arguments;
  arguments.SetServiceConfigJSON(kServiceConfig);
  arguments.SetMaxReceiveMessageSize(options.max_receive_bytes);
  if (!options.user_agent.empty()) arguments.SetUserAgentPrefix(options.user_agent);
  // gRPC would send even loopback calls to the proxy of the environment.
  if (IsLocal(target)) arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  return arguments;
}

using Stub = v1::MetricService::StubInterface;

class GrpcConnection : public Connection {
 public:
  GrpcConnection(const std::string& target, const Options& options)
      : channel_(grpc::CreateCustomChannel(target, grpc::InsecureChannelCredentials(),
                                           ChannelArguments(target, options))),
        stub_(v1::MetricService::NewStub(channel_)),
        timeout_(options.timeout) {}

  Result<v1::ListMetricsResponse> ListMetrics(const v1::ListMetricsRequest& request) override {
    return Call(&Stub::ListMetrics, request);
  }
  Result<v1::GetMetricResponse> GetMetric(const v1::GetMetricRequest& request) override {
    return Call(&Stub::GetMetric, request);
  }
  Result<v1::QueryResponse> Query(const v1::QueryRequest& request) override {
    return Call(&Stub::Query, request);
  }

 private:
  template <typename Request, typename Response>
  Result<Response> Call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                     Response*),
                        const Request& request) {
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(absl::Now() + timeout_));
    Response response;
    const grpc::Status status = (stub_.get()->*method)(&context, request, &response);
    if (status.ok()) return response;
    const bool connected = channel_->GetState(/*try_to_connect=*/false) == GRPC_CHANNEL_READY;
    return ToError(status, connected);
  }

  const std::shared_ptr<grpc::Channel> channel_;
  const std::unique_ptr<Stub> stub_;
  const absl::Duration timeout_;
};

}  // namespace

std::shared_ptr<Connection> MakeConnection(const std::string& target, const Options& options) {
  return std::make_shared<GrpcConnection>(target, options);
}

}  // namespace madad::client
