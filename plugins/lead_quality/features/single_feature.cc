#include "features/single_feature.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "evaluation/auc.h"
#include "evaluation/drift.h"
#include "features/encoding.h"
#include "features/target_rates.h"

namespace lead_quality {
namespace {

constexpr size_t kRanges = 50;  // that a number is cut into
constexpr size_t kFolds = 5;
constexpr double kSmoothing = 20;

// A number's ranges as a category.
Feature Ranges(const std::vector<double>& values) {
  const QuantileBins bins = MakeQuantileBins(values, kRanges);
  Feature ranges{.kind = FeatureKind::kCategory};
  ranges.dictionary.resize(bins.count() - 1);
  for (const double value : values) {
    ranges.codes.push_back(std::isnan(value) ? kNoCode : static_cast<int32_t>(bins.Of(value)));
  }
  return ranges;
}

}  // namespace

std::vector<double> BestReading(const Frame& frame, const Feature& feature,
                                const Targets& targets) {
  if (feature.IsText()) return OutOfFoldLogits(feature, targets, kFolds, kSmoothing);
  std::vector<double> values(frame.size());
  for (size_t i = 0; i < values.size(); ++i) values[i] = NumberOf(feature, frame, i);
  std::vector<double> rates = OutOfFoldLogits(Ranges(values), targets, kFolds, kSmoothing);
  for (double& value : values) {
    if (std::isnan(value)) value = std::numeric_limits<double>::lowest();
  }
  const double auc = RocAuc({values, targets.converted})->value;
  if (RocAuc({rates, targets.converted})->value > std::max(auc, 1 - auc)) return rates;
  if (auc < 0.5) {
    for (double& value : values) value = -value;
  }
  return values;
}

std::optional<double> SingleFeatureAuc(const Frame& frame, const Feature& feature,
                                       const Targets& targets) {
  if (!Weigh(targets).both()) return std::nullopt;
  return RocAuc({BestReading(frame, feature, targets), targets.converted})->value;
}

}  // namespace lead_quality
