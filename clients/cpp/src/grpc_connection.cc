#include <utility>

#include <grpcpp/grpcpp.h>

#include "absl/strings/match.h"
#include "grpc_error.h"

#include "madad/client/connection.h"
#include "madad/v1/metric_service.grpc.pb.h"
#include "madad/v1/model_service.grpc.pb.h"
#include "madad/v1/plugin_service.grpc.pb.h"
#include "madad/v1/source_service.grpc.pb.h"

namespace madad::client {
namespace {

// Every call only reads, or like a refresh or the run of a model does no more
// when it runs twice, so trying again is safe. The throttling stops clients
// from multiplying the load of a server that is failing.
constexpr char kServiceConfig[] = R"json({
  "methodConfig": [{
    "name": [
      {"service": "madad.v1.MetricService"},
      {"service": "madad.v1.ModelService"},
      {"service": "madad.v1.SourceService"},
      {"service": "madad.v1.PluginService"}
    ],
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

// The channel, and what every call does.
class Caller {
 public:
  Caller(const std::string& target, const Options& options)
      : channel_(grpc::CreateCustomChannel(target, grpc::InsecureChannelCredentials(),
                                           ChannelArguments(target, options))),
        timeout_(options.timeout) {}

  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }

  template <typename Stub, typename Request, typename Response>
  Result<Response> Call(Stub* stub,
                        grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                     Response*),
                        const Request& request) const {
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(absl::Now() + timeout_));
    Response response;
    const grpc::Status status = (stub->*method)(&context, request, &response);
    if (status.ok()) return response;
    return ToError(status, IsConnected());
  }

  // Reads the stream that `start` begins until it ends or `sink` wants no more.
  template <typename Message, typename Start>
  std::optional<Error> Read(const Start& start, const MessageSink<Message>& sink) const {
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(absl::Now() + timeout_));
    const auto reader = start(&context);
    bool wants_more = true;
    for (Message message; wants_more && reader->Read(&message); message.Clear()) {
      wants_more = sink(std::move(message));
    }
    if (!wants_more) context.TryCancel();
    const grpc::Status status = reader->Finish();
    if (status.ok() || !wants_more) return std::nullopt;
    return ToError(status, IsConnected());
  }

  // Sends what `source` gives on the stream that `start` begins, a message at a time,
  // and reads the answer to each.
  template <typename Request, typename Response, typename Start>
  std::optional<Error> Exchange(const Start& start, const MessageSource<Request>& source,
                                const MessageSink<Response>& sink) const {
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(absl::Now() + timeout_));
    const auto stream = start(&context);
    bool wants_more = true;
    for (auto message = source(); message && wants_more; message = source()) {
      if (!stream->Write(*message) || !ReadAnswer(*stream, sink, &wants_more)) break;
    }
    if (wants_more) {
      stream->WritesDone();
    } else {
      context.TryCancel();
    }
    const grpc::Status status = stream->Finish();
    if (status.ok() || !wants_more) return std::nullopt;
    return ToError(status, IsConnected());
  }

 private:
  // Reads to the end of one answer; false when the stream has ended before it.
  template <typename Stream, typename Response>
  static bool ReadAnswer(Stream& stream, const MessageSink<Response>& sink, bool* wants_more) {
    Response response;
    while (*wants_more && stream.Read(&response)) {
      const bool is_last = response.last();
      *wants_more = sink(std::move(response));
      if (is_last) return true;
      response.Clear();
    }
    return false;
  }

  bool IsConnected() const {
    return channel_->GetState(/*try_to_connect=*/false) == GRPC_CHANNEL_READY;
  }

  const std::shared_ptr<grpc::Channel> channel_;
  const absl::Duration timeout_;
};

using Metrics = v1::MetricService::StubInterface;
using Sources = v1::SourceService::StubInterface;
using Plugins = v1::PluginService::StubInterface;
using Models = v1::ModelService::StubInterface;

class GrpcConnection : public Connection {
 public:
  GrpcConnection(const std::string& target, const Options& options)
      : caller_(target, options),
        metrics_(v1::MetricService::NewStub(caller_.channel())),
        sources_(v1::SourceService::NewStub(caller_.channel())),
        plugins_(v1::PluginService::NewStub(caller_.channel())),
        models_(v1::ModelService::NewStub(caller_.channel())) {}

