// A server of all services that says what a test tells it to.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <grpcpp/grpcpp.h>

#include "google/protobuf/message.h"

#include "madad/v1/metric_service.grpc.pb.h"
#include "madad/v1/model_service.grpc.pb.h"
#include "madad/v1/plugin_service.grpc.pb.h"
#include "madad/v1/source_service.grpc.pb.h"

namespace madad::testing {

// Listens on a free port of the loopback from construction to destruction.
// Set the handlers before the first call; an unset one answers UNIMPLEMENTED.
class FakeServer : public v1::MetricService::Service,
                   public v1::SourceService::Service,
                   public v1::PluginService::Service,
                   public v1::ModelService::Service {
 public:
  template <typename Request, typename Response>
  using Handler = std::function<grpc::Status(const Request&, Response*)>;

  // Sends the responses one after another.
  template <typename Request, typename Response>
  using StreamHandler =
      std::function<grpc::Status(const Request&, std::vector<Response>* responses)>;

  FakeServer();
  ~FakeServer() override;

  const std::string& address() const { return address_; }
  int calls() const { return calls_; }

  Handler<v1::ListMetricsRequest, v1::ListMetricsResponse> list_metrics;
  Handler<v1::GetMetricRequest, v1::GetMetricResponse> get_metric;
  Handler<v1::QueryRequest, v1::QueryResponse> query;
  Handler<v1::ExplainRequest, v1::ExplainResponse> explain;
  Handler<v1::ListSourcesRequest, v1::ListSourcesResponse> list_sources;
  Handler<v1::CheckSourceRequest, v1::CheckSourceResponse> check_source;
  Handler<v1::RefreshSourceRequest, v1::RefreshSourceResponse> refresh_source;
  Handler<v1::ListPluginsRequest, v1::ListPluginsResponse> list_plugins;
  Handler<v1::GetPluginRequest, v1::GetPluginResponse> get_plugin;
  Handler<v1::ListModelsRequest, v1::ListModelsResponse> list_models;
  Handler<v1::GetModelRequest, v1::GetModelResponse> get_model;
  Handler<v1::FunnelRequest, v1::FunnelResponse> funnel;
  StreamHandler<v1::RunModelRequest, v1::RunModelResponse> run_model;
  StreamHandler<v1::ReadRowsRequest, v1::ReadRowsResponse> read_rows;
  Handler<v1::ListVersionsRequest, v1::ListVersionsResponse> list_versions;
  Handler<v1::ActivateRequest, v1::ActivateResponse> activate;
  // Answers each message.
  StreamHandler<v1::ScoreRequest, v1::ScoreResponse> score;

 private:
  grpc::Status ListMetrics(grpc::ServerContext* context, const v1::ListMetricsRequest* request,
                           v1::ListMetricsResponse* response) override;
  grpc::Status GetMetric(grpc::ServerContext* context, const v1::GetMetricRequest* request,
                         v1::GetMetricResponse* response) override;
  grpc::Status Query(grpc::ServerContext* context, const v1::QueryRequest* request,
                     v1::QueryResponse* response) override;
  grpc::Status Explain(grpc::ServerContext* context, const v1::ExplainRequest* request,
                       v1::ExplainResponse* response) override;
  grpc::Status ListSources(grpc::ServerContext* context, const v1::ListSourcesRequest* request,
                           v1::ListSourcesResponse* response) override;
  grpc::Status CheckSource(grpc::ServerContext* context, const v1::CheckSourceRequest* request,
                           v1::CheckSourceResponse* response) override;
  grpc::Status RefreshSource(grpc::ServerContext* context, const v1::RefreshSourceRequest* request,
                             v1::RefreshSourceResponse* response) override;
  grpc::Status ListPlugins(grpc::ServerContext* context, const v1::ListPluginsRequest* request,
                           v1::ListPluginsResponse* response) override;
  grpc::Status GetPlugin(grpc::ServerContext* context, const v1::GetPluginRequest* request,
                         v1::GetPluginResponse* response) override;
  grpc::Status ListModels(grpc::ServerContext* context, const v1::ListModelsRequest* request,
                          v1::ListModelsResponse* response) override;
  grpc::Status GetModel(grpc::ServerContext* context, const v1::GetModelRequest* request,
                        v1::GetModelResponse* response) override;
  grpc::Status Funnel(grpc::ServerContext* context, const v1::FunnelRequest* request,
                      v1::FunnelResponse* response) override;
  grpc::Status RunModel(grpc::ServerContext* context, const v1::RunModelRequest* request,
                        grpc::ServerWriter<v1::RunModelResponse>* writer) override;
  grpc::Status ReadRows(grpc::ServerContext* context, const v1::ReadRowsRequest* request,
                        grpc::ServerWriter<v1::ReadRowsResponse>* writer) override;
  grpc::Status ListVersions(grpc::ServerContext* context, const v1::ListVersionsRequest* request,
                            v1::ListVersionsResponse* response) override;
  grpc::Status Activate(grpc::ServerContext* context, const v1::ActivateRequest* request,
                        v1::ActivateResponse* response) override;
  grpc::Status Score(
      grpc::ServerContext* context,
      grpc::ServerReaderWriter<v1::ScoreResponse, v1::ScoreRequest>* stream) override;

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
