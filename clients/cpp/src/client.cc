#include "madad/client/client.h"

#include <set>
#include <utility>

namespace madad::client {
namespace {

constexpr int kPageSize = 1000;

Error EndlessPages(const std::string& token) {
  Error error;
  error.code = absl::StatusCode::kInternal;
  error.message = "the server's pages of metrics lead in a circle (page token `" + token +
                  "`); the server is at fault";
  return error;
}

}  // namespace

Client Client::Connect(const std::string& target, const Options& options) {
  return Client(MakeConnection(target, options));
}

Client::Client(std::shared_ptr<Connection> connection) : connection_(std::move(connection)) {}

Result<std::vector<v1::Metric>> Client::ListMetrics(bool available_only,
                                                    const std::string& language) const {
  v1::ListMetricsRequest request;
  request.set_page_size(kPageSize);
  request.set_available_only(available_only);
  request.set_language(language);
  std::vector<v1::Metric> metrics;
  std::set<std::string> tokens;
  for (;;) {
    Result<v1::ListMetricsResponse> page = connection_->ListMetrics(request);
    if (!page.ok()) return page.error();
    for (v1::Metric& metric : *page->mutable_metrics()) metrics.push_back(std::move(metric));
    if (page->next_page_token().empty()) return metrics;
    if (!tokens.insert(page->next_page_token()).second) {
      return EndlessPages(page->next_page_token());
    }
    request.set_page_token(page->next_page_token());
  }
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

}  // namespace madad::client
