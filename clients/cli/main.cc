#include <csignal>
#include <cstdlib>
#include <iostream>

#include <unistd.h>

#include "cli/environment.h"
#include "cli/run.h"

int main(int argc, char** argv) {
  using namespace madad::cli;
  // `madad query ... | head` ends quietly, whatever the parent made of SIGPIPE.
  std::signal(SIGPIPE, SIG_DFL);
  // gRPC's own log would double what the errors say; the variable still turns it on.
  setenv("GRPC_VERBOSITY", "NONE", /*overwrite=*/0);
  std::ios::sync_with_stdio(false);
  Terminal terminal = {std::cout, std::cerr};
  terminal.interactive = isatty(STDOUT_FILENO) != 0;
  terminal.color = terminal.interactive && isatty(STDERR_FILENO) != 0 && WantsColor();
  terminal.width = TerminalWidth(STDOUT_FILENO);
  terminal.utf8 = IsUtf8Locale(LocaleOf("LC_CTYPE"));
  terminal.language = LanguageOfLocale(LocaleOf("LC_MESSAGES"));
  terminal.progress = isatty(STDERR_FILENO) != 0 && !IsDumbTerminal();
  return Run(argc, argv, terminal);
}
