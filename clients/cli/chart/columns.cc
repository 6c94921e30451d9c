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

constexpr int kRows = 8;
constexpr int kWidestColumn = 8;

// What a column's label at the left is followed by: a blank and the axis.
constexpr int kAxisWidth = 2;

int LabelWidth(const Scale& scale, v1::Unit unit) {
  int width = 0;
  for (const double value : {scale.low, scale.high / 2, scale.high}) {
    width = std::max(width, DisplayWidth(ScaleText(value, unit)));
  }
  return width;
}

// Returns how many cells each period has; 0 when there is no room.
int ColumnWidth(const ChartData& data, const Terminal& terminal) {
  const Scale scale = RoundScale(ValuesOf(data), data.unit);
  const int room = ChartWidth(terminal) - LabelWidth(scale, data.unit) - kAxisWidth;
  return std::min(room / static_cast<int>(data.periods.size()), kWidestColumn);
}

class ColumnChart {
 public:
  ColumnChart(const ChartData& data, const Terminal& terminal)
      : data_(data),
        terminal_(terminal),
        glyphs_(GlyphsFor(terminal.utf8)),
        scale_(RoundScale(ValuesOf(data), data.unit)),
        label_width_(LabelWidth(scale_, data.unit)),
        column_width_(ColumnWidth(data, terminal)),
        above_(RowsAbove()),
        below_(kRows - above_) {}

  void Draw() const {
    for (int row = above_; row > 0; --row) {
      const std::string label = row == above_       ? Text(scale_.high)
                                : row * 2 == above_ ? Text(scale_.high / 2)
                                                    : "";
      Print(label, glyphs_.vertical, [this, row](const ChartPoint& p) { return Above(p, row); });
    }
    Print(Text(0), glyphs_.crossing, [this](const ChartPoint& point) { return Axis(point); });
    for (int row = 1; row <= below_; ++row) {
      const std::string label = row == below_ ? Text(scale_.low) : "";
      Print(label, glyphs_.vertical, [this, row](const ChartPoint& p) { return Below(p, row); });
    }
    terminal_.out << Repeat(" ", label_width_ + kAxisWidth) << Dim(Periods(), terminal_.color)
                  << '\n';
  }

 private:
  int RowsAbove() const {
    const int rows = static_cast<int>(std::lround(scale_.high / scale_.span() * kRows));
    if (scale_.low >= 0) return kRows;
    return scale_.high > 0 ? std::clamp(rows, 1, kRows - 1) : 0;
  }

  std::string Text(double value) const { return ScaleText(value, data_.unit); }

  template <typename CellOf>
  void Print(const std::string& label, const char* axis, const CellOf& cell) const {
    std::string line = ValueCell(label, label_width_) + " " + axis;
    for (const ChartPoint& point : data_.series.front().points) line += cell(point);
    line.erase(line.find_last_not_of(' ') + 1);
    terminal_.out << line << '\n';
  }

  // A column's part of a row; where there is room columns stand apart.
  std::string Filled(const char* glyph, bool is_negative) const {
    const int gap = column_width_ > 1 ? 1 : 0;
    const std::string part = Repeat(glyph, column_width_ - gap);
    if (part.find_first_not_of(' ') == std::string::npos) return Repeat(" ", column_width_);
    return (is_negative ? Red(part, terminal_.color) : Cyan(part, terminal_.color)) +
           Repeat(" ", gap);
  }

  // `row` counts from the axis, which is 0.
  std::string Above(const ChartPoint& point, int row) const {
    const double value = point.value.value_or(0);
    int eighths = 0;
    if (value > 0) {
      eighths = std::max(static_cast<int>(std::lround(value / scale_.high * above_ * 8)), 1);
    }
    const int part = std::clamp(eighths - (row - 1) * 8, 0, 8);
    return Filled(glyphs_.from_below[static_cast<size_t>(part)], false);
  }

  std::string Below(const ChartPoint& point, int row) const {
    const double value = point.value.value_or(0);
    int halves = 0;
    if (value < 0) {
      halves = std::max(static_cast<int>(std::lround(value / scale_.low * below_ * 2)), 1);
    }
    const int part = std::clamp(halves - (row - 1) * 2, 0, 2);
    return Filled(part == 0 ? " " : part == 1 ? glyphs_.upper_half : glyphs_.from_below[8], true);
  }

  std::string Axis(const ChartPoint& point) const {
    if (point.value) return Repeat(glyphs_.horizontal, column_width_);
    return glyphs_.missing + Repeat(glyphs_.horizontal, column_width_ - 1);
  }

  std::string Periods() const {
    std::vector<Mark> marks;
    for (size_t i = 0; i < data_.periods.size(); ++i) {
      marks.push_back({static_cast<int>(i) * column_width_, data_.periods[i]});
    }
    return StartRuler(marks, ChartWidth(terminal_) - label_width_ - kAxisWidth);
  }

  const ChartData& data_;
  const Terminal& terminal_;
  const Glyphs& glyphs_;
  const Scale scale_;
  const int label_width_;
  const int column_width_;
  const int above_;
  const int below_;
};

// `low 12 (2024-02) | high 55 (2024-07) | last 33 (2024-12)`
std::string Summary(const ChartData& data) {
  const std::vector<ChartPoint>& points = data.series.front().points;
  const ChartPoint* low = nullptr;
  const ChartPoint* high = nullptr;
  const ChartPoint* last = nullptr;
  for (const ChartPoint& point : points) {
    if (!point.value) continue;
    if (low == nullptr || *point.value < *low->value) low = &point;
    if (high == nullptr || *point.value > *high->value) high = &point;
    last = &point;
  }
  if (last == nullptr) return "";
  const auto part = [&](const char* name, const ChartPoint* point) {
    const std::string& period = data.periods[static_cast<size_t>(point - points.data())];
    return std::string(name) + " " + point->text + " (" + period + ")";
  };
  std::string summary = part("low", low) + " | " + part("high", high) + " | " + part("last", last);
  if (!last->change.empty()) summary += ", change " + last->change;
  return summary;
}

}  // namespace

bool FitsColumns(const ChartData& data, const Terminal& terminal) {
  return ColumnWidth(data, terminal) > 0;
}

void DrawColumns(const ChartData& data, const Terminal& terminal) {
  const std::string& label = data.series.front().label;
  if (!label.empty()) {
    terminal.out << LabelCell(label, std::min(DisplayWidth(label), ChartWidth(terminal)), terminal)
                 << '\n';
  }
  ColumnChart(data, terminal).Draw();
  const std::string summary = Summary(data);
  if (!summary.empty()) terminal.out << summary << '\n';
}

}  // namespace madad::cli
