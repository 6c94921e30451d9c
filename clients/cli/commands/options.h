// Declaring options so that help, checks and completion agree on them.
#pragma once

#include <string>
#include <vector>

#include <CLI/CLI.hpp>

namespace madad::cli {

// What an argument names, for completion.
enum class Names {
  kMetric,
  kDimension,  // that the metrics before it share
  kAnyDimension,
  kColumn,
  kParameter,
  kSource,
  kPlugin,
  kModel,  // an instance or a model's id
  kInstance,
  kVersion,  // of the instance before it, or `latest`
  kFunnel,
  kTable,
};

// Returns a check that refuses what is not one of `choices`, with the nearest
// ones in its message.
CLI::Validator OneOf(const std::vector<std::string>& choices);

// Returns a check that refuses nothing and marks what the argument names.
CLI::Validator Naming(Names names);

// Returns the choices of an option that OneOf checks; none for others.
std::vector<std::string> ChoicesOf(const CLI::Option& option);

// True when Naming(names) marks the option.
bool IsNaming(const CLI::Option& option, Names names);

// Adds the argument NAME, an instance or a model's id, which is required.
void AddModelName(CLI::App* command, Names names, std::string* name);

// Adds `--format`, whose first choice is the default that `format` has.
CLI::Option* AddFormat(CLI::App* command, const std::vector<std::string>& choices,
                       std::string* format);

// Adds an option whose value is a list between commas; given again, it adds to
// it. `lists` gets an entry each time.
CLI::Option* AddList(CLI::App* command, const char* name, const char* description,
                     std::vector<std::string>* lists);

// Adds `--from`, which `from_description` describes, `--to`, and `--during`
// instead of both.
void AddRange(CLI::App* command, const char* from_description, std::string* from, std::string* to,
              std::string* during);

}  // namespace madad::cli
