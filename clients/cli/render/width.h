// How much room text takes on a terminal.
#pragma once

#include <string>
#include <string_view>

namespace madad::cli {

// Returns the number of terminal cells that `text`, one line, takes: letters
// one, East Asian wide characters and emoji two, points and accents over
// another character (niqqud) and bidirectional controls none.
int DisplayWidth(std::string_view text);

// Returns `text`, or as much of its start as fits into `width` cells together
// with `ellipsis`, which is ASCII or one cell wide.
std::string Shortened(std::string_view text, int width, std::string_view ellipsis);

}  // namespace madad::cli
