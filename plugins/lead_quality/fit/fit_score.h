// How well leads fit the ideal customer profile.
#pragma once

#include <vector>

#include "fit/criteria.h"

namespace lead_quality {

struct FitScore {
  double fit = 0;         // 0 to 100
  double engagement = 0;  // 0 to 100; 0 when no criterion is about it
  double combined = 0;    // 0 to 100
  // What each criterion adds to the combined score, in points and in the order of the criteria;
  // penalties are negative. They add up to `combined` less `limited`.
  std::vector<double> contributions;
  double limited = 0;  // what keeping both scores within 0 and 100 adds to the combined one
};

// Returns each lead's scores. A dimension's score is 100 x the weighted mean of the matches of its
// criteria, less the points of its penalties. The combined score is fit_share x fit and the rest
// engagement; where only one dimension has criteria it is that one's score.
// Errors: sdk::Error (MADAD_INVALID_ARGUMENT): as CheckCriteria, and a fit_share beyond 0 to 1.
std::vector<FitScore> ScoreFit(const Frame& frame, const std::vector<Criterion>& criteria,
                               double fit_share = 0.5);

}  // namespace lead_quality
