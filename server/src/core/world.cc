#include "core/world.h"

#include <optional>
#include <string>

#include "core/dialect.h"
#include "core/metric/bind.h"
#include "core/model/tables.h"
#include "core/status.h"
#include "core/text.h"

namespace madad::core {
namespace {

std::vector<MetricDefinition> WithCatalogs(std::vector<MetricDefinition> metrics,
                                           const Catalog& catalog) {
  metrics.insert(metrics.end(), catalog.metrics.begin(), catalog.metrics.end());
  return metrics;
}

std::vector<MetricDefinition> OverTables(std::vector<MetricDefinition> metrics,
                                         const Catalog& catalog) {
  for (MetricDefinition& metric : metrics) {
    if (metric.from.find('.') != std::string::npos)
      metric.from = TableOfModel(metric.from, catalog);
  }
  return metrics;
}

std::vector<DimensionDefinition> OverTables(std::vector<DimensionDefinition> dimensions,
                                            const Catalog& catalog) {
  for (DimensionDefinition& dimension : dimensions) {
    std::map<std::string, std::string> paths;
    for (auto& [table, path] : dimension.paths) paths[TableOfModel(table, catalog)] = path;
    // Of a model that the catalog does not use there is no table.
    std::erase_if(paths,
                  [](const auto& path) { return path.first.find('.') != std::string::npos; });
    dimension.paths = std::move(paths);
  }
  return dimensions;
}

// `catalog` with the dimensions of plugins that it does not have itself.
Catalog WithDimensions(Catalog catalog, std::vector<DimensionDefinition> dimensions) {
  for (DimensionDefinition& dimension : OverTables(std::move(dimensions), catalog)) {
    Dimension added{.name = dimension.name,
                    .paths = std::move(dimension.paths),
                    .labels = std::move(dimension.labels),
                    .order = std::move(dimension.order)};
    catalog.dimensions.try_emplace(dimension.name, std::move(added));
  }
  return catalog;
}

// OK when the engine that holds the metric's table can compute it, with the
// defaults of its parameters.
absl::Status InEngine(const PreparedMetric& metric, const Snapshot& snapshot) {
  const TableData& data = snapshot.tables.at(metric.table->name);
  if (data.in_place == nullptr) return absl::OkStatus();
  MADAD_ASSIGN_OR_RETURN(const ParameterValues defaults, BindParameters(metric.parameters, {}));
  for (const ExprPtr& part : metric.parts.All()) {
    const absl::StatusOr<ExprPtr> bound = BindExpression(metric, defaults, std::nullopt, part);
    if (bound.ok()) MADAD_RETURN_IF_ERROR(data.adapter->dialect().CanPrint(**bound));
  }
  return absl::OkStatus();
}

}  // namespace

Definitions::Definitions(Catalog catalog, std::vector<MetricDefinition> metrics,
                         std::vector<DimensionDefinition> dimensions)
    : catalog_(WithDimensions(std::move(catalog), std::move(dimensions))),
      metrics_(OverTables(WithCatalogs(std::move(metrics), catalog_), catalog_), catalog_) {}

absl::Status World::Availability(const PreparedMetric& metric) const {
  MADAD_RETURN_IF_ERROR(metric.status);
  for (const std::string& table : metric.tables) {
    const auto data = snapshot_->tables.find(table);
    if (data == snapshot_->tables.end()) return NotThere(catalog(), table);
    if (!data->second.status.ok()) return data->second.status;
    const auto& first = snapshot_->tables.at(*metric.tables.begin());
    if (data->second.adapter != first.adapter) {
      return NotTogether(catalog(), *metric.tables.begin(), table);
    }
  }
  return metric.table == nullptr ? absl::OkStatus() : InEngine(metric, *snapshot_);
}

absl::Status NotTogether(const Catalog& catalog, const std::string& a, const std::string& b) {
  const auto home = [&](const std::string& table) {
    const auto known = catalog.tables.find(table);
    if (known == catalog.tables.end() || known->second.source.empty()) return Cat("'", table, "'");
    return Cat("'", table, "' of source '", known->second.source, "'");
  };
  return Error(absl::StatusCode::kFailedPrecondition,
               Cat("rows of table ", home(a), " and of table ", home(b),
                   " are in different engines, where only groups can meet; write `mode: snapshot` "
                   "at the tables (or sources) that are queried in place"),
               {"JOIN_ACROSS_SOURCES", {{"table", a}, {"other", b}}, ""});
}

absl::Status NotThere(const Catalog& catalog, const std::string& table) {
  const auto known = catalog.tables.find(table);
  if (known == catalog.tables.end() || known->second.model.empty()) {
    return Error(absl::StatusCode::kFailedPrecondition,
                 Cat("table '", table, "' has not been loaded"),
                 {"TABLE_UNAVAILABLE", {{"table", table}}, ""});
  }
  const std::string& model = known->second.model;
  return Error(absl::StatusCode::kFailedPrecondition,
               Cat("table '", table, "' is made by the model instance '", model,
                   "', which has not run yet; run it with: madad model run ", model),
               {"MODEL_NOT_RUN", {{"table", table}, {"instance", model}}, ""});
}

}  // namespace madad::core
