#include "rpc/plugin_service.h"

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "core/status.h"
#include "core/suggest.h"
#include "core/text.h"
#include "rpc/limits.h"
#include "rpc/page.h"
#include "rpc/pool_call.h"
#include "rpc/status.h"

namespace madad::rpc {
namespace {

using core::PluginReport;

v1::Plugin ToPlugin(const PluginReport& report) {
  v1::Plugin out;
  out.set_id(report.id);
  out.set_version(report.version);
  out.set_file(report.file);
  out.set_sha256(report.sha256);
  out.set_abi(report.abi);
  for (const std::string& metric : report.metrics) out.add_metrics(metric);
  for (const std::string& model : report.models) out.add_models(model);
  if (!report.status.ok()) *out.mutable_error() = ToRpcStatus(report.status);
  return out;
}

// By file name.
std::vector<PluginReport> Sorted(const PluginsProvider& plugins) {
  const auto reports = plugins ? plugins() : nullptr;
  if (reports == nullptr) return {};
  std::vector<PluginReport> sorted = *reports;
  std::sort(sorted.begin(), sorted.end(),
            [](const PluginReport& a, const PluginReport& b) { return a.file < b.file; });
  return sorted;
}

// Another text when the files are others.
std::string BindingOf(const std::vector<PluginReport>& plugins) {
  std::string files;
  for (const PluginReport& plugin : plugins) {
    core::Append(&files, plugin.file, "\n", plugin.sha256, "\n");
  }
  return core::Cat("plugins\n", std::hash<std::string>()(files), "\n");
}

absl::Status ListPage(const v1::ListPluginsRequest& request,
                      const std::vector<PluginReport>& plugins, v1::ListPluginsResponse& response) {
  const std::string binding = BindingOf(plugins);
  MADAD_ASSIGN_OR_RETURN(const Page page,
                         PageOf(request.page_size(), request.page_token(), binding));
  for (const PluginReport& plugin : plugins) {
    if (plugin.file <= page.after) continue;
    if (response.plugins_size() == page.size) {
      const std::string& last = response.plugins(response.plugins_size() - 1).file();
      response.set_next_page_token(NextPageToken(binding, last));
      break;
    }
    *response.add_plugins() = ToPlugin(plugin);
  }
  return absl::OkStatus();
}

// Returns the plugin whose file or id this is. A file that was refused may
// carry the id of one that is loaded, which goes before it.
const PluginReport* Find(const std::string& name, const std::vector<PluginReport>& plugins) {
  const PluginReport* found = nullptr;
  for (const PluginReport& plugin : plugins) {
    if (plugin.file == name) return &plugin;
    if (plugin.id != name) continue;
    if (found == nullptr || plugin.status.ok()) found = &plugin;
  }
  return found;
}

absl::Status GetTo(const std::string& name, const std::vector<PluginReport>& plugins,
                   v1::GetPluginResponse& response) {
  MADAD_RETURN_IF_ERROR(CheckText(name, "name"));
  if (const PluginReport* plugin = Find(name, plugins); plugin != nullptr && !name.empty()) {
    *response.mutable_plugin() = ToPlugin(*plugin);
    return absl::OkStatus();
  }
  std::vector<std::string> known;
  for (const PluginReport& plugin : plugins) {
    known.push_back(plugin.file);
    if (!plugin.id.empty()) known.push_back(plugin.id);
  }
  return core::Error(absl::StatusCode::kNotFound,
                     core::Cat("there is no plugin '", name, "'", core::DidYouMean(name, known)),
                     {"PLUGIN_UNKNOWN", {{"plugin", name}}, "name"});
}

}  // namespace

grpc::ServerUnaryReactor* PluginService::ListPlugins(grpc::CallbackServerContext* context,
                                                     const v1::ListPluginsRequest* request,
                                                     v1::ListPluginsResponse* response) {
  return FinishWith(*context, ListPage(*request, Sorted(plugins_), *response));
}

grpc::ServerUnaryReactor* PluginService::GetPlugin(grpc::CallbackServerContext* context,
                                                   const v1::GetPluginRequest* request,
                                                   v1::GetPluginResponse* response) {
  return FinishWith(*context, GetTo(request->name(), Sorted(plugins_), *response));
}

}  // namespace madad::rpc
