#include "evaluation/auc.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace lead_quality {
namespace {

using Vector = std::vector<double>;

// The rank of each value from 1, ties at the middle of theirs.
Vector Midranks(const Vector& values) {
  std::vector<uint32_t> order(values.size());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(),
            [&](uint32_t a, uint32_t b) { return values[a] < values[b]; });
  Vector ranks(values.size());
  for (size_t i = 0; i < order.size();) {
    size_t end = i + 1;
    while (end < order.size() && values[order[end]] == values[order[i]]) ++end;
    for (size_t k = i; k < end; ++k) ranks[order[k]] = 0.5 * static_cast<double>(i + end + 1);
    i = end;
  }
  return ranks;
}

// For each lead, the share of those of the other kind that it is ranked rightly against.
struct Placements {
  Vector of_positives, of_negatives;
  double auc = 0;
};

Placements PlacementsOf(std::span<const double> scores, std::span<const uint8_t> converted) {
  Vector positives, negatives;
  for (size_t i = 0; i < scores.size(); ++i) {
    (converted[i] != 0 ? positives : negatives).push_back(scores[i]);
  }
  Vector all(positives);
  all.insert(all.end(), negatives.begin(), negatives.end());
  const auto m = static_cast<double>(positives.size());
  const auto n = static_cast<double>(negatives.size());
  const Vector among_all = Midranks(all);
  const Vector among_positives = Midranks(positives);
  const Vector among_negatives = Midranks(negatives);
  Placements placements;
  for (size_t i = 0; i < positives.size(); ++i) {
    placements.of_positives.push_back((among_all[i] - among_positives[i]) / n);
    placements.auc += placements.of_positives.back() / m;
  }
  for (size_t j = 0; j < negatives.size(); ++j) {
    const double below = among_all[positives.size() + j] - among_negatives[j];
    placements.of_negatives.push_back(1 - below / m);
  }
  return placements;
}

// The variance of the mean of a - b, around its known mean; 0 of one value.
double MeanVariance(const Vector& a, const Vector* b, double mean) {
  if (a.size() < 2) return 0;
  double sum = 0;
  for (size_t i = 0; i < a.size(); ++i) {
    const double off = a[i] - (b != nullptr ? (*b)[i] : 0) - mean;
    sum += off * off;
  }
  const auto n = static_cast<double>(a.size());
  return sum / (n - 1) / n;
}

}  // namespace

std::optional<Auc> RocAuc(const Outcomes& outcomes) {
  if (!outcomes.both()) return std::nullopt;
  const Placements p = PlacementsOf(outcomes.scores, outcomes.converted);
  Auc auc{.value = p.auc};
  auc.standard_error = std::sqrt(MeanVariance(p.of_positives, nullptr, p.auc) +
                                 MeanVariance(p.of_negatives, nullptr, p.auc));
  // At the ends the logit has no value; neither has the error there.
  if (!(auc.value > 0 && auc.value < 1)) {
    auc.lower = auc.upper = auc.value;
    return auc;
  }
  const double logit = std::log(auc.value / (1 - auc.value));
  const double reach = 1.959963984540054 * auc.standard_error / (auc.value * (1 - auc.value));
  auc.lower = 1 / (1 + std::exp(reach - logit));
  auc.upper = 1 / (1 + std::exp(-reach - logit));
  return auc;
}

std::optional<AucDifference> CompareAuc(const Outcomes& first, std::span<const double> second) {
  if (!first.both()) return std::nullopt;
  const Placements a = PlacementsOf(second, first.converted);
  const Placements b = PlacementsOf(first.scores, first.converted);
  AucDifference difference{.value = a.auc - b.auc};
  difference.standard_error =
      std::sqrt(MeanVariance(a.of_positives, &b.of_positives, difference.value) +
                MeanVariance(a.of_negatives, &b.of_negatives, difference.value));
  return difference;
}

}  // namespace lead_quality
