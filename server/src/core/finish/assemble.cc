#include "core/finish/assemble.h"

#include <algorithm>
#include <utility>

#include "core/finish/accumulate.h"
#include "core/finish/grid.h"
#include "core/finish/join.h"
#include "core/finish/row_keys.h"
#include "core/plan/civil.h"
#include "core/status.h"
#include "core/text.h"

namespace madad::core {
namespace {

// More are not filled in: eleven years of days, and what fits in an answer.
constexpr size_t kMostPeriods = 4'100;
constexpr size_t kMostRows = 500'000;

bool Accumulates(const PlanPart& part) {
  return std::any_of(part.metrics.begin(), part.metrics.end(), [](const MetricStep& step) {
    return std::any_of(step.leaves.begin(), step.leaves.end(), [](const PlannedLeaf& leaf) {
      return leaf.accumulation != Accumulation::kNone;
    });
  });
}

// The periods from the first to the last that are asked for or have rows.
std::vector<Date> Periods(const PlanPart& part, const Joined& joined) {
  std::vector<Date> periods;
  const auto& days = std::get<std::vector<int64_t>>(joined.keys.back().values);
  std::optional<Date> first, last;
  if (!days.empty()) {
    const auto [low, high] = std::minmax_element(days.begin(), days.end());
    first = Date{static_cast<int32_t>(*low)};
    last = Date{static_cast<int32_t>(*high)};
  }
  const auto widen = [&](Date period) {
    first = first ? std::min(*first, period) : period;
    last = last ? std::max(*last, period) : period;
  };
  if (part.range.from) widen(part.axis.PeriodOf(DateOf(*part.range.from)));
  if (part.range.to) widen(part.axis.PeriodOf(DateOf(Timestamp{part.range.to->micros - 1})));
  const bool open_end = !part.range.to && part.as_of && Accumulates(part);
  if (open_end && first) widen(part.axis.PeriodOf(DateOf(part.axis.ToCivil(*part.as_of))));
  for (; first && *first <= *last && periods.size() <= kMostPeriods;
       first = part.axis.Next(*first)) {
    periods.push_back(*first);
  }
  return periods;
}

// A count or sum of nothing is zero, which the placeholder of a null is already.
void FillNothing(const PlannedLeaf& leaf, ResultColumn& column) {
  const std::string& function = leaf.aggregate->name;
  if (function != "count" && function != "sum") return;
  std::fill(column.valid.begin(), column.valid.end(), uint8_t{1});
}

// The columns of a metric's leaves, with zeros for counts and sums of nothing.
LeafColumns Gather(const MetricStep& step, const PlanPart& part, const PoolRows& rows,
                   const Joined& joined) {
  LeafColumns columns;
  for (const PlannedLeaf& leaf : step.leaves) {
    const size_t scan = static_cast<size_t>(
        std::find(part.scans.begin(), part.scans.end(), leaf.slot.scan) - part.scans.begin());
    const ResultColumn& source = (*rows[leaf.slot.scan])[part.keys.size() + leaf.slot.column];
    ResultColumn column = Take(source, joined.sources[scan]);
    column.type = leaf.aggregate->type;
    FillNothing(leaf, column);
    columns.push_back(std::move(column));
  }
  return columns;
}

// Rows of the periods that were asked for: history before them is dropped.
std::vector<size_t> Shown(const PlanPart& part, const Joined& joined) {
  std::vector<size_t> shown;
  const auto& days = std::get<std::vector<int64_t>>(joined.keys.back().values);
  const int64_t first =
      part.range.from ? part.axis.PeriodOf(DateOf(*part.range.from)).days : INT64_MIN;
  for (size_t row = 0; row < days.size(); ++row) {
    if (days[row] >= first) shown.push_back(row);
  }
  return shown;
}

void Cut(const std::vector<size_t>& shown, PartRows& rows) {
  if (shown.size() == rows.height) return;
  for (ResultColumn& key : rows.keys) key = Take(key, shown);
  for (LeafColumns& leaves : rows.leaves) {
    for (ResultColumn& leaf : leaves) leaf = Take(leaf, shown);
  }
  rows.height = shown.size();
}

absl::Status TooMany() {
  return Error(absl::StatusCode::kResourceExhausted,
               Cat("a metric of the query builds on the periods before, and there are more than ",
                   kMostPeriods, " periods or ", kMostRows,
                   " rows; use a coarser grain, a shorter range or fewer groups"),
               {"TOO_MANY_PERIODS", {}, "grain"});
}

}  // namespace

LeafColumns LeavesOfNothing(const MetricStep& step) {
  LeafColumns columns;
  for (const PlannedLeaf& leaf : step.leaves) {
    ResultColumn& column = columns.emplace_back();
    column.type = leaf.aggregate->type;
    column.scale = leaf.aggregate->scale;
    column.values = EmptyValues(column.type);
    column.Append({});
    FillNothing(leaf, column);
  }
  return columns;
}

absl::StatusOr<PartRows> Assemble(const PlanPart& part, const PoolRows& rows,
                                  const PartRows* more) {
  Joined joined = JoinScans(part, rows, more);
  PartRows result;
  size_t periods = 0;
  if (part.axis.grain != Grain::kNone) {
    std::vector<Date> all = Periods(part, joined);
    periods = all.size();
    const Grid grid(part, joined, more, std::move(all));
    result.has_gaps = periods > kMostPeriods || periods * grid.groups() > kMostRows;
    if (result.has_gaps && Accumulates(part)) return TooMany();
    if (!result.has_gaps) joined = grid.Build();
  }
  result.height = joined.height;
  for (const MetricStep& step : part.metrics) {
    LeafColumns leaves = Gather(step, part, rows, joined);
    if (periods > 0) {
      Accumulate(step, part, joined.keys.back(), periods, leaves);
    } else {
      KeepCurrent(step, part, leaves);
    }
    result.leaves.push_back(std::move(leaves));
  }
  result.keys = std::move(joined.keys);
  if (periods > 0) Cut(Shown(part, {.keys = result.keys, .sources = {}, .height = 0}), result);
  return result;
}

}  // namespace madad::core
