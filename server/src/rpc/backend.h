// What the services serve.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "core/model_control.h"
#include "core/plugin_report.h"
#include "core/sources.h"
#include "core/world.h"

namespace madad::rpc {

// Returns what queries are answered from now; each call holds one world from
// beginning to end.
// Thread: any.
using WorldProvider = std::function<std::shared_ptr<const core::World>()>;

// Returns the plugin files, loaded or not; null stands for none.
// Thread: any.
using PluginsProvider = std::function<std::shared_ptr<const std::vector<core::PluginReport>>()>;

struct Backend {
  WorldProvider world;
  // Null: sources are listed, but cannot be checked or refreshed.
  std::shared_ptr<core::SourceControl> sources;
  // Empty: no plugins.
  PluginsProvider plugins;
  // Null: no models.
  std::shared_ptr<core::ModelControl> models;
};

}  // namespace madad::rpc
