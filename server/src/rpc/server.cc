#include "rpc/server.h"

#include <utility>

#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/health_check_service_interface.h>

#include "absl/strings/match.h"
#include "absl/time/clock.h"

#include "core/status.h"
#include "core/text.h"
#include "rpc/worker_pool.h"

namespace madad::rpc {

// In the order in which they must go: the server last of those that use it.
struct Server::Parts {
  explicit Parts(const ServerOptions& options, WorldProvider world)
      : pool(options.query_threads, options.max_waiting), metrics(std::move(world), pool) {}

  WorkerPool pool;
  MetricService metrics;
  std::unique_ptr<grpc::Server> server;
  std::string address;
};

namespace {

bool IsLocal(std::string_view host) {
  return host == "localhost" || host == "[::1]" || host.starts_with("127.");
}

absl::Status CheckListen(const ServerOptions& options) {
  const std::string& listen = options.listen;
  if (absl::StartsWith(listen, "unix:")) return absl::OkStatus();
  const size_t colon = listen.rfind(':');
  if (colon == std::string::npos || colon == 0 || colon + 1 == listen.size()) {
    return core::Error(absl::StatusCode::kInvalidArgument,
                       core::Cat("--listen is '", listen, "', expected host:port or unix:PATH"),
                       {"LISTEN_INVALID", {{"listen", listen}}, ""});
  }
  if (IsLocal(std::string_view(listen).substr(0, colon)) || options.allow_plaintext_on_network) {
    return absl::OkStatus();
  }
  return core::Error(absl::StatusCode::kFailedPrecondition,
                     core::Cat("'", listen,
                               "' can be reached from other machines and this server "
                               "does not encrypt; listen on 127.0.0.1 behind a proxy that does, "
                               "or add --allow-plaintext-on-network"),
                     {"PLAINTEXT_REFUSED", {{"listen", listen}}, ""});
}

// The address with the port that the system chose.
std::string RealAddress(const std::string& listen, int port) {
  if (absl::StartsWith(listen, "unix:")) return listen;
  return core::Cat(listen.substr(0, listen.rfind(':')), ":", port);
}

}  // namespace

Server::Server(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

Server::~Server() { Shutdown(absl::ZeroDuration()); }

absl::StatusOr<std::unique_ptr<Server>> Server::Start(const ServerOptions& options,
                                                      WorldProvider world) {
  MADAD_RETURN_IF_ERROR(CheckListen(options));
  grpc::EnableDefaultHealthCheckService(true);
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  auto parts = std::make_unique<Parts>(options, std::move(world));
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort(options.listen, grpc::InsecureServerCredentials(), &port);
  // Two servers on one port would share its calls by chance.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.SetMaxReceiveMessageSize(4 * 1024 * 1024);
  builder.RegisterService(&parts->metrics);
  parts->server = builder.BuildAndStart();
  const bool unix_socket = absl::StartsWith(options.listen, "unix:");
  if (parts->server == nullptr || (port == 0 && !unix_socket)) {
    return core::Error(
        absl::StatusCode::kUnavailable,
        core::Cat("cannot listen on ", options.listen, "; another program may have the port"),
        {"LISTEN_FAILED", {{"listen", options.listen}}, ""});
  }
  // The server as a whole is healthy by default, its services are not known.
  parts->server->GetHealthCheckService()->SetServingStatus(v1::MetricService::service_full_name(),
                                                           true);
  parts->address = RealAddress(options.listen, port);
  return std::unique_ptr<Server>(new Server(std::move(parts)));
}

const std::string& Server::address() const { return parts_->address; }

void Server::Shutdown(absl::Duration drain) {
  if (parts_->server == nullptr) return;
  if (auto* health = parts_->server->GetHealthCheckService(); health != nullptr) {
    health->SetServingStatus(false);
  }
  parts_->server->Shutdown(absl::ToChronoTime(absl::Now() + drain));
  parts_->server->Wait();
  parts_->server.reset();
}

}  // namespace madad::rpc
