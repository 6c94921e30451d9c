#include "core/metric/prepare.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_join.h"

#include "core/expr/check.h"
#include "core/expr/parser.h"
#include "core/metric/bind.h"
#include "core/metric/check_types.h"
#include "core/metric/instance.h"
#include "core/metric/stages.h"
#include "core/names.h"
#include "core/scan_scope.h"
#include "core/status.h"
#include "core/text.h"

namespace madad::core {
namespace {

// The columns that stage() asks for; a stage without one is named itself.
void CollectStages(const Expr& expr, const Catalog& catalog, const Table* table,
                   std::vector<std::string>& names) {
  if (expr.kind == ExprKind::kCall && expr.name == "stage") {
    const auto* id = std::get_if<std::string>(&expr.args[0]->value);
    const std::string text = id == nullptr ? "" : *id;
    std::string column = ModelColumn(text);
    for (const Stage& stage : table ? StagesOf(catalog, *table) : std::vector<Stage>()) {
      if (stage.id == text) column = stage.at;
    }
    if (!column.empty()) names.push_back(std::move(column));
  }
  for (const ExprPtr& arg : expr.args) CollectStages(*arg, catalog, table, names);
  if (expr.filter) CollectStages(*expr.filter, catalog, table, names);
}

// Fills `needs` and `missing`.
void FindColumns(PreparedMetric& metric, const Catalog& catalog) {
  std::vector<std::string> names;
  for (const ExprPtr& part : metric.parts.All()) {
    for (std::string& name : ColumnsOf(*part)) names.push_back(std::move(name));
    CollectStages(*part, catalog, metric.table, names);
  }
  for (const std::string& name : names) {
    std::string column = Cat(metric.definition.from, ".", name);
    if (std::find(metric.needs.begin(), metric.needs.end(), column) != metric.needs.end()) continue;
    if (metric.table == nullptr || !FindColumn(catalog, *metric.table, name).ok()) {
      metric.missing.push_back(column);
    }
    metric.needs.push_back(std::move(column));
  }
}

void AddParameters(PreparedMetric& metric) {
  metric.parameters = metric.definition.parameters;
  if (!UsesStages(metric.parts)) return;
  metric.parameters.push_back(
      {kPolicyParameter, Type::kString, std::string("reached_or_beyond"),
       "What counts as having reached a stage: reached_or_beyond (also a later stage), or strict "
       "(only a time of its own)"});
}

void FindTables(PreparedMetric& metric, const Catalog& catalog) {
  ScanScope scope(catalog, *metric.table);
  const size_t prefix = metric.table->name.size() + 1;
  for (const std::string& need : metric.needs) scope.Resolve(need.substr(prefix)).IgnoreError();
  for (const ScanScope::Relation& relation : scope.relations()) {
    metric.tables.insert(relation.table->name);
  }
}

// No instance of the model that makes `from`, or too many to tell which.
absl::Status NoInstance(const std::string& from, const Catalog& catalog) {
  const size_t name = from.find('.');
  const std::string model = from.substr(0, from.find('.', name + 1));
  std::vector<std::string> instances;
  for (const auto& [instance, use] : catalog.models) {
    if (use.model == model) instances.push_back(instance);
  }
  if (instances.size() > 1) {
    return Error(absl::StatusCode::kFailedPrecondition,
                 Cat("the catalog has several instances of model '", model, "' (",
                     absl::StrJoin(instances, ", "), "), and the metric is of one"),
                 {"MODEL_AMBIGUOUS", {{"model", model}}, ""});
  }
  return Error(
      absl::StatusCode::kFailedPrecondition,
      Cat("the catalog has no instance of model '", model, "'; add one under models:, such as ",
          model.substr(name + 1), ": {model: ", model, "}"),
      {"MODEL_NOT_IN_CATALOG", {{"model", model}}, ""});
}

absl::Status Prepare(PreparedMetric& metric, const Catalog& catalog) {
  const MetricDefinition& definition = metric.definition;
  MADAD_ASSIGN_OR_RETURN(metric.parts, ParseParts(definition));
  metric.catalog = &catalog;
  AddParameters(metric);
  if (definition.kind == MetricKind::kDerived) return absl::OkStatus();
  const auto table = catalog.tables.find(definition.from);
  if (table != catalog.tables.end()) metric.table = &table->second;
  FindColumns(metric, catalog);
  if (metric.table == nullptr) {
    if (definition.from.find('.') != std::string::npos) return NoInstance(definition.from, catalog);
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
  metric.dimensions = DimensionsOf(catalog, *metric.table);
  FindTables(metric, catalog);
  return CheckTypes(metric);
}

absl::Status Unavailable(const PreparedMetric& metric, const absl::Status& status) {
  return Annotate(status, Cat("metric '", metric.definition.id, "' cannot be computed: "));
}

}  // namespace

PreparedMetric PrepareMetric(MetricDefinition definition, const Catalog& catalog) {
  PreparedMetric metric;
  metric.definition = std::move(definition);
  if (const absl::Status status = Prepare(metric, catalog); !status.ok()) {
    metric.status = Unavailable(metric, status);
  }
  return metric;
}

}  // namespace madad::core
