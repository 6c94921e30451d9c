// Texts at places of a line.
#pragma once

#include <string>
#include <vector>

namespace madad::cli {

struct Mark {
  int at = 0;  // cell
  std::string text;
};

// Returns a line of `width` cells with each mark's text centred at its place or
// as near as the line's ends allow. A mark that would touch one before it in
// `marks` is left out. Texts are ASCII.
std::string Ruler(const std::vector<Mark>& marks, int width);

// The same with each text starting at its place, left out where it does not fit.
std::string StartRuler(const std::vector<Mark>& marks, int width);

}  // namespace madad::cli
