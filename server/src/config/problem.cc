#include "config/problem.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"

namespace madad::config {
namespace {

constexpr size_t kMostProblems = 200;

// Returns the path of the key around the one at `path`; empty: there is none.
std::string_view Parent(std::string_view path) {
  const size_t end = path.find_last_of(".[");
  return end == std::string_view::npos ? std::string_view() : path.substr(0, end);
}

}  // namespace

std::string ConfigProblem::ToString() const {
  std::string text = file;
  if (line > 0) absl::StrAppend(&text, ":", line, ":", column);
  if (!path.empty()) absl::StrAppend(&text, ": ", path);
  return absl::StrCat(text, ": ", message);
}

bool ProblemLog::SetPosition(const std::string& path, Position position) {
  return positions_.emplace(path, position).second;
}

Position ProblemLog::PositionOf(std::string_view path) const {
  for (; !path.empty(); path = Parent(path)) {
    const auto found = positions_.find(path);
    if (found != positions_.end()) return found->second;
  }
  return {};
}

void ProblemLog::Add(std::string path, std::string message) {
  const Position position = PositionOf(path);
  AddAt(position, std::move(path), std::move(message));
}

void ProblemLog::AddAt(Position position, std::string path, std::string message) {
  if (problems_.size() == kMostProblems) {
    ++left_out_;
    return;
  }
  problems_.push_back({.file = file_,
                       .line = position.line,
                       .column = position.column,
                       .path = std::move(path),
                       .message = std::move(message)});
}

void ProblemLog::AddUnread(Position position, std::string path, std::string message) {
  unread_.insert(path);
  AddAt(position, std::move(path), std::move(message));
}

bool ProblemLog::IsUnread(std::string_view path) const {
  for (; !path.empty(); path = Parent(path)) {
    if (unread_.contains(path)) return true;
  }
  return false;
}

std::vector<ConfigProblem> ProblemLog::Take() {
  std::stable_sort(problems_.begin(), problems_.end(),
                   [](const ConfigProblem& a, const ConfigProblem& b) {
                     return std::tie(a.line, a.column) < std::tie(b.line, b.column);
                   });
  if (left_out_ > 0) {
    problems_.push_back(
        {.file = file_, .path = "", .message = absl::StrCat("and ", left_out_, " more problems")});
  }
  return std::exchange(problems_, {});
}

}  // namespace madad::config
