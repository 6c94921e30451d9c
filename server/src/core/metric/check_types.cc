#include "core/metric/check_types.h"

#include <utility>
#include <vector>

#include "core/evaluate.h"
#include "core/expr/check.h"
#include "core/expr/parser.h"
#include "core/metric/bind.h"
#include "core/metric/instance.h"
#include "core/metric/leaf_scope.h"
#include "core/scan_scope.h"
#include "core/status.h"
#include "core/text.h"

namespace madad::core {
namespace {

// What a part of a definition must be.
enum class Form { kAggregate, kCondition, kTime };

struct Part {
  std::string_view what;
  const std::string* text;
  ExprPtr parsed;
  Form form;
};

std::vector<Part> PartsOf(const PreparedMetric& metric) {
  const MetricDefinition& d = metric.definition;
  const MetricParts& p = metric.parts;
  std::vector<Part> parts = {{"at", &d.at, p.at, Form::kTime},
                             {"entry", &d.entry, p.entry, Form::kTime},
                             {"outcome", &d.outcome, p.outcome, Form::kTime},
                             {"value", &d.value, p.value, Form::kAggregate},
                             {"numerator", &d.numerator, p.numerator, Form::kAggregate},
                             {"denominator", &d.denominator, p.denominator, Form::kAggregate},
                             {"subset", &d.subset, p.subset, Form::kCondition},
                             {"exposure", &d.exposure, p.exposure, Form::kCondition},
                             {"filter", &d.filter, p.filter, Form::kCondition}};
  for (size_t i = 0; i < d.checks.size(); ++i) {
    parts.push_back({"check", &d.checks[i].expression, p.checks[i], Form::kAggregate});
  }
  return parts;
}

absl::Status Invalid(const Part& part, std::string_view problem) {
  return Error(absl::StatusCode::kInvalidArgument,
               Cat(part.what, " must ", problem, ": ", *part.text), {"EXPRESSION_INVALID", {}, ""});
}

absl::Status NotATime(const PreparedMetric& metric, const Part& part, Type type) {
  return Error(absl::StatusCode::kFailedPrecondition,
               Cat("needs ", metric.definition.from, ".", *part.text,
                   " as a date or timestamp, but the catalog maps it as ", TypeName(type),
                   "; add `type: timestamp` to that column"),
               {"METRIC_COLUMN_TYPE", {{"column", *part.text}}, ""});
}

absl::Status CheckPart(const PreparedMetric& metric, const Part& part,
                       const ParameterValues& values, ScanScope& scope) {
  MADAD_ASSIGN_OR_RETURN(const ExprPtr bound,
                         BindExpression(metric, values, Timestamp{}, part.parsed));
  absl::StatusOr<ExprPtr> typed =
      Check(bound, *part.text, scope, {.allow_aggregates = part.form == Form::kAggregate});
  if (!typed.ok()) return Annotate(typed.status(), Cat(part.what, ": "));
  const Type type = (*typed)->type;
  switch (part.form) {
    case Form::kAggregate:
      if (HasAggregate(*bound)) return absl::OkStatus();
      return Invalid(part, "aggregate rows, as count(*) does");
    case Form::kCondition:
      if (type == Type::kBool) return absl::OkStatus();
      return Invalid(part, Cat("be a condition, but is a ", TypeName(type)));
    case Form::kTime:
      break;
  }
  const bool is_time = type == Type::kDate || type == Type::kTimestamp;
  return is_time ? absl::OkStatus() : NotATime(metric, part, type);
}

// Types the finish expressions over the leaves and evaluates them over no rows,
// so that a function which has no meaning there is found now.
absl::Status CheckFinish(const PreparedMetric& metric, const ParameterValues& values) {
  MADAD_ASSIGN_OR_RETURN(const MetricInstance instance, Instantiate(metric, values, Timestamp{}));
  std::vector<ExprPtr> typed;
  LeafColumns columns;
  for (const MetricLeaf& leaf : instance.leaves) {
    const MetricBase& base = instance.bases[leaf.base];
    ScanScope scope(*metric.catalog, *base.table);
    MADAD_ASSIGN_OR_RETURN(typed.emplace_back(), Check(leaf.aggregate, ToText(*leaf.aggregate),
                                                       scope, {.allow_aggregates = true}));
    ResultColumn& column = columns.emplace_back();
    column.type = typed.back()->type;
    column.scale = typed.back()->scale;
    column.values = EmptyValues(column.type);
  }
  LeafScope leaves(typed);
  MADAD_ASSIGN_OR_RETURN(const ExprPtr value,
                         Check(instance.value, ToText(*instance.value), leaves));
  return Evaluate(*value, columns, 0).status();
}

}  // namespace

absl::Status CheckTypes(const PreparedMetric& metric) {
  MADAD_ASSIGN_OR_RETURN(ParameterValues values, BindParameters(metric.parameters, {}));
  if (metric.table != nullptr) {
    ScanScope scope(*metric.catalog, *metric.table);
    for (const Part& part : PartsOf(metric)) {
      if (part.parsed == nullptr) continue;
      MADAD_RETURN_IF_ERROR(CheckPart(metric, part, values, scope));
    }
  }
  MADAD_RETURN_IF_ERROR(CheckFinish(metric, values));
  if (metric.definition.kind != MetricKind::kConversion) return absl::OkStatus();
  values[metric.definition.window] = Duration{86'400'000'000, 0};
  return CheckFinish(metric, values);
}

}  // namespace madad::core
