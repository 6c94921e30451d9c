#include "cli/chart/glyphs.h"

namespace madad::cli {
namespace {

constexpr Glyphs kBlocks = {
    .from_left = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"},
    .from_below = {" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"},
    .heights = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"},
    .right_half = "▐",
    .upper_half = "▀",
    .vertical = "│",
    .horizontal = "─",
    .crossing = "┼",
    .missing = "·",
    .ellipsis = "…",
};

constexpr Glyphs kAscii = {
    .from_left = {"", "|", "|", "|", "|", "#", "#", "#", "#"},
    .from_below = {" ", ".", ".", ".", ":", ":", ":", "#", "#"},
    .heights = {"_", ".", ":", "-", "=", "+", "*", "#"},
    .right_half = "|",
    .upper_half = "'",
    .vertical = "|",
    .horizontal = "-",
    .crossing = "+",
    .missing = "?",
    .ellipsis = "...",
};

}  // namespace

const Glyphs& GlyphsFor(bool utf8) { return utf8 ? kBlocks : kAscii; }

std::string Repeat(const char* text, int count) {
  std::string out;
  for (int i = 0; i < count; ++i) out += text;
  return out;
}

std::string BarToRight(int length, const Glyphs& glyphs) {
  return Repeat(glyphs.from_left[8], length / 8) +
         glyphs.from_left[static_cast<size_t>(length % 8)];
}

std::string BarToLeft(int length, const Glyphs& glyphs) {
  return (length % 2 == 0 ? "" : glyphs.right_half) + Repeat(glyphs.from_left[8], length / 2);
}

}  // namespace madad::cli
