#include "cli/chart/print.h"

#include <algorithm>

#include "cli/answer/print.h"
#include "cli/chart/draw.h"
#include "cli/chart/glyphs.h"
#include "cli/render/bidi.h"
#include "cli/render/style.h"
#include "cli/render/width.h"

namespace madad::cli {
namespace {

constexpr int kUsualWidth = 80;
constexpr int kNarrowest = 40;

client::Error NothingToDraw() {
  client::Error error;
  error.code = absl::StatusCode::kInvalidArgument;
  error.message =
      "no metric of the answer is a number, so there is nothing to draw; "
      "--format table shows it";
  return error;
}

void Draw(const ChartData& chart, const Terminal& terminal) {
  terminal.out << Bold(chart.title, terminal.color) << '\n';
  if (chart.series.empty()) {
    terminal.out << "(no rows)\n";
  } else if (chart.periods.size() < 2) {
    DrawBars(chart, terminal);
  } else if (chart.series.size() == 1 && FitsColumns(chart, terminal)) {
    DrawColumns(chart, terminal);
  } else {
    DrawSparks(chart, terminal);
  }
  PrintMissingNote(chart, terminal);
  if (!chart.total.empty()) terminal.out << "total " << chart.total << '\n';
}

bool IsMissing(const ChartPoint& point) { return !point.value; }

}  // namespace

int ChartWidth(const Terminal& terminal) {
  return terminal.width > 0 ? std::max(terminal.width, kNarrowest) : kUsualWidth;
}

void PrintMissingNote(const ChartData& data, const Terminal& terminal) {
  const bool is_missing =
      std::any_of(data.series.begin(), data.series.end(), [](const ChartSeries& series) {
        return std::any_of(series.points.begin(), series.points.end(), IsMissing);
      });
  if (!is_missing) return;
  terminal.out << GlyphsFor(terminal.utf8).missing << " no value\n";
}

std::string LabelCell(const std::string& text, int width, const Terminal& terminal) {
  const std::string fitting = Shortened(text, width, GlyphsFor(terminal.utf8).ellipsis);
  const int padding = width - DisplayWidth(fitting);
  return Isolated(fitting, terminal) + std::string(static_cast<size_t>(std::max(padding, 0)), ' ');
}

std::string ValueCell(const std::string& text, int width) {
  return std::string(static_cast<size_t>(std::max(width - DisplayWidth(text), 0)), ' ') + text;
}

std::optional<client::Error> PrintAnswerChart(const v1::QueryResponse& answer, v1::Grain grain,
                                              const Terminal& terminal) {
  const std::vector<ChartData> charts = ChartsOf(answer, grain);
  if (charts.empty()) return NothingToDraw();
  for (const ChartData& chart : charts) {
    if (&chart != &charts.front()) terminal.out << '\n';
    Draw(chart, terminal);
  }
  PrintFooter(answer, terminal);
  return std::nullopt;
}

}  // namespace madad::cli
