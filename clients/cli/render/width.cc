#include "cli/render/width.h"

#include <algorithm>

#include "cli/render/utf8.h"

#include <utf8proc.h>

namespace madad::cli {
namespace {

bool IsRegionalIndicator(int32_t value) { return value >= 0x1F1E6 && value <= 0x1F1FF; }

}  // namespace

int DisplayWidth(std::string_view text) {
  int total = 0;
  // What a reader sees as one character takes the room of its widest part.
  int cluster = 0;
  int32_t previous = 0;
  utf8proc_int32_t state = 0;
  while (!text.empty()) {
    const int32_t value = TakeCodePoint(&text).value;
    const bool starts_cluster =
        previous == 0 || utf8proc_grapheme_break_stateful(previous, value, &state);
    if (starts_cluster) {
      total += cluster;
      cluster = utf8proc_charwidth(value);
    } else {
      // Two regional indicators make one flag, which is wide.
      cluster = IsRegionalIndicator(value) ? 2 : std::max(cluster, utf8proc_charwidth(value));
    }
    previous = value;
  }
  return total + cluster;
}

std::string Shortened(std::string_view text, int width, std::string_view ellipsis) {
  if (DisplayWidth(text) <= width) return std::string(text);
  const int room = width - DisplayWidth(ellipsis);
  std::string_view rest = text;
  std::string_view kept = text.substr(0, 0);
  while (!rest.empty()) {
    TakeCodePoint(&rest);
    const std::string_view longer = text.substr(0, text.size() - rest.size());
    if (DisplayWidth(longer) > room) break;
    kept = longer;
  }
  return std::string(kept).append(ellipsis);
}

}  // namespace madad::cli
