#include "config/read_word.h"

#include "absl/strings/str_cat.h"

namespace madad::config {

std::optional<core::Duration> ReadDuration(const std::string& text, const std::string& path,
                                           ProblemLog& log) {
  const absl::StatusOr<core::Duration> duration = core::ParseDuration(text);
  std::string problem;
  if (!duration.ok()) {
    problem = std::string(duration.status().message());
  } else if (duration->micros <= 0 && duration->months <= 0) {
    problem = absl::StrCat(core::Quoted(text), " is no time at all; write a longer one");
  } else {
    return *duration;
  }
  log.AddUnread(log.PositionOf(path), path, problem);
  return std::nullopt;
}

}  // namespace madad::config
