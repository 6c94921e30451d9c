#include "core/finish/accumulate.h"

#include <algorithm>
#include <vector>

#include "core/plan/civil.h"

namespace madad::core {
namespace {

// Sums over a group's periods: all up to each, or the last `window` of them.
template <typename T>
void SumUp(std::vector<T>& values, size_t begin, size_t end, size_t first, size_t window) {
  const std::vector<T> own(values.begin() + static_cast<ptrdiff_t>(begin),
                           values.begin() + static_cast<ptrdiff_t>(end));
  for (size_t i = first; i < own.size(); ++i) {
    if (window == 0) {
      values[begin + i] = i == first ? own[i] : values[begin + i - 1] + own[i];
      continue;
    }
    // Added up anew, so that doubles do not drift.
    T sum{};
    for (size_t j = i + 1 >= window ? i + 1 - window : 0; j <= i; ++j) sum += own[j];
    values[begin + i] = sum;
  }
}

void SumUp(ResultColumn& column, size_t periods, size_t first, size_t window) {
  for (size_t begin = 0; begin + periods <= column.size(); begin += periods) {
    if (auto* integers = std::get_if<std::vector<int64_t>>(&column.values)) {
      SumUp(*integers, begin, begin + periods, first, window);
    } else if (auto* doubles = std::get_if<std::vector<double>>(&column.values)) {
      SumUp(*doubles, begin, begin + periods, first, window);
    }
  }
}

void ClearAfter(Timestamp as_of, const TimeAxis& axis, const ResultColumn& period,
                ResultColumn& column) {
  const int64_t known = DateOf(axis.ToCivil(as_of)).days;
  const auto& days = std::get<std::vector<int64_t>>(period.values);
  for (size_t row = 0; row < days.size(); ++row) {
    if (days[row] > known) column.valid[row] = 0;
  }
}

// The range ends before the data was written, or as_of says so.
bool EndsBeforeNow(const PlanPart& part) {
  if (!part.known) return false;
  if (part.as_of && *part.as_of < *part.known) return true;
  return part.range.to && part.axis.ToCivil(*part.known) >= *part.range.to;
}

int64_t CurrentPeriod(const PlanPart& part) {
  return part.axis.PeriodOf(DateOf(part.axis.ToCivil(*part.known))).days;
}

void ClearBeforeNow(const PlanPart& part, const ResultColumn& period, ResultColumn& column) {
  if (!part.known) return;
  const int64_t current = EndsBeforeNow(part) ? INT64_MAX : CurrentPeriod(part);
  const auto& days = std::get<std::vector<int64_t>>(period.values);
  for (size_t row = 0; row < days.size(); ++row) {
    if (days[row] < current) column.valid[row] = 0;
  }
}

// How many of the periods lie before the range.
size_t Before(const PlanPart& part, const ResultColumn& period, size_t periods) {
  if (!part.range.from) return 0;
  const int64_t first = part.axis.PeriodOf(DateOf(*part.range.from)).days;
  const auto& days = std::get<std::vector<int64_t>>(period.values);
  size_t before = 0;
  while (before < periods && before < days.size() && days[before] < first) ++before;
  return before;
}

}  // namespace

void Accumulate(const MetricStep& step, const PlanPart& part, const ResultColumn& period,
                size_t periods, LeafColumns& leaves) {
  for (size_t i = 0; i < leaves.size(); ++i) {
    const PlannedLeaf& leaf = step.leaves[i];
    switch (leaf.accumulation) {
      case Accumulation::kNone:
        break;
      case Accumulation::kRunning:
        SumUp(leaves[i], periods, Before(part, period, periods), 0);
        break;
      case Accumulation::kBalance:
        SumUp(leaves[i], periods, 0, 0);
        if (part.as_of) ClearAfter(*part.as_of, part.axis, period, leaves[i]);
        break;
      case Accumulation::kCurrent:
        SumUp(leaves[i], periods, 0, 0);
        if (part.as_of) ClearAfter(*part.as_of, part.axis, period, leaves[i]);
        ClearBeforeNow(part, period, leaves[i]);
        break;
      case Accumulation::kRolling:
        SumUp(leaves[i], periods, 0, static_cast<size_t>(leaf.periods));
        break;
    }
  }
}

void KeepCurrent(const MetricStep& step, const PlanPart& part, LeafColumns& leaves) {
  if (!EndsBeforeNow(part)) return;
  for (size_t i = 0; i < leaves.size(); ++i) {
    if (step.leaves[i].accumulation != Accumulation::kCurrent) continue;
    std::fill(leaves[i].valid.begin(), leaves[i].valid.end(), uint8_t{0});
  }
}

bool ReachesBeforeNow(const PlanPart& part) {
  if (!part.known) return false;
  if (EndsBeforeNow(part)) return true;
  if (part.axis.grain == Grain::kNone) return false;
  return !part.range.from ||
         part.axis.PeriodOf(DateOf(*part.range.from)).days < CurrentPeriod(part);
}

}  // namespace madad::core
