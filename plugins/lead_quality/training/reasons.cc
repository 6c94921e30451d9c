#include "training/reasons.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "training/improvement.h"

namespace lead_quality {
namespace {

// Contributions by feature; the base is last.
std::vector<double> ByFeature(const std::vector<MatrixColumn>& columns, const double* by_column,
                              size_t features) {
  std::vector<double> sums(features + 1);
  for (size_t c = 0; c < columns.size(); ++c) sums[columns[c].feature] += by_column[c];
  sums[features] = by_column[columns.size()];
  return sums;
}

Reason MakeReason(const Feature& feature, const Frame& frame, uint32_t row, double contribution) {
  Reason reason{.feature = feature.name,
                .value = ValueText(feature, frame, row),
                .contribution = contribution};
  reason.text = reason.feature + " = " + reason.value +
                (contribution > 0   ? " speaks for it"
                 : contribution < 0 ? " speaks against it"
                                    : " makes no difference");
  return reason;
}

Explanation MakeExplanation(const Model& model, const Frame& frame,
                            const std::vector<size_t>& places, uint32_t row,
                            const double* by_column, size_t top) {
  const std::vector<double> sums = ByFeature(model.encoder.columns(), by_column, places.size());
  std::vector<size_t> order(places.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(),
                   [&](size_t a, size_t b) { return std::abs(sums[a]) > std::abs(sums[b]); });
  Explanation explanation{.row = row, .base = sums.back(), .logit = sums.back()};
  for (size_t k = 0; k < order.size(); ++k) {
    const double contribution = sums[order[k]];
    explanation.logit += contribution;
    if (k < top) {
      const Feature& feature = frame.features[places[order[k]]];
      explanation.reasons.push_back(MakeReason(feature, frame, row, contribution));
    } else {
      explanation.rest += contribution;
    }
  }
  return explanation;
}

}  // namespace

std::vector<Explanation> Explain(const Model& model, const Frame& frame,
                                 const std::vector<uint32_t>& rows, size_t top) {
  if (rows.empty()) return {};
  const Frame some = TakeLeads(frame, rows);
  const std::vector<size_t> places = model.encoder.PlacesIn(some);
  const Matrix x = model.encoder.Encode(some);
  std::vector<double> contributions(x.rows * (x.width() + 1));
  model.learner->Contributions(x, contributions);
  std::vector<Explanation> explanations;
  for (uint32_t i = 0; i < rows.size(); ++i) {
    const double* by_column = contributions.data() + i * (x.width() + 1);
    Explanation& made =
        explanations.emplace_back(MakeExplanation(model, some, places, i, by_column, top));
    made.improvement =
        FindImprovement(model, some, places, i, x.Row(i), model.Probability(made.logit));
    made.row = rows[i];
  }
  return explanations;
}

}  // namespace lead_quality
