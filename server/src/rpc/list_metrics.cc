#include "rpc/list_metrics.h"

#include <algorithm>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"

#include "core/status.h"
#include "core/text.h"
#include "rpc/convert.h"

namespace madad::rpc {
namespace {

constexpr int kDefaultPage = 100;
constexpr int kLargestPage = 1000;

// What a token must agree on with the request that brings it back.
std::string Binding(const v1::ListMetricsRequest& request, const core::World& world) {
  return core::Cat(world.snapshot().id, "\n", request.available_only() ? 1 : 0, "\n",
                   request.language(), "\n");
}

// Returns the id that the page comes after; empty for the first.
absl::StatusOr<std::string> After(const v1::ListMetricsRequest& request, const core::World& world) {
  if (request.page_token().empty()) return std::string();
  std::string token;
  const std::string binding = Binding(request, world);
  if (absl::WebSafeBase64Unescape(request.page_token(), &token) &&
      absl::StartsWith(token, binding)) {
    return token.substr(binding.size());
  }
  return core::Error(absl::StatusCode::kInvalidArgument,
                     "page_token belongs to another request or to older data; list again from the "
                     "first page",
                     {"PAGE_TOKEN_INVALID", {}, "page_token"});
}

}  // namespace

absl::Status ListPage(const v1::ListMetricsRequest& request, const core::World& world,
                      v1::ListMetricsResponse& response) {
  if (request.page_size() < 0) {
    return core::Error(absl::StatusCode::kInvalidArgument,
                       core::Cat("page_size is ", request.page_size(), "; it cannot be negative"),
                       {"PAGE_SIZE_INVALID", {}, "page_size"});
  }
  MADAD_ASSIGN_OR_RETURN(const std::string after, After(request, world));
  const int size =
      request.page_size() == 0 ? kDefaultPage : std::min(request.page_size(), kLargestPage);
  const auto& metrics = world.metrics().metrics();
  std::string last;
  for (auto it = metrics.upper_bound(after); it != metrics.end(); ++it) {
    if (request.available_only() && !world.Availability(it->second).ok()) continue;
    if (response.metrics_size() == size) {
      response.set_next_page_token(absl::WebSafeBase64Escape(Binding(request, world) + last));
      break;
    }
    *response.add_metrics() = ToMetric(it->second, world, request.language());
    last = it->first;
  }
  return absl::OkStatus();
}

}  // namespace madad::rpc
