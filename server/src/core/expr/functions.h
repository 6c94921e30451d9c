// The functions and aggregates that the language has.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace madad::core {

struct Function {
  const char* name;
  bool aggregate;
  // How many arguments it takes.
  size_t least;
  size_t most;
};

// Returns the function called `name` (lower case); null when there is none.
// Lifetime: the program's.
const Function* FindFunction(std::string_view name);

// Returns the names of all, aggregates too.
std::vector<std::string> FunctionNames();

}  // namespace madad::core
