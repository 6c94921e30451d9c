#include "cli/commands/command.h"
#include "cli/commands/options.h"
#include "cli/completion/script.h"

namespace madad::cli {
namespace {

constexpr char kExamples[] = R"(Examples:
  source <(madad completion bash)
  madad completion bash > ~/.local/share/bash-completion/completions/madad)";

class CompletionCommand : public Command {
 public:
  CLI::App* Declare(CLI::App& app) override {
    CLI::App* command =
        app.add_subcommand("completion", "Print the script that makes a shell complete");
    command->add_option("SHELL", shell_, "bash")
        ->option_text(" ")
        ->check(OneOf({"bash"}))
        ->required();
    command->footer(kExamples);
    return command;
  }

  client::Result<ExitStatus> Execute(const client::Client&, const Terminal& terminal) override {
    terminal.out << kBashCompletion;
    return kDone;
  }

 private:
  std::string shell_;
};

}  // namespace

std::unique_ptr<Command> MakeCompletionCommand() { return std::make_unique<CompletionCommand>(); }

}  // namespace madad::cli
