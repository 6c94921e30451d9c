#include "config/sound_part.h"

#include <algorithm>
#include <string>
#include <string_view>

namespace madad::config {
namespace {

// True when `path` is that of `key` or of something inside.
bool IsWithin(std::string_view path, const std::string& key) {
  return path.starts_with(key) &&
         (path.size() == key.size() || path[key.size()] == '.' || path[key.size()] == '[');
}

// Removes what `path` lies within.
template <typename T>
void EraseWithin(std::string_view path, const std::string& section, std::map<std::string, T>& map) {
  std::erase_if(map, [&](const auto& it) { return IsWithin(path, section + "." + it.first); });
}

// Removes the part of `catalog` that a problem at `path` spoils.
void Erase(std::string_view path, core::Catalog& catalog) {
  EraseWithin(path, "sources", catalog.sources);
  EraseWithin(path, "tables", catalog.tables);
  EraseWithin(path, "dimensions", catalog.dimensions);
  EraseWithin(path, "stages", catalog.stages);
  EraseWithin(path, "as_of", catalog.as_of);
  EraseWithin(path, "models", catalog.models);
  std::erase_if(catalog.tables, [&](const auto& table) {
    return !table.second.model.empty() && !catalog.models.contains(table.second.model);
  });
  std::erase_if(catalog.metrics, [&](const core::MetricDefinition& metric) {
    return IsWithin(path, "metrics." + metric.id);
  });
  if (IsWithin(path, "calendar")) catalog.calendar = {};
}

size_t SizeOf(const core::Catalog& catalog) {
  return catalog.sources.size() + catalog.tables.size() + catalog.dimensions.size() +
         catalog.stages.size() + catalog.metrics.size() + catalog.models.size();
}

}  // namespace

core::Catalog SoundPart(core::Catalog catalog, const std::vector<ConfigProblem>& problems) {
  for (const ConfigProblem& problem : problems) Erase(problem.path, catalog);
  // Each round may spoil what refers to what the last one took away.
  for (auto left = core::ValidateCatalog(catalog); !left.empty();
       left = core::ValidateCatalog(catalog)) {
    const size_t before = SizeOf(catalog);
    for (const core::CatalogProblem& problem : left) Erase(problem.path, catalog);
    // A problem of the catalog as a whole: it has too many names.
    if (SizeOf(catalog) == before && !core::ValidateCatalog(catalog).empty()) return {};
  }
  std::erase_if(catalog.as_of, [&](const auto& it) { return !catalog.sources.contains(it.first); });
  core::ResolveViaTypes(catalog);
  return catalog;
}

}  // namespace madad::config
