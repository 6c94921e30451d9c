#include "cli/commands/command.h"
#include "cli/commands/options.h"
#include "cli/model/print.h"

namespace madad::cli {
namespace {

constexpr char kExamples[] =
    R"(An instance is a model with parameters, named under models: in the catalog; what it
makes is a table of its name. `madad model` shows and runs them.

Examples:
  madad models
  madad models --format json
  madad model show sales_funnel)";

class ModelsCommand : public Command {
 public:
  CLI::App* Declare(CLI::App& app) override {
    CLI::App* command =
        app.add_subcommand("models", "List models and their instances, and why some cannot run");
    AddFormat(command, {"table", "csv", "json"}, &format_);
    command->footer(kExamples);
    return command;
  }

  client::Result<ExitStatus> Execute(const client::Client& client,
                                     const Terminal& terminal) override {
    const auto models = client.ListModels(terminal.language);
    if (!models.ok()) return models.error();
    if (format_ == "csv") {
      PrintModelsCsv(*models, terminal);
    } else if (format_ == "json") {
      PrintModelsJson(*models, terminal);
    } else {
      PrintModelsTable(*models, terminal);
    }
    return kDone;
  }

 private:
  std::string format_ = "table";
};

}  // namespace

std::unique_ptr<Command> MakeModelsCommand() { return std::make_unique<ModelsCommand>(); }

}  // namespace madad::cli