  Result<v1::ListMetricsResponse> ListMetrics(const v1::ListMetricsRequest& request) override {
    return caller_.Call(metrics_.get(), &Metrics::ListMetrics, request);
  }
  Result<v1::GetMetricResponse> GetMetric(const v1::GetMetricRequest& request) override {
    return caller_.Call(metrics_.get(), &Metrics::GetMetric, request);
  }
  Result<v1::QueryResponse> Query(const v1::QueryRequest& request) override {
    return caller_.Call(metrics_.get(), &Metrics::Query, request);
  }
  Result<v1::ExplainResponse> Explain(const v1::ExplainRequest& request) override {
    return caller_.Call(metrics_.get(), &Metrics::Explain, request);
  }
  Result<v1::ListSourcesResponse> ListSources(const v1::ListSourcesRequest& request) override {
    return caller_.Call(sources_.get(), &Sources::ListSources, request);
  }
  Result<v1::CheckSourceResponse> CheckSource(const v1::CheckSourceRequest& request) override {
    return caller_.Call(sources_.get(), &Sources::CheckSource, request);
  }
  Result<v1::RefreshSourceResponse> RefreshSource(
      const v1::RefreshSourceRequest& request) override {
    return caller_.Call(sources_.get(), &Sources::RefreshSource, request);
  }
  Result<v1::ListPluginsResponse> ListPlugins(const v1::ListPluginsRequest& request) override {
    return caller_.Call(plugins_.get(), &Plugins::ListPlugins, request);
  }
  Result<v1::GetPluginResponse> GetPlugin(const v1::GetPluginRequest& request) override {
    return caller_.Call(plugins_.get(), &Plugins::GetPlugin, request);
  }
  Result<v1::ListModelsResponse> ListModels(const v1::ListModelsRequest& request) override {
    return caller_.Call(models_.get(), &Models::ListModels, request);
  }
  Result<v1::GetModelResponse> GetModel(const v1::GetModelRequest& request) override {
    return caller_.Call(models_.get(), &Models::GetModel, request);
  }
  Result<v1::FunnelResponse> Funnel(const v1::FunnelRequest& request) override {
    return caller_.Call(models_.get(), &Models::Funnel, request);
  }
  std::optional<Error> RunModel(const v1::RunModelRequest& request,
                                const MessageSink<v1::RunModelResponse>& sink) override {
    return caller_.Read<v1::RunModelResponse>(
        [&](grpc::ClientContext* context) { return models_->RunModel(context, request); }, sink);
  }
  std::optional<Error> ReadRows(const v1::ReadRowsRequest& request,
                                const MessageSink<v1::ReadRowsResponse>& sink) override {
    return caller_.Read<v1::ReadRowsResponse>(
        [&](grpc::ClientContext* context) { return models_->ReadRows(context, request); }, sink);
  }
  Result<v1::ListVersionsResponse> ListVersions(const v1::ListVersionsRequest& request) override {
    return caller_.Call(models_.get(), &Models::ListVersions, request);
  }
  Result<v1::ActivateResponse> Activate(const v1::ActivateRequest& request) override {
    return caller_.Call(models_.get(), &Models::Activate, request);
  }
  std::optional<Error> Score(const MessageSource<v1::ScoreRequest>& source,
                             const MessageSink<v1::ScoreResponse>& sink) override {
    return caller_.Exchange<v1::ScoreRequest, v1::ScoreResponse>(
        [&](grpc::ClientContext* context) { return models_->Score(context); }, source, sink);
  }

 private:
  const Caller caller_;
  const std::unique_ptr<Metrics> metrics_;
  const std::unique_ptr<Sources> sources_;
  const std::unique_ptr<Plugins> plugins_;
  const std::unique_ptr<Models> models_;
};

}  // namespace

std::shared_ptr<Connection> MakeConnection(const std::string& target, const Options& options) {
  return std::make_shared<GrpcConnection>(WithDefaultPort(target), options);
}

}  // namespace madad::client
