// One subcommand of `madad`.
#pragma once

#include <memory>
#include <optional>

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

  // Asks `client` and prints the answer; returns what kept it from doing so.
  virtual std::optional<client::Error> Execute(const client::Client& client,
                                               const Terminal& terminal) = 0;
};

std::unique_ptr<Command> MakeMetricsCommand();
std::unique_ptr<Command> MakeDescribeCommand();
std::unique_ptr<Command> MakeQueryCommand();

}  // namespace madad::cli
