#include "learners/standardiser.h"

#include <algorithm>
#include <cmath>

namespace lead_quality {
namespace {

// Calls `use(column, weight, value)` for each value that is there.
template <typename Use>
void ForEach(const Matrix& x, const Targets& targets, const Use& use) {
  for (size_t i = 0; i < x.rows; ++i) {
    const double w = targets.Weight(i);
    const float* row = x.Row(i);
    for (size_t j = 0; j < x.width(); ++j) {
      const double value = static_cast<double>(row[j]);
      if (!std::isnan(value)) use(j, w, value);
    }
  }
}

}  // namespace

Standardiser::Standardiser(const Matrix& x, const Targets& targets)
    : means_(x.width()), deviations_(x.width()), inverses_(x.width()) {
  Average(x, targets);
  std::vector<double> squares(x.width());
  ForEach(x, targets, [&](size_t j, double w, double value) {
    squares[j] += w * (value - means_[j]) * (value - means_[j]);
  });
  const double weight = Weigh(targets).sum();
  for (size_t j = 0; j < x.width(); ++j) {
    deviations_[j] = std::sqrt(squares[j] / weight);
    const bool varies = deviations_[j] > 1e-9 * std::max(std::abs(means_[j]), 1e-30);
    inverses_[j] = varies ? 1 / deviations_[j] : 0;
  }
}

void Standardiser::Average(const Matrix& x, const Targets& targets) {
  std::vector<double> counts(x.width());
  ForEach(x, targets, [&](size_t j, double w, double value) {
    means_[j] += w * value;
    counts[j] += w;
  });
  for (size_t j = 0; j < x.width(); ++j) {
    if (counts[j] > 0) means_[j] /= counts[j];
  }
}

void Standardiser::Standardise(const float* row, double* z) const {
  for (size_t j = 0; j < means_.size(); ++j) {
    const double value = static_cast<double>(row[j]);
    z[j] = std::isnan(value) ? 0 : (value - means_[j]) * inverses_[j];
  }
}

}  // namespace lead_quality
