#include "training/grades.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <vector>

namespace lead_quality {

Grades GradesByShare(std::span<const double> probabilities, const GradeShares& shares) {
  if (probabilities.empty()) return {};
  std::vector<double> best(probabilities.begin(), probabilities.end());
  std::sort(best.begin(), best.end(), std::greater<>());
  const auto least = [&](double share) {
    const double leads = std::round(share * static_cast<double>(best.size()));
    return best[static_cast<size_t>(std::clamp(leads, 1.0, static_cast<double>(best.size()))) - 1];
  };
  return {.a = least(shares.a), .b = least(shares.b), .c = least(shares.c)};
}

}  // namespace lead_quality
