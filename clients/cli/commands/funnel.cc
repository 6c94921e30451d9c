#include "cli/commands/command.h"
#include "cli/commands/funnel_options.h"
#include "cli/funnel/print.h"
#include <CLI/CLI.hpp>

namespace madad::cli {
namespace {

constexpr char kExamples[] =
    R"(Of those who entered the first step in the range, how many reached each later one, up
to where the data ends; with --window rates are of those who had that long.
Dates are half-open: --to is the first day that does not count.
csv has the steps, or what --trace, --curve or --times asks for; json has all tables.

Examples:
  madad funnel --during 2025-Q1 --by source
  madad funnel --steps lead,mql?,won --window 90d --entry best_entry
  madad funnel sales_funnel --where "region = 'North'" --curve
  madad funnel --entity opportunity --exclude lost --times
  madad funnel --trace L-00017
  madad funnel --by source --format json > funnel.json)";

class FunnelCommand : public Command {
 public:
  CLI::App* Declare(CLI::App& app) override {
    CLI::App* command =
        app.add_subcommand("funnel", "Show how leads pass through stages, and where they are lost");
    options_.Declare(command);
    command->footer(kExamples);
    return command;
  }

  // It reads every event.
  absl::Duration Patience() const override { return absl::Seconds(300); }

  client::Result<ExitStatus> Execute(const client::Client& client,
                                     const Terminal& terminal) override {
    const auto response = client.Funnel(options_.Request());
    if (!response.ok()) return response.error();
    const auto answer = ReadFunnel(*response);
    if (!answer.ok()) return answer.error();
    if (options_.format() == "csv") {
      PrintFunnelCsv(*answer, terminal);
    } else if (options_.format() == "json") {
      PrintFunnelJson(*answer, terminal);
    } else if (!options_.trace().empty()) {
      PrintFunnelTrace(*answer, options_.trace(), terminal);
    } else {
      PrintFunnelTable(*answer, terminal);
    }
    return kDone;
  }

 private:
  FunnelOptions options_;
};

}  // namespace

std::unique_ptr<Command> MakeFunnelCommand() { return std::make_unique<FunnelCommand>(); }

}  // namespace madad::cli
