// The characters that charts are drawn with.
#pragma once

#include <array>
#include <string>

namespace madad::cli {

// Parts of a cell, from nothing to all of it in eighths.
using Eighths = std::array<const char*, 9>;

struct Glyphs {
  Eighths from_left;
  Eighths from_below;
  // Eight heights for lines that have no room for nothing: 0 is the first.
  std::array<const char*, 8> heights;
  const char* right_half;
  const char* upper_half;
  const char* vertical;
  const char* horizontal;
  const char* crossing;
  // Marks a value that is not known.
  const char* missing;
  const char* ellipsis;
};

// Returns block characters, or what ASCII has.
const Glyphs& GlyphsFor(bool utf8);

// Returns `text` `count` times; "" for less than 1.
std::string Repeat(const char* text, int count);

// Returns a bar that starts at the left: `length` in eighths of a cell. One that
// is not empty is seen.
std::string BarToRight(int length, const Glyphs& glyphs);

// Returns a bar that ends at the right, in halves of a cell.
std::string BarToLeft(int length, const Glyphs& glyphs);

}  // namespace madad::cli
