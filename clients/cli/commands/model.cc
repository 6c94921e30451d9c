#include <optional>

#include "cli/commands/arguments.h"
#include "cli/commands/command.h"
#include "cli/commands/options.h"
#include "cli/model/print.h"
#include "cli/model/run.h"

namespace madad::cli {
namespace {

constexpr char kExamples[] = R"(NAME is an instance of the catalog, or a model's id (`plugin.name`).

Examples:
  madad model show sales_funnel
  madad model run sales_funnel)";

constexpr char kShowExamples[] = R"(Examples:
  madad model show sales_funnel
  madad model show conversion.funnel --format json)";

constexpr char kRunExamples[] =
    R"(An instance publishes its tables, which then are as any other. A model's id runs it
for this call alone, with --param; values are JSON where they can be read so, else text.
A table shows 10 rows unless --limit says more; csv has the main table only.

Examples:
  madad model run sales_funnel
  madad model run sales_funnel --force
  madad model run conversion.funnel --param window=90d --param 'steps=["lead","won"]'
  madad model run conversion.funnel --format json > funnel.json)";

constexpr int64_t kShownRows = 10;

bool IsModelId(const std::string& name) { return name.find('.') != std::string::npos; }

class ModelCommand : public Command {
 public:
  CLI::App* Declare(CLI::App& app) override {
    CLI::App* command = app.add_subcommand("model", "Show or run a model");
    command->require_subcommand(1);
    command->footer(kExamples);
    DeclareRun(command);
    show_ = command->add_subcommand("show", "Say what a model or instance is, needs and makes");
    AddName(show_);
    AddFormat(show_, {"table", "json"}, &show_format_);
    show_->footer(kShowExamples);
    return command;
  }

  // A run takes as long as its data is large.
  absl::Duration Patience() const override { return absl::Seconds(run_->parsed() ? 600 : 30); }

  client::Result<ExitStatus> Execute(const client::Client& client,
                                     const Terminal& terminal) override {
    return run_->parsed() ? Run(client, terminal) : Show(client, terminal);
  }

 private:
  void AddName(CLI::App* command) {
    command->add_option("NAME", name_, "An instance, or a model's id")
        ->option_text(" ")
        ->check(CheckNotEmpty)
        ->check(Naming(Names::kModel))
        ->required();
  }

  void DeclareRun(CLI::App* command) {
    run_ = command->add_subcommand("run", "Run a model, with progress, and print what it made");
    AddName(run_);
    run_->add_flag("--force", force_, "An instance: also when its tables are fresh");
    run_->add_option("--param", parameters_, "A model: one of its parameters")
        ->option_text("NAME=VALUE")
        ->allow_extra_args(false)
        ->check(CheckParameter);
    run_->add_option("--limit", limit_, "At most this many rows of a table; 0 for all")
        ->option_text("N")
        ->check(CheckCount);
    AddFormat(run_, {"table", "csv", "json"}, &format_);
    run_->footer(kRunExamples);
    run_->final_callback([this] { CheckTogether(); });
  }

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

  client::Result<ExitStatus> Run(const client::Client& client, const Terminal& terminal) const {
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

  client::Result<ExitStatus> Show(const client::Client& client, const Terminal& terminal) const {
    const auto found = client.GetModel(name_, terminal.language);
    if (!found.ok()) return found.error();
    if (show_format_ == "json") {
      PrintModelJson(*found, terminal);
    } else {
      PrintModelText(*found, terminal);
    }
    return kDone;
  }

  CLI::App* run_ = nullptr;
  CLI::App* show_ = nullptr;
  std::string name_;
  std::vector<std::string> parameters_;
  std::optional<int64_t> limit_;
  std::string format_ = "table";
  std::string show_format_ = "table";
  bool force_ = false;
};

}  // namespace

std::unique_ptr<Command> MakeModelCommand() { return std::make_unique<ModelCommand>(); }

}  // namespace madad::cli
