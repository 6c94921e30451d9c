#include "rpc/limits.h"

#include <string>

#include "core/status.h"
#include "core/text.h"

namespace madad::rpc {
namespace {

absl::Status CheckCounts(const v1::QueryRequest& request) {
  MADAD_RETURN_IF_ERROR(
      CheckSize(request.metrics_size(), kMaxMetrics, "TOO_MANY_METRICS", "metrics"));
  MADAD_RETURN_IF_ERROR(
      CheckSize(request.dimensions_size(), kMaxDimensions, "TOO_MANY_DIMENSIONS", "dimensions"));
  MADAD_RETURN_IF_ERROR(CheckSize(request.order_size(), kMaxOrder, "TOO_MANY_ORDERS", "order"));
  return CheckSize(static_cast<int>(request.parameters_size()), kMaxParameters,
                   "TOO_MANY_PARAMETERS", "parameters");
}

// Texts of which there are several.
absl::Status CheckLists(const v1::QueryRequest& request) {
  for (const std::string& metric : request.metrics()) {
    MADAD_RETURN_IF_ERROR(CheckText(metric, "metrics", kMaxMetricId));
  }
  for (const std::string& dimension : request.dimensions()) {
    MADAD_RETURN_IF_ERROR(CheckText(dimension, "dimensions"));
  }
  for (const v1::Order& order : request.order()) {
    MADAD_RETURN_IF_ERROR(CheckText(order.column(), "order", kMaxMetricId));
  }
  for (const auto& [name, value] : request.parameters()) {
    MADAD_RETURN_IF_ERROR(CheckText(name, "parameters"));
    MADAD_RETURN_IF_ERROR(CheckText(value, "parameters", kMaxParameterValue));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckSize(int size, int limit, std::string_view reason, std::string_view field) {
  if (size <= limit) return absl::OkStatus();
  return core::Error(absl::StatusCode::kInvalidArgument,
                     core::Cat(field, " has ", size, " entries, at most ", limit, " are taken"),
                     {std::string(reason),
                      {{"size", core::Cat(size)}, {"limit", core::Cat(limit)}},
                      std::string(field)});
}

absl::Status CheckText(std::string_view text, std::string_view field, size_t limit) {
  if (text.size() <= limit) return absl::OkStatus();
  return core::Error(
      absl::StatusCode::kInvalidArgument,
      core::Cat("a text in ", field, " has ", text.size(), " bytes, at most ", limit, " are taken"),
      {"TEXT_TOO_LONG",
       {{"size", core::Cat(text.size())}, {"limit", core::Cat(limit)}},
       std::string(field)});
}

absl::Status CheckLimits(const v1::QueryRequest& request) {
  MADAD_RETURN_IF_ERROR(CheckCounts(request));
  MADAD_RETURN_IF_ERROR(CheckLists(request));
  MADAD_RETURN_IF_ERROR(CheckText(request.filter(), "filter", kMaxFilter));
  MADAD_RETURN_IF_ERROR(CheckText(request.range().from(), "range.from"));
  MADAD_RETURN_IF_ERROR(CheckText(request.range().to(), "range.to"));
  MADAD_RETURN_IF_ERROR(CheckText(request.timezone(), "timezone"));
  MADAD_RETURN_IF_ERROR(CheckText(request.week_start(), "week_start"));
  MADAD_RETURN_IF_ERROR(CheckText(request.as_of(), "as_of"));
  return CheckText(request.during(), "during");
}

absl::Status CheckCount(const v1::StreamQueriesRequest& request) {
  if (request.queries_size() == 0) {
    return core::Error(absl::StatusCode::kInvalidArgument, "queries is empty; ask at least one",
                       {"QUERIES_MISSING", {}, "queries"});
  }
  return CheckSize(request.queries_size(), kMaxQueries, "TOO_MANY_QUERIES", "queries");
}

}  // namespace madad::rpc
