#include "cli/answer/check.h"
#include "cli/answer/print.h"
#include "cli/chart/print.h"
#include "cli/commands/command.h"
#include "cli/commands/query_options.h"
#include <CLI/CLI.hpp>

namespace madad::cli {
namespace {

constexpr char kExamples[] = R"(Dates are half-open: --to is the first day that does not count.
--total adds a line to tables and an element to json; csv has it on the error stream.

Examples:
  madad query lead_count --by source --during 2024-Q3 --total
  madad query win_rate lead_count --grain month --from 2018-01-01 --to 2018-07-01
  madad query win_rate --by owner,region --where "region <> 'EMEA'" --sort win_rate:desc --limit 10
  madad query lead_count --grain week --during last-90d --compare previous --format chart
  madad query 'lead_to_customer_rate(window=30d)' --by source --interval
  madad query lead_to_customer_rate --param window=30d --share --as-of 2024-06-30
  madad query lead_count --by source --format csv > leads.csv
  madad query win_rate --explain)";

class QueryCommand : public Command {
 public:
  CLI::App* Declare(CLI::App& app) override {
    CLI::App* command = app.add_subcommand("query", "Compute metrics");
    options_.Declare(command);
    command->footer(kExamples);
    return command;
  }

  client::Result<ExitStatus> Execute(const client::Client& client,
                                     const Terminal& terminal) override {
    const v1::QueryRequest request = options_.Request();
    const auto answer = client.Query(request);
    if (!answer.ok()) return answer.error();
    if (const auto fault = FindFault(*answer)) return *fault;
    if (options_.format() == "chart") return PrintChart(*answer, request.grain(), terminal);
    Print(*answer, terminal);
    return kDone;
  }

 private:
  static client::Result<ExitStatus> PrintChart(const v1::QueryResponse& answer, v1::Grain grain,
                                               const Terminal& terminal) {
    if (const auto fault = PrintAnswerChart(answer, grain, terminal)) return *fault;
    return kDone;
  }

  void Print(const v1::QueryResponse& answer, const Terminal& terminal) const {
    if (options_.format() == "csv") {
      PrintAnswerCsv(answer, terminal);
    } else if (options_.format() == "json") {
      PrintAnswerJson(answer, terminal);
    } else {
      PrintAnswerTable(answer, terminal);
    }
  }

  QueryOptions options_;
};

}  // namespace

std::unique_ptr<Command> MakeQueryCommand() { return std::make_unique<QueryCommand>(); }

}  // namespace madad::cli
