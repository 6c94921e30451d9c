#include "core/world.h"

#include <string>

#include "core/status.h"
#include "core/text.h"

namespace madad::core {
namespace {

std::vector<MetricDefinition> WithCatalogs(std::vector<MetricDefinition> metrics,
                                           const Catalog& catalog) {
  metrics.insert(metrics.end(), catalog.metrics.begin(), catalog.metrics.end());
  return metrics;
}

// `catalog` with the dimensions of plugins that it does not have itself.
Catalog WithDimensions(Catalog catalog, std::vector<DimensionDefinition> dimensions) {
  for (DimensionDefinition& dimension : dimensions) {
    Dimension added{.name = dimension.name,
                    .paths = std::move(dimension.paths),
                    .labels = std::move(dimension.labels),
                    .order = std::move(dimension.order)};
    catalog.dimensions.try_emplace(dimension.name, std::move(added));
  }
  return catalog;
}

}  // namespace

Definitions::Definitions(Catalog catalog, std::vector<MetricDefinition> metrics,
                         std::vector<DimensionDefinition> dimensions)
    : catalog_(WithDimensions(std::move(catalog), std::move(dimensions))),
      metrics_(WithCatalogs(std::move(metrics), catalog_), catalog_) {}

absl::Status World::Availability(const PreparedMetric& metric) const {
  MADAD_RETURN_IF_ERROR(metric.status);
  for (const std::string& table : metric.tables) {
    const auto data = snapshot_->tables.find(table);
    if (data == snapshot_->tables.end()) {
      return Error(absl::StatusCode::kFailedPrecondition,
                   Cat("table '", table, "' has not been loaded"),
                   {"TABLE_UNAVAILABLE", {{"table", table}}, ""});
    }
    if (!data->second.status.ok()) return data->second.status;
  }
  return absl::OkStatus();
}

}  // namespace madad::core
