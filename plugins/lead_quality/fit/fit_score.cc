#include "fit/fit_score.h"

#include <algorithm>

#include "artifact/bytes.h"

namespace lead_quality {
namespace {

// How criteria become points.
class Scorer {
 public:
  Scorer(const Frame& frame, const std::vector<Criterion>& criteria, double fit_share)
      : frame_(frame), criteria_(criteria) {
    double weights[2] = {0, 0};
    bool any[2] = {false, false};
    for (const Criterion& c : criteria) {
      const auto d = static_cast<size_t>(c.dimension);
      any[d] = true;
      if (!c.penalty) weights[d] += c.weight;
      features_.push_back(
          &*std::find_if(frame.features.begin(), frame.features.end(),
                         [&](const Feature& feature) { return feature.name == c.feature; }));
    }
    share_[0] = !any[1] ? 1 : any[0] ? fit_share : 0;
    share_[1] = 1 - share_[0];
    for (const Criterion& c : criteria) {
      const double sum = weights[static_cast<size_t>(c.dimension)];
      points_.push_back(c.penalty ? -c.weight : sum > 0 ? 100 * c.weight / sum : 0);
    }
  }

  FitScore Of(size_t lead) const {
    FitScore score;
    double sums[2] = {0, 0};
    for (size_t k = 0; k < criteria_.size(); ++k) {
      const auto d = static_cast<size_t>(criteria_[k].dimension);
      const double points = points_[k] * MatchOf(criteria_[k], *features_[k], frame_, lead);
      sums[d] += points;
      score.contributions.push_back(share_[d] * points);
    }
    score.fit = std::clamp(sums[0], 0.0, 100.0);
    score.engagement = std::clamp(sums[1], 0.0, 100.0);
    score.combined = share_[0] * score.fit + share_[1] * score.engagement;
    score.limited = score.combined - share_[0] * sums[0] - share_[1] * sums[1];
    return score;
  }

 private:
  const Frame& frame_;
  const std::vector<Criterion>& criteria_;
  std::vector<const Feature*> features_;
  std::vector<double> points_;  // of a full match
  double share_[2] = {1, 0};    // of each dimension in the combined score
};

}  // namespace

std::vector<FitScore> ScoreFit(const Frame& frame, const std::vector<Criterion>& criteria,
                               double fit_share) {
  CheckCriteria(criteria, frame);
  if (!(fit_share >= 0 && fit_share <= 1)) {
    throw sdk::Error(MADAD_INVALID_ARGUMENT,
                     "fit_share is " + std::to_string(fit_share) + ", expected 0 to 1",
                     MADAD_SOURCE_CONFIG);
  }
  const Scorer scorer(frame, criteria, fit_share);
  std::vector<FitScore> scores;
  scores.reserve(frame.size());
  for (size_t i = 0; i < frame.size(); ++i) scores.push_back(scorer.Of(i));
  return scores;
}

}  // namespace lead_quality
