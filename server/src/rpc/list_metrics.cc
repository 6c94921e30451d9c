#include "rpc/list_metrics.h"

#include <string>

#include "core/status.h"
#include "core/text.h"
#include "rpc/convert.h"
#include "rpc/limits.h"
#include "rpc/page.h"

namespace madad::rpc {

absl::Status ListPage(const v1::ListMetricsRequest& request, const core::World& world,
                      v1::ListMetricsResponse& response) {
  MADAD_RETURN_IF_ERROR(CheckText(request.language(), "language"));
  const std::string binding =
      core::Cat("metrics\n", world.snapshot().id, "\n", request.available_only() ? 1 : 0, "\n",
                request.language(), "\n");
  MADAD_ASSIGN_OR_RETURN(const Page page,
                         PageOf(request.page_size(), request.page_token(), binding));
  const auto& metrics = world.metrics().metrics();
  std::string last;
  for (auto it = metrics.upper_bound(page.after); it != metrics.end(); ++it) {
    if (request.available_only() && !world.Availability(it->second).ok()) continue;
    if (response.metrics_size() == page.size) {
      response.set_next_page_token(NextPageToken(binding, last));
      break;
    }
    *response.add_metrics() = ToMetric(it->second, world, request.language());
    last = it->first;
  }
  return absl::OkStatus();
}

}  // namespace madad::rpc
