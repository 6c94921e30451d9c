#include "core/metric/parts.h"

#include <algorithm>
#include <utility>

#include "core/expr/parser.h"
#include "core/status.h"
#include "core/text.h"

namespace madad::core {
namespace {

absl::Status ParseInto(std::string_view what, const std::string& text, ExprPtr& part) {
  if (text.empty()) return absl::OkStatus();
  absl::StatusOr<ExprPtr> parsed = ParseExpression(text);
  if (!parsed.ok()) return Annotate(parsed.status(), Cat(what, ": "));
  part = *std::move(parsed);
  return absl::OkStatus();
}

// What the kind needs and is not written; empty: nothing.
std::string Missing(const MetricDefinition& metric) {
  std::vector<std::pair<std::string, const std::string*>> needed;
  switch (metric.kind) {
    case MetricKind::kAggregate:
      needed = {{"value", &metric.value}};
      break;
    case MetricKind::kProportion:
      needed = {{"value", &metric.value}, {"subset", &metric.subset}};
      break;
    case MetricKind::kRatio:
      needed = {{"numerator", &metric.numerator}, {"denominator", &metric.denominator}};
      break;
    case MetricKind::kDerived:
      return metric.formula.empty() ? "formula" : "";
    case MetricKind::kConversion:
      needed = {{"entry", &metric.entry}, {"outcome", &metric.outcome}};
      break;
    case MetricKind::kLift:
      needed = {{"value", &metric.value}, {"subset", &metric.subset}};
      needed.emplace_back("exposure", &metric.exposure);
      break;
  }
  needed.emplace_back("table (from)", &metric.from);
  if (metric.kind != MetricKind::kConversion) needed.emplace_back("time column (at)", &metric.at);
  for (const auto& [name, text] : needed) {
    if (text->empty()) return name;
  }
  return "";
}

bool HasStage(const Expr& expr) {
  if (expr.kind == ExprKind::kCall && expr.name == "stage") return true;
  const auto has = [](const ExprPtr& child) { return HasStage(*child); };
  return std::any_of(expr.args.begin(), expr.args.end(), has) ||
         (expr.filter != nullptr && HasStage(*expr.filter));
}

}  // namespace

std::vector<ExprPtr> MetricParts::All() const {
  std::vector<ExprPtr> all;
  for (const ExprPtr& part :
       {at, value, subset, numerator, denominator, formula, entry, outcome, exposure, filter}) {
    if (part != nullptr) all.push_back(part);
  }
  all.insert(all.end(), checks.begin(), checks.end());
  return all;
}

absl::StatusOr<MetricParts> ParseParts(const MetricDefinition& metric) {
  if (const std::string missing = Missing(metric); !missing.empty()) {
    return Error(absl::StatusCode::kInvalidArgument, Cat("its definition lacks a ", missing),
                 {"METRIC_INVALID", {{"metric", metric.id}, {"missing", missing}}, ""});
  }
  MetricParts parts;
  MADAD_RETURN_IF_ERROR(ParseInto("at", metric.at, parts.at));
  MADAD_RETURN_IF_ERROR(ParseInto("value", metric.value, parts.value));
  MADAD_RETURN_IF_ERROR(ParseInto("subset", metric.subset, parts.subset));
  MADAD_RETURN_IF_ERROR(ParseInto("numerator", metric.numerator, parts.numerator));
  MADAD_RETURN_IF_ERROR(ParseInto("denominator", metric.denominator, parts.denominator));
  MADAD_RETURN_IF_ERROR(ParseInto("formula", metric.formula, parts.formula));
  MADAD_RETURN_IF_ERROR(ParseInto("entry", metric.entry, parts.entry));
  MADAD_RETURN_IF_ERROR(ParseInto("outcome", metric.outcome, parts.outcome));
  MADAD_RETURN_IF_ERROR(ParseInto("exposure", metric.exposure, parts.exposure));
  MADAD_RETURN_IF_ERROR(ParseInto("filter", metric.filter, parts.filter));
  for (const MetricCheck& check : metric.checks) {
    MADAD_RETURN_IF_ERROR(ParseInto("check", check.expression, parts.checks.emplace_back()));
  }
  return parts;
}

bool UsesStages(const MetricParts& parts) {
  const std::vector<ExprPtr> all = parts.All();
  return std::any_of(all.begin(), all.end(), [](const ExprPtr& part) { return HasStage(*part); });
}

}  // namespace madad::core
