#include "core/plan/check_request.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_join.h"

#include "core/finish/companions.h"
#include "core/status.h"
#include "core/text.h"

namespace madad::core {
namespace {

constexpr size_t kMostMetrics = 50;
constexpr size_t kMostDimensions = 8;

absl::Status Refuse(std::string_view reason, std::string_view field, const std::string& message) {
  return Error(absl::StatusCode::kInvalidArgument, message,
               {std::string(reason), {}, std::string(field)});
}

}  // namespace

absl::Status CheckRequest(const Query& query) {
  if (query.metrics.empty()) {
    return Refuse("METRICS_MISSING", "metrics", "a query needs at least one metric");
  }
  if (query.metrics.size() > kMostMetrics) {
    return Refuse("TOO_MANY_METRICS", "metrics",
                  Cat("a query takes at most ", kMostMetrics, " metrics"));
  }
  if (query.dimensions.size() > kMostDimensions) {
    return Refuse("TOO_MANY_DIMENSIONS", "dimensions",
                  Cat("a query takes at most ", kMostDimensions, " dimensions"));
  }
  if (query.limit < 0) {
    return Refuse("LIMIT_INVALID", "limit", "limit must be 0 (all) or a positive number of rows");
  }
  std::set<std::string_view> seen;
  for (const std::string& dimension : query.dimensions) {
    if (seen.insert(dimension).second) continue;
    return Refuse("DIMENSION_REPEATED", "dimensions",
                  Cat("dimension '", dimension, "' is given twice"));
  }
  return absl::OkStatus();
}

absl::Status CheckOrder(const Query& query, const Plan& plan) {
  std::vector<std::string> columns;
  for (const ResultColumn& key : plan.rows.keys) columns.push_back(key.name);
  for (const MetricStep& step : plan.rows.metrics) {
    for (std::string& name : ColumnNames(plan, step)) columns.push_back(std::move(name));
  }
  for (const OrderBy& order : query.order) {
    const bool known = std::any_of(columns.begin(), columns.end(), [&](const std::string& column) {
      return NamesColumn(order.column, column);
    });
    if (known) continue;
    return Error(absl::StatusCode::kInvalidArgument,
                 Cat("cannot order by '", order.column, "'; the result's columns are ",
                     absl::StrJoin(columns, ", ")),
                 {"ORDER_UNKNOWN", {{"column", order.column}}, "order"});
  }
  return absl::OkStatus();
}

bool NamesColumn(std::string_view name, std::string_view column) {
  return name == column || name == column.substr(column.find('.') + 1);
}

}  // namespace madad::core
