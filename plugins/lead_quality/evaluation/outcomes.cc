#include "evaluation/outcomes.h"

#include <algorithm>
#include <utility>

namespace lead_quality {

std::vector<Tie> TiesFromTheTop(const Outcomes& outcomes) {
  std::vector<std::pair<double, uint8_t>> leads(outcomes.size());
  for (size_t i = 0; i < leads.size(); ++i) {
    leads[i] = {outcomes.scores[i], outcomes.converted[i]};
  }
  std::sort(leads.begin(), leads.end(),
            [](const auto& a, const auto& b) { return a.first > b.first; });
  std::vector<Tie> ties;
  for (const auto& [score, converted] : leads) {
    if (ties.empty() || ties.back().score != score) ties.push_back({.score = score});
    ties.back().leads += 1;
    ties.back().positives += converted;
  }
  return ties;
}

}  // namespace lead_quality
