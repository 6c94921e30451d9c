// One subcommand of `madad`.
#pragma once

#include <memory>

#include "absl/time/time.h"
#include "cli/exit_status.h"
#include "cli/terminal.h"

#include "madad/client/client.h"
#include "madad/client/error.h"

namespace CLI {
class App;
}

namespace madad::cli {

// Knows its options and what to do with them.
class Command {
 public:
  virtual ~Command() = default;

  // Adds the subcommand and its options to `app`, which fills them into this
  // command when it parses, and returns the subcommand.
  // Lifetime: the command must outlive `app`.
  virtual CLI::App* Declare(CLI::App& app) = 0;

  // Returns how long to wait for an answer unless `--timeout` says so.
  virtual absl::Duration Patience() const { return absl::Seconds(30); }

  // Asks `client` and prints the answer; returns the exit status, or what kept
  // it from doing so.
  virtual client::Result<ExitStatus> Execute(const client::Client& client,
                                             const Terminal& terminal) = 0;
};

std::unique_ptr<Command> MakeMetricsCommand();
std::unique_ptr<Command> MakeDescribeCommand();
std::unique_ptr<Command> MakeQueryCommand();
std::unique_ptr<Command> MakeFunnelCommand();
std::unique_ptr<Command> MakeModelsCommand();
std::unique_ptr<Command> MakeModelCommand();
std::unique_ptr<Command> MakeRowsCommand();
std::unique_ptr<Command> MakeSourcesCommand();
std::unique_ptr<Command> MakePluginsCommand();
// Prints the script that teaches a shell to complete.
std::unique_ptr<Command> MakeCompletionCommand();
// What that script asks; not shown in help.
std::unique_ptr<Command> MakeCompleteCommand();

}  // namespace madad::cli
