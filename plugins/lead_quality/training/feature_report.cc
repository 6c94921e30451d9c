#include "training/feature_report.h"

namespace lead_quality {

std::vector<FeatureReport> DescribeFeatures(const Frame& frame, const std::vector<bool>& used,
                                            const Examination& examined) {
  std::vector<FeatureReport> features;
  for (size_t f = 0; f < frame.features.size(); ++f) {
    const Feature& feature = frame.features[f];
    FeatureReport& made = features.emplace_back();
    made.name = feature.name;
    made.kind = WordOf(feature.kind);
    made.used = used[f];
    made.auc = examined.aucs[f];
    for (const Leak& leak : examined.leaks) {
      if (leak.feature != feature.name) continue;
      made.reason = WordOf(leak.reason);
      made.why = leak.explanation;
    }
  }
  return features;
}

void AddDrift(const std::vector<Drift>& drift, std::vector<FeatureReport>& features) {
  for (FeatureReport& feature : features) {
    for (const Drift& of : drift) {
      if (of.feature == feature.name) feature.drift = of.index;
    }
  }
}

}  // namespace lead_quality
