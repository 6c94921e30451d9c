#include "cli/commands/command.h"
#include "cli/commands/options.h"
#include "cli/metric/print.h"

namespace madad::cli {
namespace {

constexpr char kExamples[] = R"(Examples:
  madad describe conversion.win_rate
  madad describe win_rate --format json
  madad --language he describe win_rate)";

class DescribeCommand : public Command {
 public:
  CLI::App* Declare(CLI::App& app) override {
    CLI::App* command =
        app.add_subcommand("describe", "Say what a metric means, needs and can be grouped by");
    command->add_option("METRIC", id_, "Its id, or its name when only one plugin has it")
        ->option_text(" ")
        ->check(Naming(Names::kMetric))
        ->required();
    AddFormat(command, {"table", "json"}, &format_);
    command->footer(kExamples);
    return command;
  }

  client::Result<ExitStatus> Execute(const client::Client& client,
                                     const Terminal& terminal) override {
    const auto metric = client.GetMetric(id_, terminal.language);
    if (!metric.ok()) return metric.error();
    if (format_ == "json") {
      PrintMetricJson(*metric, terminal);
    } else {
      PrintMetricText(*metric, terminal);
    }
    return kDone;
  }

 private:
  std::string id_;
  std::string format_ = "table";
};

}  // namespace

std::unique_ptr<Command> MakeDescribeCommand() { return std::make_unique<DescribeCommand>(); }

}  // namespace madad::cli
