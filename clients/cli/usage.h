// Saying what is wrong with a command line.
#pragma once

#include <string>

namespace CLI {
class App;
class ParseError;
}  // namespace CLI

namespace madad::cli {

// Returns the commands that were typed, from the program on: `madad sources check`.
std::string TypedCommand(const CLI::App& app);

// Returns why `app` could not parse, with the nearest option or command when
// one is misspelt: that is told before what it made missing.
std::string UsageFault(const CLI::App& app, const CLI::ParseError& error);

}  // namespace madad::cli
