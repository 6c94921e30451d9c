#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "cli/chart/draw.h"
#include "cli/chart/glyphs.h"
#include "cli/chart/ruler.h"
#include "cli/render/style.h"
#include "cli/render/width.h"

namespace madad::cli {
namespace {

constexpr char kGap[] = "  ";
constexpr int kShortestBar = 10;

struct Bar {
  std::string label;
  const ChartPoint* point;
};

std::vector<Bar> BarsOf(const ChartData& data) {
  std::vector<Bar> bars;
  const std::string period = data.periods.empty() ? "" : data.periods.front();
  for (const ChartSeries& series : data.series) {
    if (series.points.empty()) continue;
    bars.push_back({series.label.empty() ? period : series.label, series.points.data()});
  }
  return bars;
}

// A length from left to right, with 0 somewhere on it. Where there are negative
// values a line marks 0.
class Strip {
 public:
  Strip(const Scale& scale, int width, const Terminal& terminal)
      : scale_(scale),
        terminal_(terminal),
        glyphs_(GlyphsFor(terminal.utf8)),
        has_axis_(scale.low < 0),
        width_(width) {
    const int cells = width_ - (has_axis_ ? 1 : 0);
    left_ = static_cast<int>(std::lround(-scale.low / scale.span() * cells));
    if (has_axis_) left_ = std::clamp(left_, 1, scale.high > 0 ? cells - 1 : cells);
    right_ = cells - left_;
  }

  std::string Line(const ChartPoint& point) const {
    const double value = point.value.value_or(0);
    const int to_left = Length(-value, -scale_.low, left_ * 2);
    const int to_right = Length(value, scale_.high, right_ * 8);
    std::string line =
        Repeat(" ", left_ - (to_left + 1) / 2) + Red(BarToLeft(to_left, glyphs_), terminal_.color);
    if (has_axis_) line += glyphs_.vertical;
    if (!point.value) return line + glyphs_.missing + Repeat(" ", right_ - 1);
    return line + Cyan(BarToRight(to_right, glyphs_), terminal_.color) +
           Repeat(" ", right_ - (to_right + 7) / 8);
  }

  std::string Ticks(v1::Unit unit) const {
    std::vector<Mark> marks = {{left_, ScaleText(0, unit)}};
    if (scale_.high > 0) marks.push_back({width_, ScaleText(scale_.high, unit)});
    if (scale_.low < 0) marks.push_back({0, ScaleText(scale_.low, unit)});
    if (!has_axis_) marks.push_back({width_ / 2, ScaleText(scale_.high / 2, unit)});
    return Ruler(marks, width_);
  }

 private:
  // Returns how many of `parts` a value takes of what the largest would; at
  // least one, for what is there must be seen.
  static int Length(double value, double largest, int parts) {
    if (value <= 0 || largest <= 0) return 0;
    return std::clamp(static_cast<int>(std::lround(value / largest * parts)), 1, parts);
  }

  const Scale scale_;
  const Terminal& terminal_;
  const Glyphs& glyphs_;
  const bool has_axis_;
  const int width_;
  int left_ = 0;
  int right_ = 0;
};

struct Widths {
  int label = 0;
  int value = 0;
  int change = 0;
  int bar = 0;
};

Widths Measure(const std::vector<Bar>& bars, int width) {
  Widths widths;
  for (const Bar& bar : bars) {
    widths.label = std::max(widths.label, DisplayWidth(bar.label));
    widths.value = std::max(widths.value, DisplayWidth(bar.point->text));
    widths.change = std::max(widths.change, DisplayWidth(bar.point->change));
  }
  widths.label = std::min(widths.label, width * 2 / 5);
  const int gap = static_cast<int>(sizeof(kGap)) - 1;
  const int taken = (widths.label > 0 ? widths.label + gap : 0) + gap + widths.value +
                    (widths.change > 0 ? widths.change + gap : 0);
  widths.bar = std::max(width - taken, kShortestBar);
  return widths;
}

}  // namespace

void DrawBars(const ChartData& data, const Terminal& terminal) {
  const std::vector<Bar> bars = BarsOf(data);
  const Widths widths = Measure(bars, ChartWidth(terminal));
  const Strip strip(RoundScale(ValuesOf(data), data.unit), widths.bar, terminal);
  for (const Bar& bar : bars) {
    if (widths.label > 0) terminal.out << LabelCell(bar.label, widths.label, terminal) << kGap;
    terminal.out << strip.Line(*bar.point) << kGap << ValueCell(bar.point->text, widths.value);
    if (widths.change > 0) terminal.out << kGap << ValueCell(bar.point->change, widths.change);
    terminal.out << '\n';
  }
  if (widths.label > 0) terminal.out << std::string(static_cast<size_t>(widths.label), ' ') << kGap;
  terminal.out << Dim(strip.Ticks(data.unit), terminal.color) << '\n';
}

}  // namespace madad::cli
