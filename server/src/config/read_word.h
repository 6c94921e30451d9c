// Words and durations that a catalog's keys hold.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "config/problem.h"
#include "core/names.h"
#include "core/value.h"

namespace madad::config {

// What each word stands for.
template <typename T>
using Words = std::map<std::string, T>;

// Returns what `word` stands for; `fallback` when it is empty, and also, after
// telling `log`, when it is none of `words`. `problem` opens the message:
// "unknown format" for "unknown format 'xls'; expected one of csv, ...".
template <typename T>
T ReadWord(const std::string& word, const Words<T>& words, T fallback, const std::string& problem,
           const std::string& path, ProblemLog& log) {
  if (word.empty()) return fallback;
  const auto found = words.find(word);
  if (found != words.end()) return found->second;
  log.AddUnread(log.PositionOf(path), path,
                problem + " " + core::Quoted(word) + core::Instead(word, core::KeysOf(words)));
  return fallback;
}

// Returns the duration in `text`, which is longer than nothing; nothing, after
// telling `log`, for another one.
std::optional<core::Duration> ReadDuration(const std::string& text, const std::string& path,
                                           ProblemLog& log);

}  // namespace madad::config
