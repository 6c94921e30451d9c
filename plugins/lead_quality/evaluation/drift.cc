#include "evaluation/drift.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <numeric>

namespace lead_quality {

std::optional<double> PopulationStabilityIndex(std::span<const double> then,
                                               std::span<const double> now) {
  const double before = std::accumulate(then.begin(), then.end(), 0.0);
  const double after = std::accumulate(now.begin(), now.end(), 0.0);
  if (!(before > 0) || !(after > 0)) return std::nullopt;
  double index = 0;
  for (size_t i = 0; i < then.size(); ++i) {
    const double p = std::max(then[i] / before, kLeastShare);
    const double q = std::max(now[i] / after, kLeastShare);
    index += (q - p) * std::log(q / p);
  }
  return index;
}

size_t QuantileBins::Of(double value) const {
  if (std::isnan(value)) return upper.size() + 1;
  return static_cast<size_t>(std::upper_bound(upper.begin(), upper.end(), value) - upper.begin());
}

std::vector<double> QuantileBins::Count(std::span<const double> values) const {
  std::vector<double> counts(count());
  for (const double value : values) counts[Of(value)] += 1;
  return counts;
}

QuantileBins MakeQuantileBins(std::vector<double> values, size_t bins) {
  std::erase_if(values, [](double value) { return std::isnan(value); });
  std::sort(values.begin(), values.end());
  QuantileBins made;
  if (values.empty()) return made;
  // Few distinct values have a bin each, however rare they are.
  std::vector<double> distinct;
  std::unique_copy(values.begin(), values.end(), std::back_inserter(distinct));
  if (distinct.size() <= bins) {
    made.upper.assign(distinct.begin() + 1, distinct.end());
    return made;
  }
  for (size_t i = 1; i < bins; ++i) {
    const double border = values[values.size() * i / bins];
    const bool rises = made.upper.empty() || border > made.upper.back();
    if (rises && border > values.front()) made.upper.push_back(border);
  }
  return made;
}

}  // namespace lead_quality
