#include <optional>

#include "cli/commands/arguments.h"
#include "cli/commands/model_commands.h"
#include "cli/commands/options.h"
#include "cli/model/run.h"

namespace madad::cli {
namespace {

constexpr char kExamples[] =
    R"(An instance publishes its tables, which then are as any other; one that learns is trained
first when its data has changed, or with --force. A model's id runs it
for this call alone, with --param; values are JSON where they can be read so, else text.
A table shows 10 rows unless --limit says more; csv has the main table only.

Examples:
  madad model run sales_funnel
  madad model run sales_funnel --force
  madad model run conversion.funnel --param window=90d --param 'steps=["lead","won"]'
  madad model run conversion.funnel --format json > funnel.json)";

constexpr int64_t kShownRows = 10;

class ModelRunCommand : public Command {
 public:
  CLI::App* Declare(CLI::App& model) override {
    CLI::App* command =
        model.add_subcommand("run", "Run a model, with progress, and print what it made");
    AddModelName(command, Names::kModel, &name_);
    command->add_flag("--force", force_, "An instance: also when its tables are fresh");
    command->add_option("--param", parameters_, "A model: one of its parameters")
        ->option_text("NAME=VALUE")
        ->allow_extra_args(false)
        ->check(CheckParameter);
    command->add_option("--limit", limit_, "At most this many rows of a table; 0 for all")
        ->option_text("N")
        ->check(CheckCount);
    AddFormat(command, {"table", "csv", "json"}, &format_);
    command->footer(kExamples);
    command->final_callback([this] { CheckTogether(); });
    return command;
  }

  // A run takes as long as its data is large.
  absl::Duration Patience() const override { return absl::Seconds(600); }

  client::Result<ExitStatus> Execute(const client::Client& client,
                                     const Terminal& terminal) override {
    const bool is_table = format_ == "table";
    const int64_t limit = limit_.value_or(is_table ? kShownRows : 0);
    const auto run = RunModel(Request(), limit, client, terminal);
    if (!run.ok()) return run.error();
    if (format_ == "csv") {
      PrintRunCsv(*run, terminal);
    } else if (format_ == "json") {
      PrintRunJson(*run, terminal);
    } else {
      PrintRunTable(*run, terminal);
    }
    return kDone;
  }

 private:
  void CheckTogether() const {
    if (force_ && IsModelId(name_)) {
      throw CLI::ValidationError("--force", "is for instances; a model's id always runs");
    }
    if (!parameters_.empty() && !IsModelId(name_)) {
      throw CLI::ValidationError("--param",
                                 "is for a model's id, such as conversion.funnel; an "
                                 "instance has its parameters in the catalog");
    }
    const std::string twice = FindParameterTwice(parameters_);
    if (twice.empty()) return;
    throw CLI::ValidationError("--param", "`" + twice + "` is given twice: leave one of them out");
  }

  v1::RunModelRequest Request() const {
    v1::RunModelRequest request;
    if (!IsModelId(name_)) {
      request.set_instance(name_);
      request.set_force(force_);
      return request;
    }
    request.mutable_ad_hoc()->set_model(name_);
    auto& fields = *request.mutable_ad_hoc()->mutable_parameters()->mutable_fields();
    for (const std::string& parameter : parameters_) {
      const auto [name, value] = ParseParameter(parameter);
      fields[name] = ParseJsonOrText(value);
    }
    return request;
  }

  std::string name_;
  std::vector<std::string> parameters_;
  std::optional<int64_t> limit_;
  std::string format_ = "table";
  bool force_ = false;
};

}  // namespace

std::unique_ptr<Command> MakeModelRunCommand() { return std::make_unique<ModelRunCommand>(); }

}  // namespace madad::cli
