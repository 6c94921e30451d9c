#include "madad/client/client.h"

#include <set>
#include <utility>

namespace madad::client {
namespace {

constexpr int kPageSize = 1000;

Error EndlessPages(const std::string& things, const std::string& token) {
  Error error;
  error.code = absl::StatusCode::kInternal;
  error.message = "the server's pages of " + things + " lead in a circle (page token `" + token +
                  "`); the server is at fault";
  return error;
}

// Returns the items of every page: `fetch` asks for the page of a request, and
// `items` gives a page's list, which is moved from.
template <typename Item, typename Request, typename Fetch, typename Items>
Result<std::vector<Item>> AllPages(const std::string& things, Request request, const Fetch& fetch,
                                   const Items& items) {
  request.set_page_size(kPageSize);
  std::vector<Item> all;
  std::set<std::string> tokens;
  for (;;) {
    auto page = fetch(request);
    if (!page.ok()) return page.error();
    for (Item& item : *items(&*page)) all.push_back(std::move(item));
    const std::string token = page->next_page_token();
    if (token.empty()) return all;
    if (!tokens.insert(token).second) return EndlessPages(things, token);
    request.set_page_token(token);
  }
}

}  // namespace

Client Client::Connect(const std::string& target, const Options& options) {
  return Client(MakeConnection(target, options));
}

Client::Client(std::shared_ptr<Connection> connection) : connection_(std::move(connection)) {}

Result<std::vector<v1::Metric>> Client::ListMetrics(bool available_only,
                                                    const std::string& language) const {
  v1::ListMetricsRequest request;
  request.set_available_only(available_only);
  request.set_language(language);
  return AllPages<v1::Metric>(
      "metrics", request, [this](const auto& page) { return connection_->ListMetrics(page); },
      [](v1::ListMetricsResponse* page) { return page->mutable_metrics(); });
}

Result<v1::Metric> Client::GetMetric(const std::string& id, const std::string& language) const {
  v1::GetMetricRequest request;
  request.set_id(id);
  request.set_language(language);
  Result<v1::GetMetricResponse> response = connection_->GetMetric(request);
  if (!response.ok()) return response.error();
  return std::move(*response->mutable_metric());
}

Result<v1::QueryResponse> Client::Query(const v1::QueryRequest& request) const {
  return connection_->Query(request);
}

Result<v1::Explanation> Client::Explain(const v1::QueryRequest& request, bool validate_only) const {
  v1::ExplainRequest explain;
  *explain.mutable_query() = request;
  explain.set_validate_only(validate_only);
  Result<v1::ExplainResponse> response = connection_->Explain(explain);
  if (!response.ok()) return response.error();
  return std::move(*response->mutable_explanation());
}

Result<std::vector<v1::Source>> Client::ListSources() const {
  return AllPages<v1::Source>(
      "sources", v1::ListSourcesRequest(),
      [this](const auto& page) { return connection_->ListSources(page); },
      [](v1::ListSourcesResponse* page) { return page->mutable_sources(); });
}

Result<v1::Source> Client::CheckSource(const std::string& name) const {
  v1::CheckSourceRequest request;
  request.set_name(name);
  Result<v1::CheckSourceResponse> response = connection_->CheckSource(request);
  if (!response.ok()) return response.error();
  return std::move(*response->mutable_source());
}

Result<v1::RefreshSourceResponse> Client::RefreshSource(const std::string& name, bool force) const {
  v1::RefreshSourceRequest request;
  request.set_name(name);
  request.set_force(force);
  return connection_->RefreshSource(request);
}

Result<std::vector<v1::Plugin>> Client::ListPlugins() const {
  return AllPages<v1::Plugin>(
      "plugins", v1::ListPluginsRequest(),
      [this](const auto& page) { return connection_->ListPlugins(page); },
      [](v1::ListPluginsResponse* page) { return page->mutable_plugins(); });
}

Result<v1::Plugin> Client::GetPlugin(const std::string& name) const {
  v1::GetPluginRequest request;
  request.set_name(name);
  Result<v1::GetPluginResponse> response = connection_->GetPlugin(request);
  if (!response.ok()) return response.error();
  return std::move(*response->mutable_plugin());
}

Result<std::vector<v1::Model>> Client::ListModels(const std::string& language) const {
  v1::ListModelsRequest request;
  request.set_language(language);
  return AllPages<v1::Model>(
      "models", request, [this](const auto& page) { return connection_->ListModels(page); },
      [](v1::ListModelsResponse* page) { return page->mutable_models(); });
}

Result<v1::GetModelResponse> Client::GetModel(const std::string& name,
                                              const std::string& language) const {
  v1::GetModelRequest request;
  request.set_name(name);
  request.set_language(language);
  return connection_->GetModel(request);
}

std::optional<Error> Client::RunModel(const v1::RunModelRequest& request,
                                      const MessageSink<v1::RunModelResponse>& sink) const {
  return connection_->RunModel(request, sink);
}

std::optional<Error> Client::ReadRows(const v1::ReadRowsRequest& request,
                                      const MessageSink<v1::ReadRowsResponse>& sink) const {
  return connection_->ReadRows(request, sink);
}

Result<v1::ListVersionsResponse> Client::ListVersions(const std::string& instance) const {
  v1::ListVersionsRequest request;
  request.set_instance(instance);
  v1::ListVersionsResponse all;
  auto versions = AllPages<v1::ModelVersion>(
      "versions", request,
      [&](const auto& page) {
        auto response = connection_->ListVersions(page);
        if (response.ok()) all.set_pinned(response->pinned());
        return response;
      },
      [](v1::ListVersionsResponse* page) { return page->mutable_versions(); });
  if (!versions.ok()) return versions.error();
  for (v1::ModelVersion& version : *versions) *all.add_versions() = std::move(version);
  return all;
}

Result<v1::ActivateResponse> Client::Activate(const std::string& instance,
                                              std::optional<int64_t> version) const {
  v1::ActivateRequest request;
  request.set_instance(instance);
  if (version) {
    request.set_version(*version);
  } else {
    request.set_latest(true);
  }
  return connection_->Activate(request);
}

std::optional<Error> Client::Score(const MessageSource<v1::ScoreRequest>& source,
                                   const MessageSink<v1::ScoreResponse>& sink) const {
  return connection_->Score(source, sink);
}

Result<v1::FunnelResponse> Client::Funnel(const v1::FunnelRequest& request) const {
  return connection_->Funnel(request);
}

}  // namespace madad::client
