// The plugins of a server.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "core/metric.h"
#include "core/model.h"
#include "registry/generation.h"
#include "registry/host.h"

namespace madad::registry {

// A file that could not be loaded, and why.
struct Failure {
  std::filesystem::path path;
  absl::Status status;
  PluginInfo info;  // as far as it was read
};

// Loaded plugins, and the files that failed; one failing never stops the others. Move-only; closes
// and unloads its plugins when destroyed.
// Thread: loading from one thread; reading from any once loading is over.
class Registry {
 public:
  explicit Registry(Options options = {}) : options_(std::move(options)) {}

  // Returns a registry with every `*.so` in the folder, loaded in the order of their names. What
  // failed is in failures().
  // Errors: NOT_FOUND and the like, only when the folder itself cannot be read.
  static absl::StatusOr<Registry> LoadFolder(const std::filesystem::path& folder,
                                             Options options = {});

  // Loads one file more. A failure is returned and also kept in failures().
  // Errors: those of Generation::Load; ALREADY_EXISTS when a plugin of this id is loaded.
  absl::Status LoadFile(const std::filesystem::path& path);

  const std::vector<Generation>& plugins() const { return plugins_; }
  const std::vector<Failure>& failures() const { return failures_; }

  // Returns the metrics of all plugins, in the order of loading and declaring. Copies: they may
  // outlive the registry.
  std::vector<core::MetricDefinition> metrics() const;
  // The same of their dimensions. Two plugins may have one of the same name: the first goes before.
  std::vector<core::DimensionDefinition> dimensions() const;
  // Returns the models of all plugins. It keeps their code loaded: it and its instances may outlive
  // the registry.
  std::unique_ptr<core::ModelCode> MakeModels() const;

 private:
  absl::Status Add(const std::filesystem::path& path, PluginInfo& info);

  Options options_;
  std::vector<Generation> plugins_;
  std::vector<Failure> failures_;
};

}  // namespace madad::registry
