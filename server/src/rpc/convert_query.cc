#include <optional>

#include "core/status.h"
#include "core/text.h"
#include "rpc/convert.h"
#include "rpc/limits.h"

namespace madad::rpc {
namespace {

// A civil time: a date, or a date and time without an offset.
absl::StatusOr<std::optional<core::Timestamp>> ToCivil(const std::string& text,
                                                       std::string_view field) {
  if (text.empty()) return std::optional<core::Timestamp>();
  const absl::StatusOr<core::Timestamp> time = core::ParseTimestamp(text);
  const bool has_offset =
      text.find_first_of("Z+", 10) != std::string::npos || text.find('-', 10) != std::string::npos;
  if (time.ok() && !has_offset) return std::optional(*time);
  return core::Error(absl::StatusCode::kInvalidArgument,
                     core::Cat(field, " is '", text,
                               "', expected a day such as 2024-01-31 or a "
                               "time such as 2024-01-31T08:00:00, without an offset"),
                     {"RANGE_INVALID", {{"value", text}}, std::string(field)});
}

absl::StatusOr<core::Grain> ToGrain(v1::Grain grain) {
  switch (grain) {
    case v1::GRAIN_UNSPECIFIED:
      return core::Grain::kNone;
    case v1::GRAIN_DAY:
      return core::Grain::kDay;
    case v1::GRAIN_WEEK:
      return core::Grain::kWeek;
    case v1::GRAIN_MONTH:
      return core::Grain::kMonth;
    case v1::GRAIN_QUARTER:
      return core::Grain::kQuarter;
    case v1::GRAIN_YEAR:
      return core::Grain::kYear;
    default:
      return core::Error(
          absl::StatusCode::kInvalidArgument,
          core::Cat("grain ", static_cast<int>(grain), " is not known"),
          {"GRAIN_UNKNOWN", {{"value", core::Cat(static_cast<int>(grain))}}, "grain"});
  }
}

absl::StatusOr<core::Comparison> ToComparison(v1::Comparison comparison) {
  switch (comparison) {
    case v1::COMPARISON_UNSPECIFIED:
      return core::Comparison::kNone;
    case v1::COMPARISON_PREVIOUS:
      return core::Comparison::kPrevious;
    case v1::COMPARISON_YEAR:
      return core::Comparison::kYear;
    default:
      return core::Error(absl::StatusCode::kInvalidArgument,
                         core::Cat("comparison ", static_cast<int>(comparison), " is not known"),
                         {"COMPARISON_UNKNOWN",
                          {{"value", core::Cat(static_cast<int>(comparison))}},
                          "comparison"});
  }
}

// What is added to the figures.
void ToAdditions(const v1::QueryRequest& request, core::Query& query) {
  query.share = request.share();
  query.interval = request.interval();
  query.total = request.total();
  query.targets = request.targets();
  query.explain = request.explain();
}

}  // namespace

absl::StatusOr<core::Query> ToQuery(const v1::QueryRequest& request) {
  MADAD_RETURN_IF_ERROR(CheckLimits(request));
  core::Query query;
  query.metrics.assign(request.metrics().begin(), request.metrics().end());
  query.dimensions.assign(request.dimensions().begin(), request.dimensions().end());
  MADAD_ASSIGN_OR_RETURN(query.grain, ToGrain(request.grain()));
  MADAD_ASSIGN_OR_RETURN(query.from, ToCivil(request.range().from(), "range.from"));
  MADAD_ASSIGN_OR_RETURN(query.to, ToCivil(request.range().to(), "range.to"));
  query.filter = request.filter();
  for (const v1::Order& order : request.order()) {
    query.order.push_back({order.column(), order.descending()});
  }
  query.limit = request.limit();
  query.timezone = request.timezone();
  query.week_start = request.week_start();
  query.during = request.during();
  query.as_of = request.as_of();
  query.parameters.insert(request.parameters().begin(), request.parameters().end());
  MADAD_ASSIGN_OR_RETURN(query.comparison, ToComparison(request.comparison()));
  ToAdditions(request, query);
  return query;
}

}  // namespace madad::rpc
