#include "cli/completion/complete.h"

#include "cli/commands/command.h"
#include <CLI/CLI.hpp>

namespace madad::cli {
namespace {

// Longer and a person would take the shell for stuck.
constexpr absl::Duration kPatience = absl::Seconds(1);

class CompleteCommand : public Command {
 public:
  CLI::App* Declare(CLI::App& app) override {
    app_ = &app;
    CLI::App* command = app.add_subcommand("complete", "Print what may stand at the cursor");
    command->add_option("LINE", line_, "The command line up to the cursor")->required();
    command->add_option("BREAKS", breaks_, "Characters that separate words: COMP_WORDBREAKS");
    command->group("");  // for scripts, so not in help
    return command;
  }

  absl::Duration Patience() const override { return kPatience; }

  client::Result<ExitStatus> Execute(const client::Client& client,
                                     const Terminal& terminal) override {
    const TypedWords words = SplitWords(line_);
    const std::string server = TypedServer(words);
    if (server.empty()) {
      Print(words, client, terminal);
    } else {
      Print(words, client::Client::Connect(server, {.timeout = kPatience}), terminal);
    }
    return kDone;
  }

 private:
  void Print(const TypedWords& words, const client::Client& client,
             const Terminal& terminal) const {
    const auto candidates = Candidates(*app_, words, ServerNames(client));
    for (const std::string& part : InsertedParts(candidates, words, breaks_)) {
      terminal.out << part << '\n';
    }
  }

  const CLI::App* app_ = nullptr;
  std::string line_;
  std::string breaks_;
};

}  // namespace

std::unique_ptr<Command> MakeCompleteCommand() { return std::make_unique<CompleteCommand>(); }

}  // namespace madad::cli
