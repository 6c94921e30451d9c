// How far something long is, for a person who waits.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "cli/terminal.h"

namespace madad::cli {

// Returns how long the rest takes at the pace so far; nothing while too little
// is done to tell, and when all is done.
std::optional<absl::Duration> TimeLeft(double fraction, absl::Duration elapsed);

// Returns a line of at most `width` cells: a bar, the share done, the word for
// what is being done and the time left: `[####    ]  42 %  sorting  12s left`.
// `fraction` is from 0 to 1.
std::string ProgressText(double fraction, std::string_view step, absl::Duration elapsed, int width,
                         bool utf8);

// Draws that line on the error stream and draws it anew as things move on, where
// a person watches it (`Terminal::progress`); elsewhere nothing. It is erased
// when this goes.
class ProgressLine {
 public:
  // Lifetime: `terminal` outlives the line.
  explicit ProgressLine(const Terminal& terminal);
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  void Show(double fraction, std::string_view step);
  // Erases it, so that something else can be printed.
  void Clear();

 private:
  const Terminal& terminal_;
  const absl::Time start_;
  bool shown_ = false;
};

}  // namespace madad::cli
