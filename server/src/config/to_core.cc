#include "config/to_core.h"

#include <map>
#include <string>

#include "config/to_core_parts.h"

namespace madad::config {
namespace {

core::Dimension DimensionToCore(const std::string& name, const v1::Dimension& dimension) {
  return {.name = name,
          .paths = {dimension.paths().begin(), dimension.paths().end()},
          .labels = {dimension.labels().begin(), dimension.labels().end()},
          .order = {dimension.order().begin(), dimension.order().end()}};
}

std::vector<core::Stage> StagesToCore(const v1::StageOrder& order) {
  std::vector<core::Stage> stages;
  for (const v1::StageOrder::Stage& stage : order.stages()) {
    stages.push_back({.id = stage.id(), .at = stage.at()});
  }
  return stages;
}

std::vector<core::MetricDefinition> MetricsToCore(const v1::Catalog& catalog, ProblemLog& log) {
  const std::map<std::string, v1::MetricSpec> by_id(catalog.metrics().begin(),
                                                    catalog.metrics().end());
  std::vector<core::MetricDefinition> metrics;
  for (const auto& [id, metric] : by_id) metrics.push_back(MetricToCore(id, metric, log));
  return metrics;
}

}  // namespace

core::Catalog ToCore(const v1::Catalog& catalog, const std::filesystem::path& folder,
                     ProblemLog& log) {
  core::Catalog result;
  for (const auto& [name, source] : catalog.sources()) {
    result.sources[name] = SourceToCore(name, source, folder, log);
  }
  for (const auto& [name, table] : catalog.tables()) {
    result.tables[name] = TableToCore(name, table, log);
  }
  for (const auto& [name, dimension] : catalog.dimensions()) {
    result.dimensions[name] = DimensionToCore(name, dimension);
  }
  for (const auto& [entity, order] : catalog.stages()) {
    result.stages[entity] = StagesToCore(order);
  }
  for (const auto& [name, model] : catalog.models()) {
    result.models[name] = ModelToCore(name, model, log);
  }
  AsOfToCore(catalog, result, log);
  result.metrics = MetricsToCore(catalog, log);
  result.calendar = CalendarToCore(catalog.calendar(), log);
  if (catalog.has_rates()) result.rates = RatesToCore(catalog.rates(), log);
  return result;
}

}  // namespace madad::config
