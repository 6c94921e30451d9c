// Text that is written from right to left.
#pragma once

#include <string>
#include <string_view>

#include "cli/terminal.h"

namespace madad::cli {

// True when `text` has a letter of a script such as Hebrew or Arabic.
bool HasRightToLeft(std::string_view text);

// Returns `text` so that a terminal which reorders right-to-left text keeps its
// place in the line: between U+2068 and U+2069, which take no room, when a
// person reads the terminal and the text needs it. Without them the numbers
// behind a Hebrew name would join it and change places with it.
std::string Isolated(std::string_view text, const Terminal& terminal);

}  // namespace madad::cli
