#include <algorithm>

#include "cli/commands/command.h"
#include "cli/commands/options.h"
#include "cli/source/print.h"
#include "cli/source/refresh.h"

namespace madad::cli {
namespace {

constexpr char kExamples[] =
    R"(Rows read = kept + rejected + duplicates. A table in state `stale` answers from its
last good version: the newest one could not be read.

Examples:
  madad sources
  madad sources check
  madad sources check crm --format json
  madad sources refresh crm)";

constexpr char kCheckExamples[] =
    R"(Exit status 1 when a table cannot be loaded or rows of it are rejected.

Examples:
  madad sources check
  madad sources check crm)";

constexpr char kRefreshExamples[] =
    R"(Exit status 1 when a table could not be loaded; its last good version stays in use.

Examples:
  madad sources refresh
  madad sources refresh crm --force)";

class SourcesCommand : public Command {
 public:
  CLI::App* Declare(CLI::App& app) override {
    list_ =
        app.add_subcommand("sources", "Show the data: what was read, rejected, and how new it is");
    AddFormat(list_, {"table", "csv", "json"}, &format_);
    list_->footer(kExamples);
    check_ = Add("check", "Read sources anew, without using what is read", kCheckExamples);
    refresh_ = Add("refresh", "Load what changed and use it", kRefreshExamples);
    refresh_->add_flag("--force", force_, "Load every table, changed or not");
    return list_;
  }

  // Reading files takes as long as they are large.
  absl::Duration Patience() const override {
    return absl::Seconds(check_->parsed() || refresh_->parsed() ? 600 : 30);
  }

  client::Result<ExitStatus> Execute(const client::Client& client,
                                     const Terminal& terminal) override {
    if (check_->parsed()) return Check(client, terminal);
    if (refresh_->parsed()) return Refresh(client, terminal);
    const auto sources = client.ListSources();
    if (!sources.ok()) return sources.error();
    Print({*sources}, terminal);
    return kDone;
  }

 private:
  CLI::App* Add(const char* name, const char* description, const char* examples) {
    CLI::App* command = list_->add_subcommand(name, description);
    command->add_option("NAME", name_, "One source; all of them without it")
        ->option_text(" ")
        ->check(Naming(Names::kSource));
    command->footer(examples);
    return command;
  }

  // Returns the sources to check, of which the server takes one at a time.
  client::Result<std::vector<std::string>> NamesToCheck(const client::Client& client) const {
    if (!name_.empty()) return std::vector<std::string>{name_};
    const auto sources = client.ListSources();
    if (!sources.ok()) return sources.error();
    std::vector<std::string> names;
    for (const v1::Source& source : *sources) names.push_back(source.name());
    return names;
  }

  client::Result<ExitStatus> Check(const client::Client& client, const Terminal& terminal) const {
    const auto names = NamesToCheck(client);
    if (!names.ok()) return names.error();
    SourcesReport report;
    for (const std::string& name : *names) {
      const auto source = client.CheckSource(name);
      if (!source.ok()) return source.error();
      report.sources.push_back(*source);
    }
    Print(report, terminal);
    const bool sound = std::none_of(report.sources.begin(), report.sources.end(), HasProblems);
    return sound ? kDone : kRefused;
  }

  client::Result<ExitStatus> Refresh(const client::Client& client, const Terminal& terminal) const {
    const auto response = RefreshWithProgress(client, name_, force_, terminal);
    if (!response.ok()) return response.error();
    SourcesReport report;
    report.sources.assign(response->sources().begin(), response->sources().end());
    report.loaded.assign(response->loaded().begin(), response->loaded().end());
    report.is_refresh = true;
    Print(report, terminal);
    const bool sound = std::none_of(report.sources.begin(), report.sources.end(), HasRefusals);
    return sound ? kDone : kRefused;
  }

  void Print(const SourcesReport& report, const Terminal& terminal) const {
    if (format_ == "csv") {
      PrintSourcesCsv(report, terminal);
    } else if (format_ == "json") {
      PrintSourcesJson(report, terminal);
    } else {
      PrintSourcesTable(report, terminal);
    }
  }

  CLI::App* list_ = nullptr;
  CLI::App* check_ = nullptr;
  CLI::App* refresh_ = nullptr;
  std::string name_;
  std::string format_ = "table";
  bool force_ = false;
};

}  // namespace

std::unique_ptr<Command> MakeSourcesCommand() { return std::make_unique<SourcesCommand>(); }

}  // namespace madad::cli
