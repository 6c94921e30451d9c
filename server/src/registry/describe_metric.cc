// A metric in a description.
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"

#include "core/conversion_window.h"
#include "core/status.h"
#include "registry/description_parts.h"
#include "registry/json_fields.h"
#include "registry/read_word.h"

namespace madad::registry {
namespace {

using core::Accumulation;
using core::Direction;
using core::MetricDefinition;
using core::MetricKind;
using core::Unit;
using nlohmann::json;

constexpr size_t kMaxChecks = 100;
constexpr size_t kMaxParameters = 100;

constexpr std::array kKinds = {Word<MetricKind>{"aggregate", MetricKind::kAggregate},
                               Word<MetricKind>{"proportion", MetricKind::kProportion},
                               Word<MetricKind>{"ratio", MetricKind::kRatio},
                               Word<MetricKind>{"derived", MetricKind::kDerived},
                               Word<MetricKind>{"conversion", MetricKind::kConversion},
                               Word<MetricKind>{"lift", MetricKind::kLift}};
constexpr std::array kUnits = {
    Word<Unit>{"count", Unit::kCount},       Word<Unit>{"percent", Unit::kPercent},
    Word<Unit>{"ratio", Unit::kRatio},       Word<Unit>{"money", Unit::kMoney},
    Word<Unit>{"duration", Unit::kDuration}, Word<Unit>{"score", Unit::kScore}};
constexpr std::array kDirections = {Word<Direction>{"higher_is_better", Direction::kHigherIsBetter},
                                    Word<Direction>{"lower_is_better", Direction::kLowerIsBetter},
                                    Word<Direction>{"neutral", Direction::kNeutral}};
constexpr std::array kBases = {Word<bool>{"cohort", true}};
constexpr std::array kAccumulations = {Word<Accumulation>{"running", Accumulation::kRunning},
                                       Word<Accumulation>{"balance", Accumulation::kBalance},
                                       Word<Accumulation>{"current", Accumulation::kCurrent}};

// Returns the duration of an optional field, longer than nothing.
std::optional<core::Duration> OptionalDuration(JsonFields& fields, const char* name) {
  const std::string text = fields.OptionalText(name, kMaxWord);
  if (text.empty()) return std::nullopt;
  const absl::StatusOr<core::Duration> duration = core::ParseDuration(text);
  if (!duration.ok()) {
    fields.Fail(absl::StrCat("has a '", name, "' that is none: ", duration.status().message()));
  } else if (duration->micros <= 0 && duration->months <= 0) {
    fields.Fail(absl::StrCat("has the ", name, " '", text, "', which is no time at all"));
  } else {
    return *duration;
  }
  return std::nullopt;
}

void ReadConversion(JsonFields& fields, MetricDefinition& metric) {
  metric.entry = fields.Text("entry", kMaxExpression);
  metric.outcome = fields.Text("outcome", kMaxExpression);
  core::AddConversionWindow(OptionalDuration(fields, "window"), metric);
}

// Reads the expressions that the metric's kind has; any other is then an unknown field.
void ReadExpressions(JsonFields& fields, MetricDefinition& metric) {
  const auto read = [&fields](const char* name) { return fields.Text(name, kMaxExpression); };
  switch (metric.kind) {
    case MetricKind::kAggregate:
      metric.value = read("value");
      break;
    case MetricKind::kProportion:
      metric.value = read("value");
      metric.subset = read("subset");
      break;
    case MetricKind::kRatio:
      metric.numerator = read("numerator");
      metric.denominator = read("denominator");
      break;
    case MetricKind::kDerived:
      metric.formula = read("formula");
      return;
    case MetricKind::kConversion:
      ReadConversion(fields, metric);
      break;
    case MetricKind::kLift:
      metric.value = read("value");
      metric.subset = read("subset");
      metric.exposure = read("exposure");
      break;
  }
  metric.from = fields.Text("from", kMaxWord);
  if (metric.kind != MetricKind::kConversion) metric.at = read("at");
  metric.filter = fields.OptionalText("filter", kMaxExpression);
}

void ReadAccumulation(JsonFields& fields, MetricDefinition& metric) {
  if (metric.kind == MetricKind::kDerived) return;
  metric.accumulation = OptionalOneOf(fields, "accumulate", kAccumulations, Accumulation::kNone);
  const std::optional<core::Duration> rolling = OptionalDuration(fields, "rolling");
  if (!rolling.has_value()) return;
  if (metric.accumulation != Accumulation::kNone) {
    fields.Fail("has both 'accumulate' and 'rolling', of which only one can be");
  }
  metric.accumulation = Accumulation::kRolling;
  metric.rolling = *rolling;
}

absl::Status ReadCheck(const json& object, const std::string& where, MetricDefinition& metric) {
  JsonFields fields(object, absl::StrCat("a check of ", where));
  core::MetricCheck check;
  check.expression = fields.Text("expression", kMaxExpression);
  check.message = fields.Text("message", kMaxText);
  metric.checks.push_back(std::move(check));
  return fields.Finish();
}

absl::Status ReadParameters(const json& parameters, const std::string& where, JsonFields& fields,
                            MetricDefinition& metric) {
  for (const json& object : parameters) {
    MADAD_ASSIGN_OR_RETURN(core::MetricParameter parameter, ReadParameter(object, where));
    for (const core::MetricParameter& other : metric.parameters) {
      if (other.name != parameter.name) continue;
      fields.Fail(absl::StrCat("has the parameter '", other.name, "' twice",
                               other.name == metric.window ? ", which every conversion has" : ""));
    }
    metric.parameters.push_back(std::move(parameter));
  }
  return fields.Finish();
}

}  // namespace

absl::StatusOr<MetricDefinition> ReadMetric(const json& object, const std::string& where) {
  JsonFields fields(object, where);
  MetricDefinition metric;
  metric.id = fields.Text("id", kMaxWord);
  metric.kind = OneOf(fields, "kind", kKinds);
  ReadExpressions(fields, metric);
  ReadAccumulation(fields, metric);
  metric.cohort |= OptionalOneOf(fields, "basis", kBases, false);
  metric.unit = OneOf(fields, "unit", kUnits);
  metric.direction = OneOf(fields, "direction", kDirections);
  metric.description = fields.OptionalText("description", kMaxText);
  const json& labels = fields.Object("labels", kMaxLanguages);
  const json& checks = fields.Array("checks", kMaxChecks);
  const json& parameters = fields.OptionalArray("parameters", kMaxParameters);
  MADAD_RETURN_IF_ERROR(fields.Finish());
  MADAD_ASSIGN_OR_RETURN(metric.labels, ReadLabels(labels, where));
  for (const json& check : checks) MADAD_RETURN_IF_ERROR(ReadCheck(check, where, metric));
  MADAD_RETURN_IF_ERROR(ReadParameters(parameters, where, fields, metric));
  return metric;
}

}  // namespace madad::registry
