// Printing what plugins are, in each of the formats.
#pragma once

#include <vector>

#include "cli/terminal.h"

#include "madad/v1/plugin_service.pb.h"

namespace madad::cli {

// Print a list: id, version, ABI, number of metrics, file, and whether it was
// loaded or why not.
void PrintPluginsTable(const std::vector<v1::Plugin>& plugins, const Terminal& terminal);
void PrintPluginsCsv(const std::vector<v1::Plugin>& plugins, const Terminal& terminal);
// One object, `{"plugins": [...]}`, with every field of a plugin.
void PrintPluginsJson(const std::vector<v1::Plugin>& plugins, const Terminal& terminal);

// Prints all there is to know about one plugin.
void PrintPluginText(const v1::Plugin& plugin, const Terminal& terminal);
// The object that PrintPluginsJson has in its list.
void PrintPluginJson(const v1::Plugin& plugin, const Terminal& terminal);

}  // namespace madad::cli
