// The whole of `madad`, apart from the process around it.
#pragma once

#include "cli/terminal.h"

namespace madad::cli {

// Does what the arguments say (`argv[0]` is the program) and returns the exit
// status: 0 done, 1 the server said no, 2 the arguments are wrong, 3 no server
// answered. Answers go to `terminal.out`; errors, and what has no place in the
// answer's format, to `terminal.err`.
int Run(int argc, const char* const* argv, const Terminal& terminal);

}  // namespace madad::cli
