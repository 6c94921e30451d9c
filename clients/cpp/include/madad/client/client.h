// A Madad server, as a program uses it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "madad/client/connection.h"
#include "madad/client/error.h"
#include "madad/v1/metric_service.pb.h"
#include "madad/v1/model_service.pb.h"
#include "madad/v1/plugin_service.pb.h"
#include "madad/v1/source_service.pb.h"

namespace madad::client {

// Lists metrics, asks for figures, and shows what they are made from.
//
//   auto client = madad::client::Client::Connect("127.0.0.1:7400");
//   madad::v1::QueryRequest request;
//   request.add_metrics("conversion.win_rate");
//   auto answer = client.Query(request);
//   if (!answer.ok()) std::cerr << answer.error().message << '\n';
//
// Thread: every function may be called from any thread, at the same time.
class Client {
 public:
  // Returns a client of the server at `target` (see MakeConnection).
  static Client Connect(const std::string& target, const Options& options = {});

  // Speaks through `connection`, which must not be null.
  explicit Client(std::shared_ptr<Connection> connection);

  // Returns every metric, in order of id, whatever number of pages they take.
  // Errors: the server's; INTERNAL when a page leads back to an earlier one.
  Result<std::vector<v1::Metric>> ListMetrics(bool available_only = false,
                                              const std::string& language = "") const;

  // Returns the metric of a full id or of a bare name that only one plugin has.
  // Errors: NOT_FOUND with the nearest ids.
  Result<v1::Metric> GetMetric(const std::string& id, const std::string& language = "") const;

  // Returns the figures that `request` asks for.
  // Errors: those of MetricService.Query.
  Result<v1::QueryResponse> Query(const v1::QueryRequest& request) const;

  // Returns how `request` would be computed; nothing but the planner runs. With
  // `validate_only` the explanation is empty, and an error says what is wrong.
  // Errors: those of MetricService.Explain.
  Result<v1::Explanation> Explain(const v1::QueryRequest& request,
                                  bool validate_only = false) const;

  // Returns every source, in order of name, with the state of its tables.
  // Errors: the server's; INTERNAL when a page leads back to an earlier one.
  Result<std::vector<v1::Source>> ListSources() const;

  // Returns what reading the source anew finds; nothing is published.
  // Errors: NOT_FOUND with the nearest names.
  Result<v1::Source> CheckSource(const std::string& name) const;

  // Loads the tables of a source whose files changed, or with `force` all of
  // them; of every source when `name` is empty. A table that cannot be loaded
  // keeps its last good version and says so in the answer.
  // Errors: NOT_FOUND with the nearest names.
  Result<v1::RefreshSourceResponse> RefreshSource(const std::string& name = "",
                                                  bool force = false) const;

  // Returns every plugin file, loaded or not, in order of file name.
  // Errors: the server's; INTERNAL when a page leads back to an earlier one.
  Result<std::vector<v1::Plugin>> ListPlugins() const;

  // Returns the plugin of an id or a file name.
  // Errors: NOT_FOUND with the nearest names.
  Result<v1::Plugin> GetPlugin(const std::string& name) const;

  // Returns every model, in order of id, with the catalog's instances of it.
  // Errors: the server's; INTERNAL when a page leads back to an earlier one.
  Result<std::vector<v1::Model>> ListModels(const std::string& language = "") const;

  // Returns the model of an id, or the instance of a name with its model.
  // Errors: NOT_FOUND with the nearest names.
  Result<v1::GetModelResponse> GetModel(const std::string& name,
                                        const std::string& language = "") const;

  // Runs what `request` asks for and hands progress, the outcome and rows to
  // `sink`, in this thread; a run that `sink` wants no more of is cancelled.
  // Returns what ended it too early. Errors: those of ModelService.RunModel.
  std::optional<Error> RunModel(const v1::RunModelRequest& request,
                                const MessageSink<v1::RunModelResponse>& sink) const;

  // Hands the rows that `request` asks for to `sink`, in this thread, chunk by
  // chunk. Returns what ended it too early. Errors: those of
  // ModelService.ReadRows.
  std::optional<Error> ReadRows(const v1::ReadRowsRequest& request,
                                const MessageSink<v1::ReadRowsResponse>& sink) const;

  // Returns the versions of what an instance has learned, newest first, and whether
  // one of them is pinned (`pinned`).
  // Errors: those of ModelService.ListVersions.
  Result<v1::ListVersionsResponse> ListVersions(const std::string& instance) const;

  // Lets a version of an instance serve; without one, the newest that its training
  // judged fit. Errors: those of ModelService.Activate.
  Result<v1::ActivateResponse> Activate(const std::string& instance,
                                        std::optional<int64_t> version) const;

  // Sends the rows of `source`, a message at a time, and hands what they score to
  // `sink`, in this thread. Returns what ended it too early. Errors: those of
  // ModelService.Score.
  std::optional<Error> Score(const MessageSource<v1::ScoreRequest>& source,
                             const MessageSink<v1::ScoreResponse>& sink) const;

  // Returns the funnel that `request` asks for.
  // Errors: those of ModelService.Funnel.
  Result<v1::FunnelResponse> Funnel(const v1::FunnelRequest& request) const;

 private:
  std::shared_ptr<Connection> connection_;
};

}  // namespace madad::client
