// bash, as it completes a line.
#pragma once

#include <string>
#include <vector>

namespace madad::testing {

// Returns what bash, with the script that `madad completion bash` prints, would
// complete `line` with; the cursor is at its end. Whatever bash or madad write
// on the error stream is among it.
std::vector<std::string> CompleteInBash(const std::string& line);

}  // namespace madad::testing
