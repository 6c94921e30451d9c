// One thing described in lines of `name  text`.
#pragma once

#include <string>
#include <string_view>

#include "cli/terminal.h"

namespace madad::cli {

// Prints `name  text`, further lines of the text below its first; nothing when
// there is no text.
void PrintField(std::string_view name, const std::string& text, const Terminal& terminal);

}  // namespace madad::cli
