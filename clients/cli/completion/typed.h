// What the words before the cursor mean to the program.
#pragma once

#include <map>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

namespace madad::cli {

struct Typed {
  // The program and the commands beneath it that were typed.
  std::vector<const CLI::App*> chain;
  std::vector<std::string> arguments = {};
  // The values of each option, by its name.
  std::map<std::string, std::vector<std::string>> values = {};
  // The option whose value comes next; null when none waits.
  const CLI::Option* pending = nullptr;
};

// Returns the option `name`, with its dashes, of the last command or of those
// before it; null when there is none.
const CLI::Option* FindOption(const std::vector<const CLI::App*>& chain, const std::string& name);

// True when an option is followed by a value.
bool TakesValue(const CLI::Option& option);

// Returns what `words`, the program first, mean. Words that make no sense are
// taken for arguments.
Typed Interpret(const CLI::App& app, const std::vector<std::string>& words);

}  // namespace madad::cli
