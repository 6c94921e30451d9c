#include "cli/commands/arguments.h"
#include "cli/commands/model_commands.h"
#include "cli/commands/options.h"
#include "cli/model/print.h"

namespace madad::cli {
namespace {

constexpr char kExamples[] =
    R"(Of an instance that learns, it shows the version that serves, with its quality, and the others.

Examples:
  madad model show sales_funnel
  madad model show lead_scores
  madad model show conversion.funnel --format json)";

class ModelShowCommand : public Command {
 public:
  CLI::App* Declare(CLI::App& model) override {
    CLI::App* command =
        model.add_subcommand("show", "Say what a model or instance is, needs and makes");
    AddModelName(command, Names::kModel, &name_);
    AddFormat(command, {"table", "json"}, &format_);
    command->footer(kExamples);
    return command;
  }

  client::Result<ExitStatus> Execute(const client::Client& client,
                                     const Terminal& terminal) override {
    const auto found = client.GetModel(name_, terminal.language);
    if (!found.ok()) return found.error();
    v1::ListVersionsResponse versions;
    if (found->instance().trained()) {
      auto listed = client.ListVersions(name_);
      if (!listed.ok()) return listed.error();
      versions = std::move(*listed);
    }
    if (format_ == "json") {
      PrintModelJson(*found, versions, terminal);
    } else {
      PrintModelText(*found, versions, terminal);
    }
    return kDone;
  }

 private:
  std::string name_;
  std::string format_ = "table";
};

}  // namespace

std::unique_ptr<Command> MakeModelShowCommand() { return std::make_unique<ModelShowCommand>(); }

}  // namespace madad::cli
