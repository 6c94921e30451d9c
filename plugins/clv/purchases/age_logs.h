// Logs of times relative to a parameter, which are the same for many histories.
#pragma once

#include <cmath>
#include <cstdint>
#include <vector>

#include "purchases/histories.h"

namespace clv {

// ln(1 + t / scale) for times in ticks: from a table where histories are more numerous than ticks.
// In this form nothing is lost where t is small beside the scale.
class AgeLogs {
 public:
  AgeLogs(const Histories& data, double scale) : step_(data.tick / scale) {
    const auto ticks = static_cast<size_t>(data.max_age) + 1;
    if (ticks > 2 * data.groups.size()) return;
    table_.resize(ticks);
    for (size_t i = 0; i < ticks; ++i) table_[i] = std::log1p(static_cast<double>(i) * step_);
  }

  double operator[](int32_t ticks) const {
    return table_.empty() ? std::log1p(ticks * step_) : table_[static_cast<size_t>(ticks)];
  }
  // t / (scale + t)
  double Share(int32_t ticks) const { return ticks * step_ / (1 + ticks * step_); }

 private:
  double step_;
  std::vector<double> table_;
};

}  // namespace clv
