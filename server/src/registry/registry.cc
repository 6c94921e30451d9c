#include "registry/registry.h"

#include <algorithm>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"

#include "registry/errors.h"
#include "registry/plugin_models.h"

namespace madad::registry {
namespace {

// Returns the paths of the folder's `*.so`, sorted.
absl::StatusOr<std::vector<std::filesystem::path>> FindPlugins(
    const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> paths;
  std::error_code error;
  std::filesystem::directory_iterator entry(folder, error);
  for (; !error && entry != std::filesystem::directory_iterator(); entry.increment(error)) {
    if (entry->path().extension() == ".so") paths.push_back(entry->path());
  }
  if (error) {
    return LoadError(absl::ErrnoToStatusCode(error.value()), kFileUnreadable,
                     absl::StrCat("plugin folder '", folder.string(), "': ", error.message()),
                     {{"path", folder.string()}});
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

}  // namespace

absl::StatusOr<Registry> Registry::LoadFolder(const std::filesystem::path& folder,
                                              Options options) {
  MADAD_ASSIGN_OR_RETURN(const std::vector<std::filesystem::path> paths, FindPlugins(folder));
  Registry registry(std::move(options));
  // A failure is kept in the registry, where the caller sees it beside the others.
  for (const std::filesystem::path& path : paths) registry.LoadFile(path).IgnoreError();
  return registry;
}

absl::Status Registry::LoadFile(const std::filesystem::path& path) {
  PluginInfo info;
  absl::Status status = Add(path, info);
  if (!status.ok()) failures_.push_back({path, status, std::move(info)});
  return status;
}

absl::Status Registry::Add(const std::filesystem::path& path, PluginInfo& info) {
  MADAD_ASSIGN_OR_RETURN(Generation plugin, Generation::Load(path, options_, &info));
  for (const Generation& other : plugins_) {
    if (other.info().id != plugin.info().id) continue;
    return LoadError(
        absl::StatusCode::kAlreadyExists, kDuplicate,
        absl::StrCat("plugin '", path.string(), "': the id '", plugin.info().id, "' is taken by '",
                     other.info().path.string(), "'; remove one of the two files"),
        {{"path", path.string()}, {"id", plugin.info().id}, {"other", other.info().path.string()}});
  }
  plugins_.push_back(std::move(plugin));
  return absl::OkStatus();
}

std::vector<core::MetricDefinition> Registry::metrics() const {
  std::vector<core::MetricDefinition> metrics;
  for (const Generation& plugin : plugins_) {
    metrics.insert(metrics.end(), plugin.metrics().begin(), plugin.metrics().end());
  }
  return metrics;
}

std::vector<core::DimensionDefinition> Registry::dimensions() const {
  std::vector<core::DimensionDefinition> dimensions;
  for (const Generation& plugin : plugins_) {
    dimensions.insert(dimensions.end(), plugin.dimensions().begin(), plugin.dimensions().end());
  }
  return dimensions;
}

std::unique_ptr<core::ModelCode> Registry::MakeModels() const {
  auto models = std::make_unique<PluginModels>();
  for (const Generation& plugin : plugins_) {
    for (const DescribedModel& model : plugin.models()) models->Add(model, plugin.session());
  }
  return models;
}

}  // namespace madad::registry
