#include "cli/suggest.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace madad::cli {
namespace {

// Longer words are no slip of the keyboard, and the distance is quadratic.
constexpr size_t kLongestWord = 100;
constexpr size_t kMost = 2;

// Edits (insert, delete, replace, swap neighbours) that turn `a` into `b`.
size_t Distance(const std::string& a, const std::string& b) {
  std::vector<std::vector<size_t>> edits(a.size() + 1, std::vector<size_t>(b.size() + 1));
  for (size_t i = 0; i <= a.size(); ++i) {
    for (size_t j = 0; j <= b.size(); ++j) {
      size_t best = std::max(i, j);
      if (i > 0 && j > 0) {
        const size_t replaced = edits[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
        best = std::min({edits[i - 1][j] + 1, edits[i][j - 1] + 1, replaced});
        const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
        if (swapped) best = std::min(best, edits[i - 2][j - 2] + 1);
      }
      edits[i][j] = best;
    }
  }
  return edits[a.size()][b.size()];
}

}  // namespace

std::string DidYouMean(std::string_view word, const std::vector<std::string>& candidates) {
  if (word.empty() || word.size() > kLongestWord) return "";
  const std::string wanted = absl::AsciiStrToLower(std::string(word));
  std::vector<std::pair<size_t, std::string>> near;
  size_t nearest = std::max<size_t>(1, wanted.size() / 3);
  for (const std::string& candidate : candidates) {
    nearest = std::min(nearest, Distance(wanted, absl::AsciiStrToLower(candidate)));
  }
  for (const std::string& candidate : candidates) {
    const std::string lower = absl::AsciiStrToLower(candidate);
    const size_t distance = Distance(wanted, lower);
    // A beginning is worth a suggestion however much is missing.
    const bool begins =
        wanted.find_first_not_of('-') != std::string::npos && lower.starts_with(wanted);
    if (begins || distance <= nearest) near.emplace_back(distance, candidate);
  }
  std::sort(near.begin(), near.end());
  if (near.empty()) return "";
  if (near.size() > kMost) near.resize(kMost);
  std::string text = absl::StrCat("; did you mean ", near[0].second);
  if (near.size() == kMost) absl::StrAppend(&text, " or ", near[1].second);
  return text + "?";
}

}  // namespace madad::cli
