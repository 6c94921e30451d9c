// What the command says to the shell.
#pragma once

namespace madad::cli {

enum ExitStatus : int {
  kDone = 0,
  // The server said no, or its answer could not be used.
  kRefused = 1,
  // The command line was wrong; nothing was sent.
  kUsage = 2,
  // No server answered.
  kUnreachable = 3,
};

}  // namespace madad::cli
