#include "features/learn_encoding.h"

#include <algorithm>
#include <numeric>

#include "features/target_rates.h"

namespace lead_quality {
namespace {

using Form = FeatureEncoding::Form;

// The most frequent values first, by leads and not by weight.
void ChooseLevels(const Feature& feature, const EncodingOptions& options, FeatureEncoding& made) {
  std::vector<double> leads(feature.dictionary.size());
  for (const int32_t code : feature.codes) {
    if (code == kNoCode) made.has_missing = true;
    if (code != kNoCode) leads[code] += 1;
  }
  std::vector<uint32_t> order(leads.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(),
                   [&](uint32_t a, uint32_t b) { return leads[a] > leads[b]; });
  for (const uint32_t code : order) {
    if (leads[code] >= options.least_leads) {
      made.levels.push_back(feature.dictionary[code]);
    } else if (leads[code] > 0) {
      made.has_other = true;
    }
  }
}

void LearnRates(const Feature& feature, const Targets& targets, const EncodingOptions& options,
                FeatureEncoding& made) {
  const double usual = Weigh(targets).rate();
  const TargetRates all(feature, targets, [](size_t) { return true; });
  for (size_t place = 0; place < feature.dictionary.size(); ++place) {
    if (!(all.weights[place] > 0)) continue;
    made.rates.emplace(feature.dictionary[place], all.Logit(place, usual, options.smoothing));
  }
  made.missing = all.Logit(feature.dictionary.size(), usual, options.smoothing);
  made.usual = TargetRates::LogitOf(usual);
}

}  // namespace

FeatureEncoding LearnEncoding(const Frame& frame, const Feature& feature, const Targets& targets,
                              const EncodingOptions& options) {
  FeatureEncoding made{.name = feature.name, .kind = feature.kind};
  if (!feature.IsText()) {
    size_t missing = 0;
    for (size_t i = 0; i < frame.size(); ++i) missing += feature.IsNull(i);
    made.marks_absence = missing > 0 && missing < frame.size();
    return made;
  }
  std::vector<uint8_t> seen(feature.dictionary.size());
  for (const int32_t code : feature.codes) {
    if (code != kNoCode) seen[code] = 1;
  }
  const auto values = static_cast<size_t>(std::accumulate(seen.begin(), seen.end(), 0));
  made.form = values <= options.one_hot_limit ? Form::kLevels : Form::kTarget;
  if (made.form == Form::kLevels) ChooseLevels(feature, options, made);
  if (made.form == Form::kTarget) LearnRates(feature, targets, options, made);
  return made;
}

}  // namespace lead_quality
