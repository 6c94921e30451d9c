#include "cli/commands/command.h"
#include "cli/commands/options.h"
#include "cli/plugin/print.h"

namespace madad::cli {
namespace {

constexpr char kExamples[] = R"(Examples:
  madad plugins
  madad plugins list --format json
  madad plugins conversion)";

// The word that asks for the list, as no word at all does.
constexpr char kList[] = "list";

class PluginsCommand : public Command {
 public:
  CLI::App* Declare(CLI::App& app) override {
    CLI::App* command = app.add_subcommand(
        "plugins", "List the plugins, or show one, and why some were not loaded");
    command->add_option("NAME", name_, "A plugin's id or file name; `list` or nothing lists all")
        ->option_text(" ")
        ->check(Naming(Names::kPlugin));
    AddFormat(command, {"table", "csv", "json"}, &format_);
    command->footer(kExamples);
    return command;
  }

  client::Result<ExitStatus> Execute(const client::Client& client,
                                     const Terminal& terminal) override {
    if (name_.empty() || name_ == kList) return PrintAll(client, terminal);
    const auto plugin = client.GetPlugin(name_);
    if (!plugin.ok()) return plugin.error();
    if (format_ == "csv") {
      PrintPluginsCsv({*plugin}, terminal);
    } else if (format_ == "json") {
      PrintPluginJson(*plugin, terminal);
    } else {
      PrintPluginText(*plugin, terminal);
    }
    return kDone;
  }

 private:
  client::Result<ExitStatus> PrintAll(const client::Client& client,
                                      const Terminal& terminal) const {
    const auto plugins = client.ListPlugins();
    if (!plugins.ok()) return plugins.error();
    if (format_ == "csv") {
      PrintPluginsCsv(*plugins, terminal);
    } else if (format_ == "json") {
      PrintPluginsJson(*plugins, terminal);
    } else {
      PrintPluginsTable(*plugins, terminal);
    }
    return kDone;
  }

  std::string name_;
  std::string format_ = "table";
};

}  // namespace

std::unique_ptr<Command> MakePluginsCommand() { return std::make_unique<PluginsCommand>(); }

}  // namespace madad::cli
