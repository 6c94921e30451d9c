#include "cli/run.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "cli/commands/arguments.h"
#include "cli/commands/command.h"
#include "cli/exit_status.h"
#include "cli/report.h"
#include "cli/usage.h"
#include <CLI/CLI.hpp>

#include "madad/client/client.h"

namespace madad::cli {
namespace {

constexpr char kExamples[] = R"(Examples:
  madad metrics --available
  madad describe win_rate
  madad query win_rate --by source --grain quarter
  madad query lead_count --grain month --during 2024 --format chart
  madad funnel --by source --during 2024
  madad models
  madad sources check
  madad --server figures.example:7400 query lead_count

Exit status: 0 done, 1 the server said no, 2 wrong arguments, 3 no server answered.)";

// The arguments of the whole program.
class Program {
 public:
  explicit Program(const Terminal& terminal)
      : terminal_(terminal), app_("Asks a Madad server for sales figures.", "madad") {
    app_.add_option("--server", address_, "Where the server listens [127.0.0.1:7400]")
        ->option_text("ADDR (Env:MADAD_SERVER)")
        ->envname("MADAD_SERVER")
        ->check(CheckAddress);
    app_.add_option("--timeout", timeout_seconds_,
                    "How long to wait for an answer [30; more where work takes longer]")
        ->option_text("SECONDS")
        ->check(CheckSeconds);
    app_.add_option("--language", terminal_.language, "Labels in this language [the locale's]")
        ->option_text("TAG");
    app_.set_version_flag("--version", "madad " MADAD_VERSION, "Print the version and exit");
    app_.footer(kExamples);
    // So that the options above may also stand after the command.
    app_.fallthrough();
    app_.require_subcommand(1);
    Add(MakeMetricsCommand());
    Add(MakeDescribeCommand());
    Add(MakeQueryCommand());
    Add(MakeFunnelCommand());
    Add(MakeModelsCommand());
    Add(MakeModelCommand());
    Add(MakeRowsCommand());
    Add(MakeSourcesCommand());
    Add(MakePluginsCommand());
    Add(MakeCompletionCommand());
    Add(MakeCompleteCommand());
  }

  // Throws CLI::ParseError, as CLI11 does.
  void Parse(int argc, const char* const* argv) { app_.parse(argc, argv); }

  // Answers --help and --version, which CLI11 throws like errors.
  int ReportParse(const CLI::ParseError& error) const {
    if (error.get_exit_code() == 0) return app_.exit(error, terminal_.out, terminal_.err);
    return ReportUsage(UsageFault(app_, error), TypedCommand(app_), terminal_);
  }

  int Execute() const {
    Command& command = Chosen();
    const absl::Duration timeout =
        timeout_seconds_ > 0 ? absl::Seconds(timeout_seconds_) : command.Patience();
    const client::Options options = {.timeout = timeout, .user_agent = "madad-cli/" MADAD_VERSION};
    const client::Client client = client::Client::Connect(address_, options);
    const auto status = command.Execute(client, terminal_);
    if (status.ok()) return *status;
    return ReportError(status.error(), {client::WithDefaultPort(address_), timeout}, terminal_);
  }

 private:
  struct Entry {
    std::unique_ptr<Command> command;
    CLI::App* subcommand;
  };

  void Add(std::unique_ptr<Command> command) {
    CLI::App* subcommand = command->Declare(app_);
    entries_.push_back({std::move(command), subcommand});
  }

  Command& Chosen() const {
    for (const Entry& entry : entries_) {
      if (entry.subcommand->parsed()) return *entry.command;
    }
    return *entries_.front().command;  // require_subcommand leaves no other case
  }

  Terminal terminal_;
  std::string address_ = "127.0.0.1:7400";
  double timeout_seconds_ = 0;  // 0: as long as the command is patient
  std::vector<Entry> entries_;
  CLI::App app_;
};

}  // namespace

int Run(int argc, const char* const* argv, const Terminal& terminal) {
  Program program(terminal);
  try {
    program.Parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return program.ReportParse(error);
  }
  const int status = program.Execute();
  if (!terminal.out.flush()) {
    terminal.err << "madad: the output could not be written in full\n";
    return status == kDone ? kRefused : status;
  }
  return status;
}

}  // namespace madad::cli
