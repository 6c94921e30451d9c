#include "cli/progress/bar.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "cli/chart/glyphs.h"
#include "cli/render/escape.h"
#include "cli/render/moment.h"
#include "cli/render/width.h"

namespace madad::cli {
namespace {

constexpr int kBarCells = 24;
constexpr int kUsualWidth = 80;
// A pace is measured over this much at least.
constexpr double kLeastFraction = 0.01;
constexpr absl::Duration kLeastElapsed = absl::Seconds(1);

std::string BarText(double fraction, bool utf8) {
  const Glyphs& glyphs = GlyphsFor(utf8);
  const int eighths = static_cast<int>(std::floor(fraction * kBarCells * 8));
  const std::string bar = BarToRight(eighths, glyphs);
  return "[" + bar + Repeat(" ", kBarCells - (eighths + 7) / 8) + "]";
}

}  // namespace

std::optional<absl::Duration> TimeLeft(double fraction, absl::Duration elapsed) {
  if (fraction < kLeastFraction || fraction >= 1 || elapsed < kLeastElapsed) return std::nullopt;
  return elapsed * ((1 - fraction) / fraction);
}

std::string ProgressText(double fraction, std::string_view step, absl::Duration elapsed, int width,
                         bool utf8) {
  const double done = std::clamp(fraction, 0.0, 1.0);
  // Rounded down: 100 % is said when all is done.
  std::string text =
      absl::StrFormat("%s %3d %%", BarText(done, utf8), static_cast<int>(std::floor(done * 100)));
  if (!step.empty()) text += "  " + EscapeLine(step);
  if (const std::optional<absl::Duration> left = TimeLeft(done, elapsed)) {
    const int64_t seconds =
        std::max<int64_t>(absl::ToInt64Seconds(absl::Ceil(*left, absl::Seconds(1))), 1);
    text += "  " + DurationText(seconds * 1'000'000) + " left";
  }
  return Shortened(text, width, GlyphsFor(utf8).ellipsis);
}

ProgressLine::ProgressLine(const Terminal& terminal) : terminal_(terminal), start_(absl::Now()) {}

ProgressLine::~ProgressLine() { Clear(); }

void ProgressLine::Show(double fraction, std::string_view step) {
  if (!terminal_.progress) return;
  // One cell less: a full line would scroll.
  const int width = (terminal_.width > 0 ? terminal_.width : kUsualWidth) - 1;
  Clear();
  terminal_.err << ProgressText(fraction, step, absl::Now() - start_, width, terminal_.utf8)
                << std::flush;
  shown_ = true;
}

void ProgressLine::Clear() {
  if (!shown_) return;
  terminal_.err << "\r\x1b[K" << std::flush;
  shown_ = false;
}

}  // namespace madad::cli
