// What a model said of leads, beside what became of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace lead_quality {

// Scores of leads and whether each converted, in one order. A score is any finite number that is
// larger for likelier leads; where a function wants probabilities it says so.
// Lifetime: borrowed.
struct Outcomes {
  std::span<const double> scores;
  std::span<const uint8_t> converted;  // 0 or 1

  size_t size() const { return scores.size(); }
  size_t positives() const {
    size_t count = 0;
    for (const uint8_t y : converted) count += y;
    return count;
  }
  // Whether some leads converted and some did not: without both, ranking means nothing.
  bool both() const { return positives() > 0 && positives() < size(); }
};

// Leads of one score.
struct Tie {
  double score = 0;
  double leads = 0;
  double positives = 0;
};

// Returns the distinct scores, the highest first, with the leads that share them.
std::vector<Tie> TiesFromTheTop(const Outcomes& outcomes);

}  // namespace lead_quality
