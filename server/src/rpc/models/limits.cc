#include "rpc/models/limits.h"

#include <string>

#include "core/status.h"
#include "core/text.h"
#include "rpc/limits.h"

namespace madad::rpc {
namespace {

absl::Status CheckNotNegative(int64_t count, std::string_view field) {
  if (count >= 0) return absl::OkStatus();
  return core::Error(absl::StatusCode::kInvalidArgument,
                     core::Cat(field, " is ", count, "; it cannot be negative"),
                     {"COUNT_NEGATIVE", {{"value", core::Cat(count)}}, std::string(field)});
}

template <typename Texts>
absl::Status CheckTexts(const Texts& texts, std::string_view field) {
  for (const std::string& text : texts) MADAD_RETURN_IF_ERROR(CheckText(text, field));
  return absl::OkStatus();
}

absl::Status CheckSteps(const v1::FunnelRequest& request) {
  MADAD_RETURN_IF_ERROR(CheckSize(request.steps_size(), kMaxSteps, "TOO_MANY_STEPS", "steps"));
  for (const v1::FunnelStep& step : request.steps()) {
    MADAD_RETURN_IF_ERROR(CheckText(step.stage(), "steps"));
    MADAD_RETURN_IF_ERROR(CheckText(step.min_gap(), "steps"));
    MADAD_RETURN_IF_ERROR(CheckText(step.max_gap(), "steps"));
  }
  MADAD_RETURN_IF_ERROR(
      CheckSize(request.exclude_size(), kMaxSteps, "TOO_MANY_EXCLUSIONS", "exclude"));
  for (const v1::FunnelExclusion& exclusion : request.exclude()) {
    MADAD_RETURN_IF_ERROR(CheckText(exclusion.stage(), "exclude"));
    MADAD_RETURN_IF_ERROR(CheckText(exclusion.after(), "exclude"));
    MADAD_RETURN_IF_ERROR(CheckText(exclusion.before(), "exclude"));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckLimits(const v1::ReadRowsRequest& request) {
  MADAD_RETURN_IF_ERROR(CheckText(request.table(), "table"));
  MADAD_RETURN_IF_ERROR(
      CheckSize(request.columns_size(), kMaxColumns, "TOO_MANY_COLUMNS", "columns"));
  MADAD_RETURN_IF_ERROR(CheckTexts(request.columns(), "columns"));
  MADAD_RETURN_IF_ERROR(CheckText(request.filter(), "filter", kMaxFilter));
  MADAD_RETURN_IF_ERROR(CheckSize(request.order_size(), kMaxOrder, "TOO_MANY_ORDERS", "order"));
  for (const v1::Order& order : request.order()) {
    MADAD_RETURN_IF_ERROR(CheckText(order.column(), "order"));
  }
  MADAD_RETURN_IF_ERROR(CheckNotNegative(request.offset(), "offset"));
  MADAD_RETURN_IF_ERROR(CheckNotNegative(request.limit(), "limit"));
  return CheckText(request.snapshot(), "snapshot");
}

absl::Status CheckLimits(const v1::RunModelRequest& request) {
  if (request.what_case() == v1::RunModelRequest::WHAT_NOT_SET) {
    return core::Error(absl::StatusCode::kInvalidArgument,
                       "nothing to run: name an `instance` of the catalog, or a model in `ad_hoc`",
                       {"RUN_MISSING", {}, "instance"});
  }
  MADAD_RETURN_IF_ERROR(CheckText(request.instance(), "instance"));
  const v1::AdHocRun& run = request.ad_hoc();
  MADAD_RETURN_IF_ERROR(CheckText(run.model(), "ad_hoc.model"));
  MADAD_RETURN_IF_ERROR(
      CheckText(run.parameters_json(), "ad_hoc.parameters_json", kMaxModelParameters));
  MADAD_RETURN_IF_ERROR(
      CheckSize(run.tables_size(), kMaxColumns, "TOO_MANY_TABLES", "ad_hoc.tables"));
  MADAD_RETURN_IF_ERROR(CheckTexts(run.tables(), "ad_hoc.tables"));
  MADAD_RETURN_IF_ERROR(CheckNotNegative(run.max_rows(), "ad_hoc.max_rows"));
  return CheckNotNegative(run.row_limit(), "ad_hoc.row_limit");
}

absl::Status CheckLimits(const v1::FunnelRequest& request) {
  MADAD_RETURN_IF_ERROR(CheckSteps(request));
  MADAD_RETURN_IF_ERROR(
      CheckSize(request.dimensions_size(), kMaxDimensions, "TOO_MANY_DIMENSIONS", "dimensions"));
  MADAD_RETURN_IF_ERROR(CheckTexts(request.dimensions(), "dimensions"));
  MADAD_RETURN_IF_ERROR(CheckSize(request.tables_size(), kMaxColumns, "TOO_MANY_TABLES", "tables"));
  MADAD_RETURN_IF_ERROR(CheckTexts(request.tables(), "tables"));
  MADAD_RETURN_IF_ERROR(CheckText(request.funnel(), "funnel"));
  MADAD_RETURN_IF_ERROR(CheckText(request.entity(), "entity"));
  MADAD_RETURN_IF_ERROR(CheckText(request.window(), "window"));
  MADAD_RETURN_IF_ERROR(CheckText(request.filter(), "filter", kMaxFilter));
  MADAD_RETURN_IF_ERROR(CheckText(request.range().from(), "range.from"));
  MADAD_RETURN_IF_ERROR(CheckText(request.range().to(), "range.to"));
  MADAD_RETURN_IF_ERROR(CheckText(request.during(), "during"));
  MADAD_RETURN_IF_ERROR(CheckText(request.timezone(), "timezone"));
  MADAD_RETURN_IF_ERROR(CheckText(request.trace(), "trace"));
  return CheckNotNegative(request.curve_points(), "curve_points");
}

}  // namespace madad::rpc
