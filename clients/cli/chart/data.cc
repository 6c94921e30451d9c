#include "cli/chart/data.h"

#include <cmath>
#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "cli/answer/columns.h"
#include "cli/render/escape.h"
#include "cli/render/moment.h"
#include "cli/render/value.h"

namespace madad::cli {
namespace {

// The first day of a bucket, as short as the grain allows.
std::string PeriodLabel(int64_t day, v1::Grain grain) {
  const std::string date = DateText(day);
  const bool is_year = grain == v1::GRAIN_YEAR && date.ends_with("-01-01");
  if (is_year) return date.substr(0, 4);
  const bool by_month =
      grain == v1::GRAIN_MONTH || grain == v1::GRAIN_QUARTER || grain == v1::GRAIN_YEAR;
  return by_month && date.ends_with("-01") ? date.substr(0, 7) : date;
}

// Where each row of an answer stands in a chart.
class Grid {
 public:
  Grid(const v1::QueryResponse& answer, v1::Grain grain) {
    for (const v1::Column& column : answer.columns()) {
      const bool is_date = column.type() == v1::TYPE_DATE;
      if (column.role() == v1::COLUMN_ROLE_DIMENSION) dimensions_.push_back(&column);
      if (column.role() == v1::COLUMN_ROLE_PERIOD && is_date) period_ = &column;
    }
    std::set<int64_t> days;
    for (int64_t row = 0; row < answer.row_count(); ++row) {
      if (HasPeriod(row)) days.insert(Day(row));
      if (groups_.emplace(Group(row), groups_.size()).second) labels_.push_back(Group(row));
    }
    for (const int64_t day : days) {
      places_.emplace(day, places_.size());
      periods_.push_back(PeriodLabel(day, grain));
    }
  }

  const std::vector<std::string>& periods() const { return periods_; }

  // Returns the series of every group, with no values yet.
  std::vector<ChartSeries> Empty() const {
    std::vector<ChartSeries> series;
    const size_t points = period_ == nullptr ? 1 : periods_.size();
    for (const std::string& label : labels_) {
      series.push_back({label, std::vector<ChartPoint>(points)});
    }
    return series;
  }

  // Returns where the row's value belongs; null when it has no period.
  ChartPoint* PointOf(int64_t row, std::vector<ChartSeries>* series) const {
    ChartSeries& group = (*series)[groups_.at(Group(row))];
    if (period_ == nullptr) return group.points.data();
    return HasPeriod(row) ? &group.points[places_.at(Day(row))] : nullptr;
  }

 private:
  bool HasPeriod(int64_t row) const { return period_ != nullptr && !IsNull(*period_, row); }
  int64_t Day(int64_t row) const { return period_->int64_values(static_cast<int>(row)); }

  std::string Group(int64_t row) const {
    std::string label;
    for (const v1::Column* dimension : dimensions_) {
      absl::StrAppend(&label, label.empty() ? "" : " / ", EscapeLine(HumanText(*dimension, row)));
    }
    return label;
  }

  std::vector<const v1::Column*> dimensions_;
  const v1::Column* period_ = nullptr;
  std::map<std::string, size_t> groups_;
  std::vector<std::string> labels_;
  std::map<int64_t, size_t> places_;
  std::vector<std::string> periods_;
};

// Returns the column of a metric's companion; null without one.
const v1::Column* Companion(const v1::QueryResponse& answer, std::string_view metric,
                            std::string_view companion) {
  for (const v1::Column& column : answer.columns()) {
    const ColumnName name = NameOf(column);
    if (name.metric == metric && name.companion == companion) return &column;
  }
  return nullptr;
}

void Fill(const v1::Column& column, const v1::Column* change, const Grid& grid, int64_t rows,
          std::vector<ChartSeries>* series) {
  for (int64_t row = 0; row < rows; ++row) {
    ChartPoint* point = grid.PointOf(row, series);
    if (point == nullptr) continue;
    point->text = ShownText(column, row);
    if (change != nullptr) point->change = ShownText(*change, row);
    if (IsNull(column, row)) continue;
    const double value = NumberAt(column, row);
    if (std::isfinite(value)) point->value = value;
  }
}

bool IsDrawn(const v1::Column& column) {
  return column.role() == v1::COLUMN_ROLE_METRIC && IsNumber(column.type());
}

}  // namespace

std::vector<double> ValuesOf(const ChartData& data) {
  std::vector<double> values;
  for (const ChartSeries& series : data.series) {
    for (const ChartPoint& point : series.points) {
      if (point.value) values.push_back(*point.value);
    }
  }
  return values;
}

std::vector<ChartData> ChartsOf(const v1::QueryResponse& answer, v1::Grain grain) {
  const Grid grid(answer, grain);
  std::vector<ChartData> charts;
  for (const ShownColumn& shown : ShowColumns(answer).columns) {
    const v1::Column& column = answer.columns(shown.index);
    if (!IsDrawn(column)) continue;
    ChartData chart;
    chart.title = EscapeLine(shown.heading);
    chart.unit = column.type() == v1::TYPE_DURATION ? v1::UNIT_DURATION : column.unit();
    chart.periods = grid.periods();
    chart.series = grid.Empty();
    Fill(column, Companion(answer, column.name(), "change_ratio"), grid, answer.row_count(),
         &chart.series);
    if (!answer.totals().empty()) chart.total = ShownText(answer.totals(shown.index), 0);
    charts.push_back(std::move(chart));
  }
  return charts;
}

}  // namespace madad::cli
