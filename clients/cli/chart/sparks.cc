#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "cli/chart/draw.h"
#include "cli/chart/glyphs.h"
#include "cli/render/style.h"
#include "cli/render/width.h"

namespace madad::cli {
namespace {

constexpr char kGap[] = "  ";
constexpr int kGapWidth = 2;
constexpr int kWidestPoint = 3;

// The figures beside a line.
struct Figures {
  std::string low = "-";
  std::string high = "-";
  std::string last = "-";
};

Figures FiguresOf(const ChartSeries& series) {
  Figures figures;
  const ChartPoint* low = nullptr;
  const ChartPoint* high = nullptr;
  for (const ChartPoint& point : series.points) {
    if (!point.value) continue;
    if (low == nullptr || *point.value < *low->value) low = &point;
    if (high == nullptr || *point.value > *high->value) high = &point;
    figures.last = point.text;
  }
  if (low == nullptr) return figures;
  return {low->text, high->text, figures.last};
}

class SparkChart {
 public:
  SparkChart(const ChartData& data, const Terminal& terminal)
      : data_(data),
        terminal_(terminal),
        glyphs_(GlyphsFor(terminal.utf8)),
        scale_(RoundScale(ValuesOf(data), data.unit)) {
    for (const ChartSeries& series : data.series) {
      figures_.push_back(FiguresOf(series));
      label_ = std::max(label_, DisplayWidth(series.label));
      Widen(figures_.back().low, &low_);
      Widen(figures_.back().high, &high_);
      Widen(figures_.back().last, &last_);
    }
    const int width = ChartWidth(terminal);
    label_ = std::min(label_, width * 2 / 5);
    const int room = std::max(width - label_ - low_ - high_ - last_ - 4 * kGapWidth, 8);
    const int periods = static_cast<int>(data.periods.size());
    point_ = std::clamp(room / periods, 1, kWidestPoint);
    per_line_ = std::min(periods, room / point_);
  }

  void Draw() const {
    PrintHeader();
    for (size_t i = 0; i < data_.series.size(); ++i) PrintSeries(data_.series[i], figures_[i]);
    terminal_.out << Dim(Caption(), terminal_.color) << '\n';
  }

 private:
  static void Widen(const std::string& text, int* width) {
    *width = std::max(*width, DisplayWidth(text));
  }

  int LineWidth() const { return per_line_ * point_; }

  void PrintHeader() const {
    const std::string line = LabelCell("", label_ + kGapWidth + LineWidth(), terminal_) + kGap +
                             ValueCell("low", low_) + kGap + ValueCell("high", high_) + kGap +
                             ValueCell("last", last_);
    terminal_.out << Dim(line, terminal_.color) << '\n';
  }

  // Periods beyond the line's room go on below it; the figures stand in the last.
  void PrintSeries(const ChartSeries& series, const Figures& figures) const {
    const auto count = static_cast<int>(series.points.size());
    for (int start = 0; start < count; start += per_line_) {
      const int end = std::min(start + per_line_, count);
      terminal_.out << LabelCell(start == 0 ? series.label : "", label_, terminal_) << kGap
                    << Line(series, start, end);
      if (end == count) {
        terminal_.out << Repeat(" ", LineWidth() - (end - start) * point_) << kGap
                      << ValueCell(figures.low, low_) << kGap << ValueCell(figures.high, high_)
                      << kGap << ValueCell(figures.last, last_);
      }
      terminal_.out << '\n';
    }
  }

  std::string Line(const ChartSeries& series, int start, int end) const {
    std::string line;
    for (int i = start; i < end; ++i) {
      line += Repeat(Glyph(series.points[static_cast<size_t>(i)]), point_);
    }
    return Cyan(line, terminal_.color);
  }

  const char* Glyph(const ChartPoint& point) const {
    if (!point.value) return glyphs_.missing;
    const double height = (*point.value - scale_.low) / scale_.span() * 7;
    return glyphs_.heights[static_cast<size_t>(std::clamp(std::lround(height), 0L, 7L))];
  }

  std::string Caption() const {
    return data_.periods.front() + " to " + data_.periods.back() + ", every line from " +
           ScaleText(scale_.low, data_.unit) + " " + glyphs_.heights.front() + " to " +
           ScaleText(scale_.high, data_.unit) + " " + glyphs_.heights.back();
  }

  const ChartData& data_;
  const Terminal& terminal_;
  const Glyphs& glyphs_;
  const Scale scale_;
  std::vector<Figures> figures_;
  int label_ = 0;
  int low_ = 3;
  int high_ = 4;
  int last_ = 4;
  int point_ = 1;
  int per_line_ = 1;
};

}  // namespace

void DrawSparks(const ChartData& data, const Terminal& terminal) {
  SparkChart(data, terminal).Draw();
}

}  // namespace madad::cli
