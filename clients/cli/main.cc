#include <csignal>
#include <cstdlib>
#include <iostream>

#include <unistd.h>

#include "cli/run.h"

int main(int argc, char** argv) {
  // `madad query ... | head` ends quietly, whatever the parent made of SIGPIPE.
  std::signal(SIGPIPE, SIG_DFL);
  // gRPC's own log would double what the errors say; the variable still turns it on.
  setenv("GRPC_VERBOSITY", "NONE", /*overwrite=*/0);
  std::ios::sync_with_stdio(false);
  const char* no_color = std::getenv("NO_COLOR");
  const bool on_terminal = isatty(STDOUT_FILENO) != 0 && isatty(STDERR_FILENO) != 0;
  const bool color = on_terminal && (no_color == nullptr || *no_color == '\0');
  return madad::cli::Run(argc, argv, std::cout, std::cerr, color);
}
