#include <algorithm>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_join.h"

#include "core/expr/check.h"
#include "core/expr/parser.h"
#include "core/metric_set.h"
#include "core/scan_scope.h"
#include "core/status.h"
#include "core/text.h"

namespace madad::core {
namespace {

// One expression of a definition.
struct Part {
  std::string_view what;  // for errors: "value"
  std::string_view text;
  bool aggregate = true;  // an expression over aggregates, or a condition
  ExprPtr parsed;
};

std::vector<Part> PartsOf(const MetricDefinition& metric) {
  std::vector<Part> parts;
  const auto add = [&](std::string_view what, std::string_view text, bool aggregate) {
    if (!text.empty()) parts.push_back({what, text, aggregate, nullptr});
  };
  add("value", metric.value, true);
  add("numerator", metric.numerator, true);
  add("denominator", metric.denominator, true);
  add("subset", metric.subset, false);
  add("filter", metric.filter, false);
  for (const MetricCheck& check : metric.checks) add("check", check.expression, true);
  return parts;
}

absl::Status Parse(std::vector<Part>& parts) {
  for (Part& part : parts) {
    absl::StatusOr<ExprPtr> parsed = ParseExpression(part.text);
    if (!parsed.ok()) return Annotate(parsed.status(), Cat(part.what, ": "));
    part.parsed = *std::move(parsed);
  }
  return absl::OkStatus();
}

const Part* Find(const std::vector<Part>& parts, std::string_view what) {
  const auto found =
      std::find_if(parts.begin(), parts.end(), [&](const Part& part) { return part.what == what; });
  return found == parts.end() ? nullptr : &*found;
}

// Fills `needs` and `missing`.
void FindColumns(const std::vector<Part>& parts, const Catalog& catalog, const Table* table,
                 PreparedMetric& metric) {
  std::vector<std::string> names = {metric.definition.at};
  for (const Part& part : parts) {
    for (std::string& name : ColumnsOf(*part.parsed)) names.push_back(std::move(name));
  }
  for (const std::string& name : names) {
    std::string column = Cat(metric.definition.from, ".", name);
    if (std::find(metric.needs.begin(), metric.needs.end(), column) != metric.needs.end()) continue;
    if (table == nullptr || !FindColumn(catalog, *table, name).ok()) {
      metric.missing.push_back(column);
    }
    metric.needs.push_back(std::move(column));
  }
}

absl::Status CheckTypes(const std::vector<Part>& parts, const MetricDefinition& metric,
                        ScanScope& scope) {
  for (const Part& part : parts) {
    absl::StatusOr<ExprPtr> typed =
        Check(part.parsed, part.text, scope, {.allow_aggregates = part.aggregate});
    if (!typed.ok()) return Annotate(typed.status(), Cat(part.what, ": "));
    if (!part.aggregate && (*typed)->type != Type::kBool) {
      return Error(absl::StatusCode::kInvalidArgument,
                   Cat(part.what, " must be a condition, but is a ", TypeName((*typed)->type), ": ",
                       part.text),
                   {"EXPRESSION_INVALID", {}, ""});
    }
    if (part.aggregate && !HasAggregate(*part.parsed)) {
      return Error(absl::StatusCode::kInvalidArgument,
                   Cat(part.what, " must aggregate rows, as count(*) does: ", part.text),
                   {"EXPRESSION_INVALID", {}, ""});
    }
  }
  MADAD_ASSIGN_OR_RETURN(const ExprPtr at, scope.Resolve(metric.at));
  if (at->type == Type::kDate || at->type == Type::kTimestamp) return absl::OkStatus();
  return Error(absl::StatusCode::kFailedPrecondition,
               Cat("needs ", metric.from, ".", metric.at,
                   " as a date or timestamp, but the catalog maps it as ", TypeName(at->type),
                   "; add `type: timestamp` to that column"),
               {"METRIC_COLUMN_TYPE", {{"column", metric.at}}, ""});
}

// Takes the expressions apart into leaves and the finish expression.
void Decompose(const std::vector<Part>& parts, PreparedMetric& metric) {
  const auto parsed = [&](std::string_view what) {
    const Part* part = Find(parts, what);
    return part == nullptr ? nullptr : part->parsed;
  };
  const ExprPtr filter = parsed("filter");
  Leaves& leaves = metric.leaves;
  switch (metric.definition.kind) {
    case MetricKind::kAggregate:
      metric.finish = leaves.Extract(parsed("value"), filter);
      break;
    case MetricKind::kProportion:
      metric.finish =
          Quotient(leaves.Extract(parsed("value"), Conjunction(filter, parsed("subset"))),
                   leaves.Extract(parsed("value"), filter));
      break;
    case MetricKind::kRatio:
      metric.finish = Quotient(leaves.Extract(parsed("numerator"), filter),
                               leaves.Extract(parsed("denominator"), filter));
      break;
    default:
      break;
  }
  for (const Part& part : parts) {
    if (part.what == "check") metric.checks.push_back(leaves.Extract(part.parsed, nullptr));
  }
}

// Whether the texts that the kind needs are there.
absl::Status CheckShape(const MetricDefinition& metric) {
  const bool complete = metric.kind == MetricKind::kAggregate ? !metric.value.empty()
                        : metric.kind == MetricKind::kProportion
                            ? !metric.value.empty() && !metric.subset.empty()
                            : !metric.numerator.empty() && !metric.denominator.empty();
  if (complete && !metric.from.empty() && !metric.at.empty()) return absl::OkStatus();
  return Error(absl::StatusCode::kInvalidArgument,
               "its definition lacks an expression, a table or a time column",
               {"METRIC_INVALID", {{"metric", metric.id}}, ""});
}

absl::Status Prepare(PreparedMetric& metric, const Catalog& catalog) {
  const MetricDefinition& definition = metric.definition;
  MADAD_RETURN_IF_ERROR(CheckShape(definition));
  std::vector<Part> parts = PartsOf(definition);
  MADAD_RETURN_IF_ERROR(Parse(parts));
  const auto table = catalog.tables.find(definition.from);
  const bool has_table = table != catalog.tables.end();
  FindColumns(parts, catalog, has_table ? &table->second : nullptr, metric);
  if (!has_table) {
    return Error(
        absl::StatusCode::kFailedPrecondition,
        Cat("the catalog has no table '", definition.from,
            "'; add it under tables: with the columns ", absl::StrJoin(metric.needs, ", ")),
        {"METRIC_TABLE_MISSING", {{"table", definition.from}}, ""});
  }
  if (!metric.missing.empty()) {
    return Error(absl::StatusCode::kFailedPrecondition,
                 Cat("the catalog does not map ", absl::StrJoin(metric.missing, ", "),
                     "; add it under tables: ", definition.from, ": columns:"),
                 {"METRIC_COLUMNS_MISSING", {{"columns", absl::StrJoin(metric.missing, ",")}}, ""});
  }
  metric.table = &table->second;
  metric.dimensions = DimensionsOf(catalog, table->second);
  ScanScope scope(catalog, table->second);
  MADAD_RETURN_IF_ERROR(CheckTypes(parts, definition, scope));
  auto at = std::make_shared<Expr>();
  at->kind = ExprKind::kColumn;
  at->name = definition.at;
  metric.at = std::move(at);
  Decompose(parts, metric);
  return absl::OkStatus();
}

}  // namespace

PreparedMetric PrepareMetric(MetricDefinition definition, const Catalog& catalog) {
  PreparedMetric metric;
  metric.definition = std::move(definition);
  const absl::Status status = Prepare(metric, catalog);
  if (!status.ok()) {
    metric.status =
        Annotate(status, Cat("metric '", metric.definition.id, "' cannot be computed: "));
  }
  return metric;
}

}  // namespace madad::core
