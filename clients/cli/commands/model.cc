#include <vector>

#include "cli/commands/command.h"
#include "cli/commands/model_commands.h"
#include "cli/commands/options.h"

namespace madad::cli {
namespace {

constexpr char kExamples[] = R"(NAME is an instance of the catalog, or a model's id (`plugin.name`).

Examples:
  madad model show sales_funnel
  madad model run sales_funnel
  madad model activate lead_scores 3
  madad model score lead_scores new_leads.csv)";

// Hands everything to the subcommand that was typed.
class ModelCommand : public Command {
 public:
  CLI::App* Declare(CLI::App& app) override {
    CLI::App* command = app.add_subcommand("model", "Show or run a model, or score rows by one");
    command->require_subcommand(1);
    command->footer(kExamples);
    Add(MakeModelShowCommand(), *command);
    Add(MakeModelRunCommand(), *command);
    Add(MakeModelActivateCommand(), *command);
    Add(MakeModelScoreCommand(), *command);
    return command;
  }

  absl::Duration Patience() const override { return Chosen().Patience(); }

  client::Result<ExitStatus> Execute(const client::Client& client,
                                     const Terminal& terminal) override {
    return Chosen().Execute(client, terminal);
  }

 private:
  struct Entry {
    std::unique_ptr<Command> command;
    const CLI::App* subcommand;
  };

  void Add(std::unique_ptr<Command> command, CLI::App& model) {
    const CLI::App* subcommand = command->Declare(model);
    entries_.push_back({std::move(command), subcommand});
  }

  Command& Chosen() const {
    for (const Entry& entry : entries_) {
      if (entry.subcommand->parsed()) return *entry.command;
    }
    return *entries_.front().command;
  }

  std::vector<Entry> entries_;
};

}  // namespace

std::unique_ptr<Command> MakeModelCommand() { return std::make_unique<ModelCommand>(); }

}  // namespace madad::cli
