#include <array>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/plugin/print.h"
#include "cli/render/csv.h"
#include "cli/render/fields.h"
#include "cli/render/table.h"

#include "madad/client/status.h"

namespace madad::cli {
namespace {

std::string Loaded(const v1::Plugin& plugin) {
  return plugin.has_error() ? absl::StrCat("no: ", plugin.error().message()) : "yes";
}

std::string OrDash(const std::string& text) { return text.empty() ? "-" : text; }

// The cells of a line, in the order of the header.
std::vector<std::string> Cells(const v1::Plugin& plugin) {
  return {OrDash(plugin.id()),  OrDash(plugin.version()),
          OrDash(plugin.abi()), absl::StrCat(plugin.metrics_size()),
          plugin.file(),        Loaded(plugin)};
}

std::string LoadedWithReason(const v1::Plugin& plugin) {
  if (!plugin.has_error()) return "yes";
  const client::Error error = client::FromStatus(plugin.error());
  return error.reason.empty() ? Loaded(plugin)
                              : absl::StrCat(Loaded(plugin), " (", error.reason, ")");
}

}  // namespace

void PrintPluginsTable(const std::vector<v1::Plugin>& plugins, const Terminal& terminal) {
  const auto cell = [&plugins](size_t column, int64_t row) {
    return Cells(plugins[static_cast<size_t>(row)])[column];
  };
  PrintTable({{{"plugin"}, {"version"}, {"abi"}, {"metrics", Align::kRight}, {"file"}, {"loaded"}},
              static_cast<int64_t>(plugins.size()),
              cell},
             terminal);
}

void PrintPluginsCsv(const std::vector<v1::Plugin>& plugins, const Terminal& terminal) {
  constexpr std::array<const char*, 8> kHeader = {"plugin", "version", "abi",    "metrics",
                                                  "file",   "loaded",  "reason", "message"};
  CsvWriter csv(terminal.out, kHeader.size());
  for (const char* name : kHeader) csv.Field(name);
  for (const v1::Plugin& plugin : plugins) {
    csv.Field(plugin.id());
    csv.Field(plugin.version());
    csv.Field(plugin.abi());
    csv.Field(absl::StrCat(plugin.metrics_size()));
    csv.Field(plugin.file());
    csv.Field(plugin.has_error() ? "false" : "true");
    const client::Error error = client::FromStatus(plugin.error());
    csv.Field(plugin.has_error() ? std::optional(error.reason) : std::nullopt);
    csv.Field(plugin.has_error() ? std::optional(error.message) : std::nullopt);
  }
}

void PrintPluginText(const v1::Plugin& plugin, const Terminal& terminal) {
  PrintField("plugin", plugin.id(), terminal);
  PrintField("version", plugin.version(), terminal);
  PrintField("abi", plugin.abi(), terminal);
  PrintField("file", plugin.file(), terminal);
  PrintField("sha256", plugin.sha256(), terminal);
  PrintField("loaded", LoadedWithReason(plugin), terminal);
  PrintField("metrics", absl::StrJoin(plugin.metrics(), "\n"), terminal);
  if (plugin.models().empty()) return;
  PrintField("models", absl::StrJoin(plugin.models(), "\n"), terminal);
}

}  // namespace madad::cli
