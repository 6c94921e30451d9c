#include "rpc/server.h"

#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>
#include <utility>

#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/health_check_service_interface.h>

#include "absl/time/clock.h"

#include "core/status.h"
#include "core/text.h"
#include "rpc/limits.h"
#include "rpc/listen.h"
#include "rpc/metric_service.h"
#include "rpc/model_service.h"
#include "rpc/plugin_service.h"
#include "rpc/reflection_service.h"
#include "rpc/source_service.h"
#include "rpc/status.h"

namespace madad::rpc {

// In the order in which they must go: the server last of those that use it.
struct Server::Parts {
  Parts(const ServerOptions& options, const Backend& backend)
      : answers(options.answers),
        metrics(backend.world, answers),
        sources(backend),
        plugins(backend.plugins),
        models(backend) {}

  Answers answers;
  MetricService metrics;
  SourceService sources;
  PluginService plugins;
  ModelService models;
  ReflectionService reflection;
  std::unique_ptr<grpc::Server> server;
  std::string address;
};

namespace {

// How long calls that were failed at the end of the drain have to say so.
constexpr absl::Duration kLastWords = absl::Milliseconds(500);
// Connections that nobody uses are closed after this.
constexpr absl::Duration kMaxIdle = absl::Minutes(30);
constexpr int kMaxCallsPerConnection = 256;

int Millis(absl::Duration duration) {
  return static_cast<int>(absl::ToInt64Milliseconds(duration));
}

// Limits of a connection, and how dead ones are found.
void SetConnectionArguments(grpc::ServerBuilder& builder) {
  builder.SetMaxReceiveMessageSize(static_cast<int>(kMaxMessage));
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, kMaxCallsPerConnection);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, Millis(absl::Minutes(1)));
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, Millis(absl::Seconds(20)));
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS,
                             Millis(kKeepaliveMinimum));
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_IDLE_MS, Millis(kMaxIdle));
  // Two servers on one port would share its calls by chance.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
}

const std::vector<std::string>& ServiceNames() {
  static const auto& names = *new std::vector<std::string>{
      v1::MetricService::service_full_name(), v1::ModelService::service_full_name(),
      v1::PluginService::service_full_name(), v1::SourceService::service_full_name()};
  return names;
}

}  // namespace

Server::Server(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

Server::~Server() { Shutdown(absl::ZeroDuration()); }

absl::StatusOr<std::unique_ptr<Server>> Server::Start(const ServerOptions& options,
                                                      Backend backend) {
  MADAD_RETURN_IF_ERROR(CheckListen(options.listen, options.allow_plaintext_on_network));
  grpc::EnableDefaultHealthCheckService(true);
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  auto parts = std::make_unique<Parts>(options, backend);
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort(options.listen, grpc::InsecureServerCredentials(), &port);
  SetConnectionArguments(builder);
  builder.RegisterService(&parts->metrics);
  builder.RegisterService(&parts->sources);
  builder.RegisterService(&parts->plugins);
  builder.RegisterService(&parts->models);
  builder.RegisterService(&parts->reflection);
  parts->server = builder.BuildAndStart();
  if (parts->server == nullptr || (port == 0 && !IsUnixSocket(options.listen))) {
    return core::Error(
        absl::StatusCode::kUnavailable,
        core::Cat("cannot listen on ", options.listen, "; another program may have the port"),
        {"LISTEN_FAILED", {{"listen", options.listen}}, ""});
  }
  // The server as a whole is healthy by default, its services are not known.
  for (const std::string& service : ServiceNames()) {
    parts->server->GetHealthCheckService()->SetServingStatus(service, true);
  }
  parts->address = RealAddress(options.listen, port);
  return std::unique_ptr<Server>(new Server(std::move(parts)));
}

const std::string& Server::address() const { return parts_->address; }

AnswersReport Server::Report() const { return parts_->answers.Report(); }

void Server::Shutdown(absl::Duration drain) {
  if (parts_->server == nullptr) return;
  if (auto* health = parts_->server->GetHealthCheckService(); health != nullptr) {
    health->SetServingStatus(false);
  }
  const absl::Time end = absl::Now() + drain;
  // Calls that do not make it are told so, shortly before gRPC cuts them off.
  std::jthread last_words([this, end](const std::stop_token& stop) {
    std::mutex mutex;
    std::condition_variable_any over;
    std::unique_lock lock(mutex);
    over.wait_until(lock, stop, absl::ToChronoTime(end), [] { return false; });
    parts_->answers.Fail(DrainingError());
  });
  parts_->server->Shutdown(absl::ToChronoTime(end + kLastWords));
  last_words.request_stop();
  last_words.join();
  parts_->server->Wait();
  parts_->server.reset();
}

}  // namespace madad::rpc
