#include "cli/commands/command.h"
#include "cli/metric/print.h"
#include <CLI/CLI.hpp>

namespace madad::cli {
namespace {

constexpr char kExamples[] = R"(Examples:
  madad metrics
  madad metrics --available --format json
  madad --server figures.example:7400 metrics)";

class MetricsCommand : public Command {
 public:
  CLI::App* Declare(CLI::App& app) override {
    CLI::App* command = app.add_subcommand("metrics", "List the metrics the server knows");
    command->add_flag("--available", available_only_, "Only those that can be computed");
    command->add_option("--format", format_, "How to print: table, csv or json")
        ->option_text("FORMAT [table]")
        ->check(CLI::IsMember({"table", "csv", "json"}));
    command->footer(kExamples);
    return command;
  }

  std::optional<client::Error> Execute(const client::Client& client,
                                       const Terminal& terminal) override {
    const auto metrics = client.ListMetrics(available_only_);
    if (!metrics.ok()) return metrics.error();
    if (format_ == "csv") {
      PrintMetricsCsv(*metrics, terminal);
    } else if (format_ == "json") {
      PrintMetricsJson(*metrics, terminal);
    } else {
      PrintMetricsTable(*metrics, terminal);
    }
    return std::nullopt;
  }

 private:
  bool available_only_ = false;
  std::string format_ = "table";
};

}  // namespace

std::unique_ptr<Command> MakeMetricsCommand() { return std::make_unique<MetricsCommand>(); }

}  // namespace madad::cli
