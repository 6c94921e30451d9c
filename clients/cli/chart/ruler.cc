#include "cli/chart/ruler.h"

#include <algorithm>

namespace madad::cli {
namespace {

// True when the cells from `start` on, and their neighbours, are free.
bool IsFree(const std::string& line, int start, int length) {
  const int first = std::max(start - 1, 0);
  const int end = std::min(start + length + 1, static_cast<int>(line.size()));
  return std::all_of(line.begin() + first, line.begin() + end, [](char c) { return c == ' '; });
}

void Place(const std::string& text, int start, std::string* line) {
  const int length = static_cast<int>(text.size());
  if (start < 0 || start + length > static_cast<int>(line->size())) return;
  if (IsFree(*line, start, length)) {
    line->replace(static_cast<size_t>(start), text.size(), text);
  }
}

std::string Trimmed(std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  return line;
}

}  // namespace

std::string Ruler(const std::vector<Mark>& marks, int width) {
  std::string line(static_cast<size_t>(width), ' ');
  for (const Mark& mark : marks) {
    const int length = static_cast<int>(mark.text.size());
    const int start = std::clamp(mark.at - length / 2, 0, std::max(width - length, 0));
    Place(mark.text, start, &line);
  }
  return Trimmed(line);
}

std::string StartRuler(const std::vector<Mark>& marks, int width) {
  std::string line(static_cast<size_t>(width), ' ');
  for (const Mark& mark : marks) Place(mark.text, mark.at, &line);
  return Trimmed(line);
}

}  // namespace madad::cli
