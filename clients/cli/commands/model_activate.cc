#include <optional>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "cli/commands/arguments.h"
#include "cli/commands/model_commands.h"
#include "cli/commands/options.h"
#include "cli/render/escape.h"

namespace madad::cli {
namespace {

constexpr char kExamples[] =
    R"(The instance's tables are made anew with the version, without training. An older version
stays until another is activated: what is trained meanwhile is kept back. `latest` is the newest
that its training judged fit to serve, and lets later ones follow.

Examples:
  madad model show lead_scores
  madad model activate lead_scores 3
  madad model activate lead_scores latest)";

constexpr char kLatest[] = "latest";

// Returns what is wrong with a version.
std::string CheckVersion(const std::string& text) {
  int64_t number = 0;
  if (text == kLatest || (absl::SimpleAtoi(text, &number) && number > 0)) return "";
  return absl::StrCat("`", text, "` is no version: give a number from 1, or `latest`");
}

class ModelActivateCommand : public Command {
 public:
  CLI::App* Declare(CLI::App& model) override {
    CLI::App* command =
        model.add_subcommand("activate", "Let a version of what an instance learned serve");
    AddModelName(command, Names::kInstance, &name_);
    command->add_option("VERSION", version_, "Its number, or `latest`")
        ->option_text(" ")
        ->check(CheckVersion)
        ->check(Naming(Names::kVersion))
        ->required();
    command->footer(kExamples);
    return command;
  }

  client::Result<ExitStatus> Execute(const client::Client& client,
                                     const Terminal& terminal) override {
    int64_t number = 0;
    const bool is_number = absl::SimpleAtoi(version_, &number);
    const auto done =
        client.Activate(name_, is_number ? std::optional<int64_t>(number) : std::nullopt);
    if (!done.ok()) return done.error();
    std::string text = absl::StrCat(name_, ": version ", done->serving().number(), " serves");
    if (done->pinned()) {
      absl::StrAppend(&text, "; later trainings are kept back until `madad model activate ", name_,
                      " latest`");
    }
    terminal.out << EscapeLine(text) << '\n';
    return kDone;
  }

 private:
  std::string name_;
  std::string version_;
};

}  // namespace

std::unique_ptr<Command> MakeModelActivateCommand() {
  return std::make_unique<ModelActivateCommand>();
}

}  // namespace madad::cli
