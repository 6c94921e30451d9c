// The registry's plugins as plain data.
#pragma once

#include <vector>

#include "core/plugin_report.h"
#include "registry/registry.h"

namespace madad::app {

// Returns every plugin file that `registry` has looked at, loaded or not. No
// report names a folder: they are shown to clients.
std::vector<core::PluginReport> PluginReports(const registry::Registry& registry);

}  // namespace madad::app
