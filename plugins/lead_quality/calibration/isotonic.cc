#include "calibration/isotonic.h"

#include <algorithm>

namespace lead_quality {
namespace {

struct Pool {
  double first = 0, last = 0;  // scores
  double leads = 0, positives = 0;

  double Rate() const { return positives / leads; }
};

// The pools by rising score, each rate above that of the one before.
std::vector<Pool> PoolViolators(const Outcomes& outcomes) {
  std::vector<Tie> ties = TiesFromTheTop(outcomes);
  std::vector<Pool> pools;
  for (auto tie = ties.rbegin(); tie != ties.rend(); ++tie) {
    Pool pool{tie->score, tie->score, tie->leads, tie->positives};
    while (!pools.empty() && pools.back().Rate() >= pool.Rate()) {
      pool.first = pools.back().first;
      pool.leads += pools.back().leads;
      pool.positives += pools.back().positives;
      pools.pop_back();
    }
    pools.push_back(pool);
  }
  return pools;
}

}  // namespace

double Isotonic::Probability(double score) const {
  if (scores.empty()) return 0.5;
  const auto above = std::upper_bound(scores.begin(), scores.end(), score);
  if (above == scores.begin()) return probabilities.front();
  if (above == scores.end()) return probabilities.back();
  const size_t i = static_cast<size_t>(above - scores.begin());
  const double share = (score - scores[i - 1]) / (scores[i] - scores[i - 1]);
  return probabilities[i - 1] + share * (probabilities[i] - probabilities[i - 1]);
}

Isotonic FitIsotonic(const Outcomes& outcomes) {
  Isotonic curve;
  for (const Pool& pool : PoolViolators(outcomes)) {
    curve.scores.push_back(pool.first);
    curve.probabilities.push_back(pool.Rate());
    if (pool.last == pool.first) continue;
    curve.scores.push_back(pool.last);
    curve.probabilities.push_back(pool.Rate());
  }
  return curve;
}

}  // namespace lead_quality
