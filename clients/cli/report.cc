#include "cli/report.h"

#include "absl/strings/str_cat.h"
#include "cli/render/escape.h"
#include "cli/render/style.h"

namespace madad::cli {
namespace {

void PrintHead(std::string_view message, const Terminal& terminal) {
  terminal.err << Red("madad:", terminal.color) << ' ' << EscapeLines(message) << '\n';
}

void PrintHint(std::string_view hint, const Terminal& terminal) {
  terminal.err << "  " << EscapeLine(hint) << '\n';
}

// A server that says it is going away answers nothing any more.
bool IsDraining(const client::Error& error) {
  return error.code == absl::StatusCode::kUnavailable && error.reason == "SERVER_DRAINING";
}

std::string Message(const client::Error& error, const ServerName& server) {
  if (error.unreachable) {
    return absl::StrCat("no server answers at ", server.address, ": ", error.message);
  }
  if (error.code == absl::StatusCode::kDeadlineExceeded && error.reason.empty()) {
    return absl::StrCat("no answer from ", server.address, " within ",
                        absl::FormatDuration(server.timeout));
  }
  if (!error.message.empty()) return error.message;
  return absl::StrCat("the server failed with ", absl::StatusCodeToString(error.code),
                      " and gave no message");
}

void PrintHints(const client::Error& error, const Terminal& terminal) {
  if (!error.reason.empty()) PrintHint(absl::StrCat("reason: ", error.reason), terminal);
  for (const client::FieldError& field : error.fields) {
    PrintHint(absl::StrCat("field ", field.field, ": ", field.description), terminal);
  }
  if (error.retry_after) {
    PrintHint(absl::StrCat("try again in ", absl::FormatDuration(*error.retry_after)), terminal);
  }
  if (error.unreachable) {
    PrintHint("is madad-server running? --server ADDR or MADAD_SERVER names another one", terminal);
  } else if (error.code == absl::StatusCode::kDeadlineExceeded) {
    PrintHint("--timeout SECONDS waits longer", terminal);
  }
}

}  // namespace

ExitStatus ReportError(const client::Error& error, const ServerName& server,
                       const Terminal& terminal) {
  PrintHead(Message(error, server), terminal);
  PrintHints(error, terminal);
  return error.unreachable || IsDraining(error) ? kUnreachable : kRefused;
}

ExitStatus ReportUsage(std::string_view message, std::string_view command,
                       const Terminal& terminal) {
  PrintHead(message, terminal);
  PrintHint("see " + std::string(command) + " --help", terminal);
  return kUsage;
}

}  // namespace madad::cli
