// Telling a person what went wrong.
#pragma once

#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "cli/exit_status.h"
#include "cli/terminal.h"

#include "madad/client/error.h"

namespace madad::cli {

// The server a command talks to, for messages.
struct ServerName {
  std::string address;
  absl::Duration timeout;
};

// Prints `madad: <message>`, then the reason and hints, a line each; returns
// the exit status that the error stands for.
ExitStatus ReportError(const client::Error& error, const ServerName& server,
                       const Terminal& terminal);

// Prints `madad: <message>` and how to get help; returns kUsage.
ExitStatus ReportUsage(std::string_view message, std::string_view command,
                       const Terminal& terminal);

}  // namespace madad::cli
