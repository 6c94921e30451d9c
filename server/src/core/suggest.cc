#include "core/suggest.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

#include "core/utf8.h"

namespace madad::core {
namespace {

// Longer names are no slip of the keyboard, and the distance is quadratic.
constexpr size_t kLongestName = 200;

// Characters rather than bytes: one wrong Hebrew letter is one mistake.
std::u32string Letters(std::string_view text) {
  std::u32string letters;
  for (size_t at = 0; at < text.size();) {
    const CodePoint point = FirstCodePoint(text.substr(at));
    letters += point.value;
    at += point.size;
  }
  return letters;
}

// Edits (insert, delete, replace, swap neighbours) that turn `a` into `b`.
size_t Distance(const std::u32string& a, const std::u32string& b) {
  std::vector<size_t> before(b.size() + 1);
  std::vector<size_t> above(b.size() + 1);
  std::vector<size_t> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) above[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t replaced = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, replaced});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    std::swap(before, above);
    std::swap(above, row);
  }
  return above[b.size()];
}

}  // namespace

std::vector<std::string> Nearest(std::string_view name, const std::vector<std::string>& candidates,
                                 size_t most) {
  if (name.empty() || name.size() > kLongestName) return {};
  const std::string wanted = absl::AsciiStrToLower(std::string(name));
  const std::u32string letters = Letters(wanted);
  const size_t furthest = std::max<size_t>(1, letters.size() / 3);
  std::vector<std::pair<size_t, std::string>> near;
  for (const std::string& candidate : candidates) {
    if (candidate.size() > kLongestName) continue;
    const std::string lower = absl::AsciiStrToLower(candidate);
    const size_t distance = Distance(letters, Letters(lower));
    // Half of a two-letter name or more would be guessing.
    const bool close = distance <= furthest && distance < letters.size();
    if (close || absl::StrContains(lower, wanted)) near.emplace_back(distance, candidate);
  }
  std::sort(near.begin(), near.end());
  near.erase(std::unique(near.begin(), near.end()), near.end());
  std::vector<std::string> names;
  for (size_t i = 0; i < std::min(most, near.size()); ++i) names.push_back(near[i].second);
  return names;
}

std::string DidYouMean(std::string_view name, const std::vector<std::string>& candidates) {
  const std::vector<std::string> names = Nearest(name, candidates);
  if (names.empty()) return "";
  std::string text = "; did you mean ";
  for (size_t i = 0; i < names.size(); ++i) {
    const char* separator = i == 0 ? "" : i + 1 == names.size() ? " or " : ", ";
    absl::StrAppend(&text, separator, names[i]);
  }
  return text + "?";
}

}  // namespace madad::core
