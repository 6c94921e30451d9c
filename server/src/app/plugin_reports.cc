#include "app/plugin_reports.h"

#include <string>

#include "absl/strings/str_replace.h"

#include "core/status.h"
#include "core/text.h"

namespace madad::app {
namespace {

core::PluginReport ReportOf(const registry::PluginInfo& info) {
  core::PluginReport report{.id = info.id,
                            .version = info.version,
                            .file = info.path.filename().string(),
                            .sha256 = info.sha256};
  if (!info.id.empty()) report.abi = core::Cat(info.abi_major, ".", info.abi_minor);
  return report;
}

// `status` with the folder left out of its texts.
absl::Status WithoutFolder(const absl::Status& status, const std::filesystem::path& path) {
  const std::string folder = path.parent_path().string() + "/";
  const auto strip = [&](const std::string& text) {
    return absl::StrReplaceAll(text, {{folder, ""}});
  };
  core::ErrorDetail detail = core::DetailOf(status);
  for (auto& [key, value] : detail.metadata) value = strip(value);
  return core::Error(status.code(), strip(std::string(status.message())), detail);
}

}  // namespace

std::vector<core::PluginReport> PluginReports(const registry::Registry& registry) {
  std::vector<core::PluginReport> reports;
  for (const registry::Generation& plugin : registry.plugins()) {
    reports.push_back(ReportOf(plugin.info()));
    for (const core::MetricDefinition& metric : plugin.metrics()) {
      reports.back().metrics.push_back(metric.id);
    }
    for (const registry::DescribedModel& model : plugin.models()) {
      reports.back().models.push_back(model.definition.id);
    }
  }
  for (const registry::Failure& failure : registry.failures()) {
    registry::PluginInfo info = failure.info;
    info.path = failure.path;
    reports.push_back(ReportOf(info));
    reports.back().status = WithoutFolder(failure.status, failure.path);
  }
  return reports;
}

}  // namespace madad::app
