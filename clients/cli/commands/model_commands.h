// The subcommands of `madad model`.
#pragma once

#include <memory>
#include <string>

#include "cli/commands/command.h"

namespace madad::cli {

std::unique_ptr<Command> MakeModelShowCommand();
std::unique_ptr<Command> MakeModelRunCommand();
std::unique_ptr<Command> MakeModelActivateCommand();
std::unique_ptr<Command> MakeModelScoreCommand();

// True for a model's id (`plugin.name`), false for an instance's name.
inline bool IsModelId(const std::string& name) { return name.find('.') != std::string::npos; }

}  // namespace madad::cli
