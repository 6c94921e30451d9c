#include "rpc/models/funnel_parameters.h"

#include <utility>

#include "core/plan/as_of.h"
#include "core/plan/civil.h"
#include "core/plan/range.h"
#include "core/status.h"
#include "core/text.h"
#include "core/zone.h"
#include "rpc/convert.h"
#include "rpc/models/funnel_log.h"
#include "rpc/models/json.h"

namespace madad::rpc {
namespace {

using google::protobuf::ListValue;
using google::protobuf::Struct;
using google::protobuf::Value;

void Set(std::string_view name, const std::string& text, Struct& out) {
  (*out.mutable_fields())[std::string(name)].set_string_value(text);
}

void SetUnlessEmpty(std::string_view name, const std::string& text, Struct& out) {
  if (!text.empty()) Set(name, text, out);
}

ListValue& List(std::string_view name, Struct& out) {
  Value& value = (*out.mutable_fields())[std::string(name)];
  value.mutable_list_value()->clear_values();
  return *value.mutable_list_value();
}

std::string TextAt(std::string_view name, const Struct& parameters) {
  const auto found = parameters.fields().find(std::string(name));
  return found == parameters.fields().end() ? "" : found->second.string_value();
}

bool HasSteps(const Struct& parameters) {
  const auto found = parameters.fields().find("steps");
  return found != parameters.fields().end() && found->second.list_value().values_size() > 0;
}

// Sets what an enumeration of the request says, by the model's word for it.
template <typename Enum>
absl::Status SetWord(std::string_view name, Enum value, const std::vector<const char*>& words,
                     Struct& out) {
  const auto index = static_cast<size_t>(value);
  if (index == 0) return absl::OkStatus();
  if (index <= words.size()) {
    Set(name, words[index - 1], out);
    return absl::OkStatus();
  }
  return core::Error(absl::StatusCode::kInvalidArgument,
                     core::Cat(name, " ", index, " is not known"),
                     {"FUNNEL_OPTION_UNKNOWN", {{"value", core::Cat(index)}}, std::string(name)});
}

absl::Status SetWords(const v1::FunnelRequest& request, Struct& out) {
  MADAD_RETURN_IF_ERROR(SetWord("order", request.order(), {"ordered", "unordered", "strict"}, out));
  MADAD_RETURN_IF_ERROR(
      SetWord("entry", request.entry(), {"first_entry", "best_entry", "every_entry"}, out));
  return SetWord("policy", request.policy(), {"reached_or_beyond", "strict"}, out);
}

void SetSteps(const v1::FunnelRequest& request, Struct& out) {
  if (request.steps().empty()) return;
  ListValue& steps = List("steps", out);
  for (const v1::FunnelStep& step : request.steps()) {
    Struct& added = *steps.add_values()->mutable_struct_value();
    Set("stage", step.stage(), added);
    (*added.mutable_fields())["optional"].set_bool_value(step.optional());
    SetUnlessEmpty("min_gap", step.min_gap(), added);
    SetUnlessEmpty("max_gap", step.max_gap(), added);
  }
}

void SetExclusions(const v1::FunnelRequest& request, Struct& out) {
  if (request.exclude().empty()) return;
  ListValue& exclusions = List("exclude", out);
  for (const v1::FunnelExclusion& exclusion : request.exclude()) {
    Struct& added = *exclusions.add_values()->mutable_struct_value();
    Set("stage", exclusion.stage(), added);
    SetUnlessEmpty("after", exclusion.after(), added);
    SetUnlessEmpty("before", exclusion.before(), added);
  }
}

void SetDimensions(const v1::FunnelRequest& request, Struct& out) {
  if (request.dimensions().empty()) return;
  ListValue& by = List("by", out);
  for (const std::string& name : request.dimensions()) by.add_values()->set_string_value(name);
}

std::vector<std::string> Dimensions(const Struct& parameters) {
  std::vector<std::string> names;
  const auto by = parameters.fields().find("by");
  if (by == parameters.fields().end()) return names;
  for (const Value& value : by->second.list_value().values()) {
    names.push_back(value.string_value());
  }
  return names;
}

absl::Status SetDefaultSteps(const std::string& entity, const FunnelLog& log, Struct& out) {
  if (HasSteps(out)) return absl::OkStatus();
  if (log.stages.empty()) {
    return core::Error(
        absl::StatusCode::kFailedPrecondition,
        core::Cat("the funnel has no steps, and the catalog lists no stages of a ", entity,
                  "; name steps, or list the stages under stages: ", entity, ":"),
        {"STEPS_MISSING", {{"entity", entity}}, "steps"});
  }
  ListValue& steps = List("steps", out);
  for (const std::string& stage : log.stages) steps.add_values()->set_string_value(stage);
  return absl::OkStatus();
}

std::optional<core::Timestamp> DayAt(std::string_view name, const Struct& parameters) {
  const absl::StatusOr<core::Date> day = core::ParseDate(TextAt(name, parameters));
  return day.ok() ? std::optional(core::MidnightOf(*day)) : std::nullopt;
}

// The zone of dates: the request's, else the named funnel's. A funnel with dates
// and without a zone has them in UTC, as when it runs by itself; what the request
// says is in the catalog's zone (empty).
std::string ZoneOf(const v1::FunnelRequest& request, const Struct& named) {
  if (!request.timezone().empty()) return request.timezone();
  const std::string own = TextAt("timezone", named);
  const bool has_range = request.has_range() || !request.during().empty();
  const bool has_days = DayAt("from", named) || DayAt("to", named);
  return own.empty() && has_days && !has_range ? "UTC" : own;
}

// A query's range means the same here.
absl::StatusOr<core::Query> RangeQuery(const v1::FunnelRequest& request, const Struct& named) {
  v1::QueryRequest query;
  *query.mutable_range() = request.range();
  query.set_during(request.during());
  query.set_timezone(ZoneOf(request, named));
  return ToQuery(query);
}

void SetInstant(std::string_view name, core::Timestamp civil, const absl::TimeZone& zone,
                Struct& out) {
  Set(name, core::ToText(core::Value(core::ToUtc(zone, civil))), out);
}

absl::Status SetRange(const v1::FunnelRequest& request, const FunnelLog& log,
                      const core::World& world, Struct& out, FunnelPlan& plan) {
  MADAD_ASSIGN_OR_RETURN(const core::Query query, RangeQuery(request, out));
  MADAD_ASSIGN_OR_RETURN(const core::TimeAxis axis, core::AxisOf(query, world.catalog().calendar));
  Set("timezone", axis.zone_name, out);
  const bool has_range = query.from || query.to || !query.during.empty();
  if (!has_range) {
    plan.range.set_from(TextAt("from", out));
    plan.range.set_to(TextAt("to", out));
    for (const char* bound : {"from", "to"}) {
      if (const auto day = DayAt(bound, out)) SetInstant(bound, *day, axis.zone, out);
    }
    return absl::OkStatus();
  }
  MADAD_ASSIGN_OR_RETURN(const core::AsOf as_of, core::FindAsOf({}, axis, log.tables, world));
  MADAD_ASSIGN_OR_RETURN(const core::CivilRange range, core::RangeOf(query, axis, as_of.instant));
  for (const char* bound : {"from", "to"}) out.mutable_fields()->erase(bound);
  if (range.from) SetInstant("from", *range.from, axis.zone, out);
  if (range.to) SetInstant("to", *range.to, axis.zone, out);
  v1::QueryResponse applied;
  ToHead({.from = range.from, .to = range.to}, applied);
  plan.range = applied.range();
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<FunnelPlan> PlanFunnel(const v1::FunnelRequest& request,
                                      const core::ModelState* named, const core::World& world) {
  Struct parameters;
  if (named != nullptr) parameters = ToStruct(named->use.parameters);
  SetUnlessEmpty("entity", request.entity(), parameters);
  SetUnlessEmpty("window", request.window(), parameters);
  SetUnlessEmpty("where", request.filter(), parameters);
  SetUnlessEmpty("trace", request.trace(), parameters);
  MADAD_RETURN_IF_ERROR(SetWords(request, parameters));
  SetSteps(request, parameters);
  SetExclusions(request, parameters);
  SetDimensions(request, parameters);
  if (request.curve_points() > 0) {
    (*parameters.mutable_fields())["curve_points"].set_number_value(request.curve_points());
  }
  std::string entity = TextAt("entity", parameters);
  if (entity.empty()) entity = "lead";
  MADAD_ASSIGN_OR_RETURN(const FunnelLog log, LogOf(entity, world.catalog()));
  FunnelPlan plan{.by = Dimensions(parameters), .currency = log.currency};
  MADAD_RETURN_IF_ERROR(SetDefaultSteps(entity, log, parameters));
  MADAD_RETURN_IF_ERROR(SetRange(request, log, world, parameters, plan));
  MADAD_ASSIGN_OR_RETURN(plan.parameters, ToJson(parameters, "funnel"));
  return plan;
}

}  // namespace madad::rpc
