#include "unit/cli/fake_server.h"

#include "google/rpc/error.pb.h"
#include <google/protobuf/any.pb.h>

namespace madad::testing {
namespace {

template <typename Handler, typename Request, typename Response>
grpc::Status Answer(const Handler& handler, const Request& request, Response* response) {
  if (!handler) return grpc::Status(grpc::StatusCode::UNIMPLEMENTED, "the test has no handler");
  return handler(request, response);
}

template <typename Request, typename Response, typename Writer>
grpc::Status AnswerStream(const FakeServer::StreamHandler<Request, Response>& handler,
                          const Request& request, Writer* writer) {
  if (!handler) return grpc::Status(grpc::StatusCode::UNIMPLEMENTED, "the test has no handler");
  std::vector<Response> responses;
  const grpc::Status status = handler(request, &responses);
  for (const Response& response : responses) writer->Write(response);
  return status;
}

}  // namespace

FakeServer::FakeServer() {
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(static_cast<v1::MetricService::Service*>(this));
  builder.RegisterService(static_cast<v1::SourceService::Service*>(this));
  builder.RegisterService(static_cast<v1::PluginService::Service*>(this));
  builder.RegisterService(static_cast<v1::ModelService::Service*>(this));
  server_ = builder.BuildAndStart();
  address_ = "127.0.0.1:" + std::to_string(port);
}

FakeServer::~FakeServer() { server_->Shutdown(); }

grpc::Status FakeServer::ListMetrics(grpc::ServerContext*, const v1::ListMetricsRequest* request,
                                     v1::ListMetricsResponse* response) {
  ++calls_;
  return Answer(list_metrics, *request, response);
}

grpc::Status FakeServer::GetMetric(grpc::ServerContext*, const v1::GetMetricRequest* request,
                                   v1::GetMetricResponse* response) {
  ++calls_;
  return Answer(get_metric, *request, response);
}

grpc::Status FakeServer::Query(grpc::ServerContext*, const v1::QueryRequest* request,
                               v1::QueryResponse* response) {
  ++calls_;
  return Answer(query, *request, response);
}

grpc::Status FakeServer::Explain(grpc::ServerContext*, const v1::ExplainRequest* request,
                                 v1::ExplainResponse* response) {
  ++calls_;
  return Answer(explain, *request, response);
}

grpc::Status FakeServer::ListSources(grpc::ServerContext*, const v1::ListSourcesRequest* request,
                                     v1::ListSourcesResponse* response) {
  ++calls_;
  return Answer(list_sources, *request, response);
}

grpc::Status FakeServer::CheckSource(grpc::ServerContext*, const v1::CheckSourceRequest* request,
                                     v1::CheckSourceResponse* response) {
  ++calls_;
  return Answer(check_source, *request, response);
}

grpc::Status FakeServer::RefreshSource(grpc::ServerContext*,
                                       const v1::RefreshSourceRequest* request,
                                       v1::RefreshSourceResponse* response) {
  ++calls_;
  return Answer(refresh_source, *request, response);
}

grpc::Status FakeServer::ListPlugins(grpc::ServerContext*, const v1::ListPluginsRequest* request,
                                     v1::ListPluginsResponse* response) {
  ++calls_;
  return Answer(list_plugins, *request, response);
}

grpc::Status FakeServer::GetPlugin(grpc::ServerContext*, const v1::GetPluginRequest* request,
                                   v1::GetPluginResponse* response) {
  ++calls_;
  return Answer(get_plugin, *request, response);
}

grpc::Status FakeServer::ListModels(grpc::ServerContext*, const v1::ListModelsRequest* request,
                                    v1::ListModelsResponse* response) {
  ++calls_;
  return Answer(list_models, *request, response);
}

grpc::Status FakeServer::GetModel(grpc::ServerContext*, const v1::GetModelRequest* request,
                                  v1::GetModelResponse* response) {
  ++calls_;
  return Answer(get_model, *request, response);
}

grpc::Status FakeServer::Funnel(grpc::ServerContext*, const v1::FunnelRequest* request,
                                v1::FunnelResponse* response) {
  ++calls_;
  return Answer(funnel, *request, response);
}

grpc::Status FakeServer::RunModel(grpc::ServerContext*, const v1::RunModelRequest* request,
                                  grpc::ServerWriter<v1::RunModelResponse>* writer) {
  ++calls_;
  return AnswerStream(run_model, *request, writer);
}

grpc::Status FakeServer::ReadRows(grpc::ServerContext*, const v1::ReadRowsRequest* request,
                                  grpc::ServerWriter<v1::ReadRowsResponse>* writer) {
  ++calls_;
  return AnswerStream(read_rows, *request, writer);
}

grpc::Status FakeServer::ListVersions(grpc::ServerContext*, const v1::ListVersionsRequest* request,
                                      v1::ListVersionsResponse* response) {
  ++calls_;
  return Answer(list_versions, *request, response);
}

grpc::Status FakeServer::Activate(grpc::ServerContext*, const v1::ActivateRequest* request,
                                  v1::ActivateResponse* response) {
  ++calls_;
  return Answer(activate, *request, response);
}

grpc::Status FakeServer::Score(
    grpc::ServerContext*, grpc::ServerReaderWriter<v1::ScoreResponse, v1::ScoreRequest>* stream) {
  ++calls_;
  for (v1::ScoreRequest request; stream->Read(&request);) {
    const grpc::Status status = AnswerStream(score, request, stream);
    if (!status.ok()) return status;
  }
  return grpc::Status::OK;
}

grpc::Status DetailedStatus(grpc::StatusCode code, const std::string& message,
                            const std::vector<const google::protobuf::Message*>& details) {
  google::rpc::Status status;
  status.set_code(code);
  status.set_message(message);
  for (const google::protobuf::Message* detail : details) status.add_details()->PackFrom(*detail);
  return grpc::Status(code, message, status.SerializeAsString());
}

grpc::Status UnknownMetric(const std::string& id) {
  google::rpc::ErrorInfo info;
  info.set_reason("METRIC_NOT_FOUND");
  info.set_domain("madad.dev");
  (*info.mutable_metadata())["metric"] = id;
  return DetailedStatus(grpc::StatusCode::NOT_FOUND, "no metric `" + id + "`", {&info});
}

}  // namespace madad::testing
