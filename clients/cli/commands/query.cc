#include <string>
#include <vector>

#include "cli/answer/check.h"
#include "cli/answer/print.h"
#include "cli/commands/arguments.h"
#include "cli/commands/command.h"
#include <CLI/CLI.hpp>

namespace madad::cli {
namespace {

constexpr char kExamples[] = R"(Dates are half-open: --to is the first day that does not count.

Examples:
  madad query lead_count --by source
  madad query win_rate lead_count --grain month --from 2018-01-01 --to 2018-07-01
  madad query win_rate --by owner,region --where "region <> 'EMEA'" --sort win_rate:desc --limit 10
  madad query lead_count --by source --format csv > leads.csv
  madad query win_rate --explain)";

class QueryCommand : public Command {
 public:
  CLI::App* Declare(CLI::App& app) override {
    CLI::App* command = app.add_subcommand("query", "Compute metrics");
    DeclareFigures(command);
    DeclareRange(command);
    DeclareOutput(command);
    command->footer(kExamples);
    return command;
  }

  std::optional<client::Error> Execute(const client::Client& client,
                                       const Terminal& terminal) override {
    const auto answer = client.Query(Request());
    if (!answer.ok()) return answer.error();
    if (auto fault = FindFault(*answer)) return fault;
    if (format_ == "csv") {
      PrintAnswerCsv(*answer, terminal);
    } else if (format_ == "json") {
      PrintAnswerJson(*answer, terminal);
    } else {
      PrintAnswerTable(*answer, terminal);
    }
    return std::nullopt;
  }

 private:
  void DeclareFigures(CLI::App* command) {
    command->add_option("METRIC", metrics_, "Ids, or names that only one plugin has")
        ->option_text("...")
        ->required();
    DeclareList(command, "--by", &dimensions_, "Dimensions to group by")->option_text("DIM,...");
    command->add_option("--where", where_, "A condition on dimensions, as in SQL")
        ->option_text("EXPR");
    DeclareList(command, "--sort", &orders_, "Columns to order by, `:desc` for the largest first")
        ->option_text("COL[:desc],...");
    command->add_option("--limit", limit_, "At most this many rows; 0 for all")
        ->option_text("N")
        ->check(CheckCount);
  }

  void DeclareRange(CLI::App* command) {
    command->add_option("--grain", grain_, "Time buckets: day, week, month, quarter or year")
        ->option_text("GRAIN")
        ->check(CLI::IsMember({"day", "week", "month", "quarter", "year"}));
    command->add_option("--from", from_, "The first date that counts")
        ->option_text("DATE")
        ->check(CheckDate);
    command->add_option("--to", to_, "The first date that no longer counts")
        ->option_text("DATE")
        ->check(CheckDate);
    command->add_option("--timezone", timezone_, "IANA zone of dates and buckets")
        ->option_text("ZONE");
  }

  void DeclareOutput(CLI::App* command) {
    command->add_option("--format", format_, "How to print: table, csv or json")
        ->option_text("FORMAT [table]")
        ->check(CLI::IsMember({"table", "csv", "json"}));
    command->add_flag("--explain", explain_, "Also show how it was computed, with the SQL");
  }

  // An option whose value is a list; given again, it adds to it.
  static CLI::Option* DeclareList(CLI::App* command, const char* name,
                                  std::vector<std::string>* lists, const char* description) {
    // Without the limit to one argument it would swallow the metrics after it.
    return command->add_option(name, *lists, description)
        ->allow_extra_args(false)
        ->check(CheckList);
  }

  v1::QueryRequest Request() const {
    v1::QueryRequest request;
    for (const std::string& metric : metrics_) request.add_metrics(metric);
    for (const std::string& name : SplitLists(dimensions_)) request.add_dimensions(name);
    for (const std::string& order : SplitLists(orders_)) *request.add_order() = ParseOrder(order);
    request.set_grain(ParseGrain(grain_));
    request.mutable_range()->set_from(from_);
    request.mutable_range()->set_to(to_);
    request.set_filter(where_);
    request.set_limit(limit_);
    request.set_timezone(timezone_);
    request.set_explain(explain_);
    return request;
  }

  std::vector<std::string> metrics_;
  std::vector<std::string> dimensions_;
  std::vector<std::string> orders_;
  std::string grain_;
  std::string from_;
  std::string to_;
  std::string where_;
  std::string timezone_;
  std::string format_ = "table";
  int64_t limit_ = 0;
  bool explain_ = false;
};

}  // namespace

std::unique_ptr<Command> MakeQueryCommand() { return std::make_unique<QueryCommand>(); }

}  // namespace madad::cli
