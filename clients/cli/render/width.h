// How much room text takes on a terminal.
#pragma once

#include <string_view>

namespace madad::cli {

// Returns the number of terminal cells that `text`, one line, takes: letters
// one, East Asian wide characters and emoji two, points and accents over
// another character (niqqud) and bidirectional controls none.
int DisplayWidth(std::string_view text);

}  // namespace madad::cli
