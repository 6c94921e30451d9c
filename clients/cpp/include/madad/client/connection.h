// The calls of a Madad server, one to one; the seam for tests and decorators.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "absl/time/time.h"

#include "madad/client/error.h"
#include "madad/v1/metric_service.pb.h"
#include "madad/v1/model_service.pb.h"
#include "madad/v1/plugin_service.pb.h"
#include "madad/v1/source_service.pb.h"

namespace madad::client {

// How to talk to a server.
struct Options {
  // For a whole call, its retries and the connecting included.
  absl::Duration timeout = absl::Seconds(30);
  // Larger answers are refused with RESOURCE_EXHAUSTED.
  int max_receive_bytes = 64 << 20;
  // Opens the user-agent header: `name/version`.
  std::string user_agent;
};

// Takes a message of a stream; false: no more are wanted.
template <typename Message>
using MessageSink = std::function<bool(Message message)>;

// Gives the next message of a stream; nothing: there are no more.
template <typename Message>
using MessageSource = std::function<std::optional<Message>()>;

// Makes calls and converts their failures.
// Thread: every function may be called from any thread, at the same time.
class Connection {
 public:
  virtual ~Connection() = default;

  virtual Result<v1::ListMetricsResponse> ListMetrics(const v1::ListMetricsRequest& request) = 0;
  virtual Result<v1::GetMetricResponse> GetMetric(const v1::GetMetricRequest& request) = 0;
  virtual Result<v1::QueryResponse> Query(const v1::QueryRequest& request) = 0;
  virtual Result<v1::ExplainResponse> Explain(const v1::ExplainRequest& request) = 0;
  virtual Result<v1::ListSourcesResponse> ListSources(const v1::ListSourcesRequest& request) = 0;
  virtual Result<v1::CheckSourceResponse> CheckSource(const v1::CheckSourceRequest& request) = 0;
  virtual Result<v1::RefreshSourceResponse> RefreshSource(
      const v1::RefreshSourceRequest& request) = 0;
  virtual Result<v1::ListPluginsResponse> ListPlugins(const v1::ListPluginsRequest& request) = 0;
  virtual Result<v1::GetPluginResponse> GetPlugin(const v1::GetPluginRequest& request) = 0;
  virtual Result<v1::ListModelsResponse> ListModels(const v1::ListModelsRequest& request) = 0;
  virtual Result<v1::GetModelResponse> GetModel(const v1::GetModelRequest& request) = 0;
  virtual Result<v1::FunnelResponse> Funnel(const v1::FunnelRequest& request) = 0;

  // Hand the messages of a stream to `sink`, in this thread, and return what
  // ended it too early; nothing when it ended, or `sink` wanted no more.
  virtual std::optional<Error> RunModel(const v1::RunModelRequest& request,
                                        const MessageSink<v1::RunModelResponse>& sink) = 0;
  virtual std::optional<Error> ReadRows(const v1::ReadRowsRequest& request,
                                        const MessageSink<v1::ReadRowsResponse>& sink) = 0;

  virtual Result<v1::ListVersionsResponse> ListVersions(const v1::ListVersionsRequest& request) = 0;
  virtual Result<v1::ActivateResponse> Activate(const v1::ActivateRequest& request) = 0;
  // Sends the messages of `source` one at a time, each when the answer to the one
  // before it has been handed to `sink`; both in this thread.
  virtual std::optional<Error> Score(const MessageSource<v1::ScoreRequest>& source,
                                     const MessageSink<v1::ScoreResponse>& sink) = 0;
};

// Returns `target` with Madad's port, 7400, where it names a host and no port:
// `localhost` is `localhost:7400`, `::1` is `[::1]:7400`. Names that take no
// port, such as `unix:/run/madad.sock`, stay as they are.
std::string WithDefaultPort(const std::string& target);

// Returns a connection to `target`, a gRPC name such as `127.0.0.1:7400` or
// `unix:/run/madad.sock`, in plain text; WithDefaultPort is applied to it. It
// connects at the first call, so a wrong target fails there. Calls refused with
// UNAVAILABLE are tried again, with growing pauses, until the timeout.
std::shared_ptr<Connection> MakeConnection(const std::string& target, const Options& options);

}  // namespace madad::client
