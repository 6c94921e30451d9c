#include "cli/commands/command.h"
#include "cli/commands/options.h"
#include "cli/metric/print.h"

namespace madad::cli {
namespace {

constexpr char kExamples[] = R"(Examples:
  madad metrics
  madad metrics --available --format json
  madad --server figures.example:7400 --language he metrics)";

class MetricsCommand : public Command {
 public:
  CLI::App* Declare(CLI::App& app) override {
    CLI::App* command = app.add_subcommand("metrics", "List the metrics the server knows");
    command->add_flag("--available", available_only_, "Only those that can be computed");
    AddFormat(command, {"table", "csv", "json"}, &format_);
    command->footer(kExamples);
    return command;
  }

  client::Result<ExitStatus> Execute(const client::Client& client,
                                     const Terminal& terminal) override {
    const auto metrics = client.ListMetrics(available_only_, terminal.language);
    if (!metrics.ok()) return metrics.error();
    if (format_ == "csv") {
      PrintMetricsCsv(*metrics, terminal);
    } else if (format_ == "json") {
      PrintMetricsJson(*metrics, terminal);
    } else {
      PrintMetricsTable(*metrics, terminal);
    }
    return kDone;
  }

 private:
  bool available_only_ = false;
  std::string format_ = "table";
};

}  // namespace

std::unique_ptr<Command> MakeMetricsCommand() { return std::make_unique<MetricsCommand>(); }

}  // namespace madad::cli
