#include "training/improvement.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace lead_quality {
namespace {

// A lead as it might be.
struct Alternative {
  const Feature* feature = nullptr;
  std::string value;
  size_t distance = 1;  // ranges away
};

// All single changes of a lead's actionable features, as rows of a matrix.
class Alternatives {
 public:
  Alternatives(const Model& model, const float* at) : model_(model), at_(at) {
    x_.columns = model.encoder.columns();
  }

  void Add(const Feature& feature, const FeatureBins& bins, const FeatureEncoding& encoding) {
    if (encoding.form == FeatureEncoding::Form::kLevels) AddLevels(feature, bins);
    if (encoding.form == FeatureEncoding::Form::kNumber) AddNumbers(feature, bins);
  }

  const Matrix& x() const { return x_; }
  const std::vector<Alternative>& changes() const { return changes_; }

 private:
  float* AddRow(Alternative change) {
    changes_.push_back(std::move(change));
    x_.values.insert(x_.values.end(), at_, at_ + x_.width());
    ++x_.rows;
    return x_.values.data() + (x_.rows - 1) * x_.width();
  }

  void AddLevels(const Feature& feature, const FeatureBins& bins) {
    const FeatureEncoding& encoding = model_.encoder.features()[bins.feature];
    for (size_t level = 0; level < encoding.levels.size(); ++level) {
      if (at_[bins.first + level] == 1) continue;
      float* row = AddRow({&feature, encoding.levels[level], 1});
      std::fill(row + bins.first, row + bins.first + bins.count, 0.0F);
      row[bins.first + level] = 1;
    }
  }

  // Up, to where the next range begins; down, to just below the border.
  void AddNumbers(const Feature& feature, const FeatureBins& bins) {
    const double now = static_cast<double>(at_[bins.first]);
    if (std::isnan(now)) return;
    const size_t bin = bins.ranges.Of(now);
    for (size_t border = 0; border < bins.ranges.upper.size(); ++border) {
      const bool up = border >= bin;
      const auto to = static_cast<float>(bins.ranges.upper[border]);
      const float value = up ? to : std::nextafter(to, -INFINITY);
      const bool flag = feature.kind == FeatureKind::kFlag;
      const size_t distance = up ? border - bin + 1 : bin - border;
      float* row = AddRow({&feature, flag ? (up ? "yes" : "no") : Text(value, up), distance});
      row[bins.first] = flag ? (up ? 1.0F : 0.0F) : value;
    }
  }

  static std::string Text(float value, bool up) {
    char text[48];
    std::snprintf(text, sizeof(text), up ? "at least %.6g" : "below %.6g",
                  static_cast<double>(up ? value : std::nextafter(value, INFINITY)));
    return text;
  }

  const Model& model_;
  const float* at_;
  Matrix x_;
  std::vector<Alternative> changes_;
};

}  // namespace

std::optional<Improvement> FindImprovement(const Model& model, const Frame& frame,
                                           const std::vector<size_t>& places, uint32_t row,
                                           const float* at, double probability) {
  const char grade = model.grades.Of(probability);
  if (grade == 'A') return std::nullopt;
  Alternatives alternatives(model, at);
  for (const Baseline::OfFeature& baseline : model.baseline.features) {
    const size_t f = baseline.bins.feature;
    const Feature& feature = frame.features[places[f]];
    if (!feature.actionable) continue;
    alternatives.Add(feature, baseline.bins, model.encoder.features()[f]);
  }
  std::vector<double> logits(alternatives.x().rows);
  if (logits.empty()) return std::nullopt;
  model.learner->Logits(alternatives.x(), logits);
  const Alternative* best = nullptr;
  double best_probability = 0;
  for (size_t i = 0; i < logits.size(); ++i) {
    const Alternative& change = alternatives.changes()[i];
    const double then = model.Probability(logits[i]);
    if (model.grades.Of(then) >= grade) continue;
    const bool nearer = best == nullptr || change.distance < best->distance;
    const bool likelier =
        best != nullptr && change.distance == best->distance && then > best_probability;
    if (!nearer && !likelier) continue;
    best = &change;
    best_probability = then;
  }
  if (best == nullptr) return std::nullopt;
  return Improvement{best->feature->name, ValueText(*best->feature, frame, row), best->value,
                     best_probability, model.grades.Of(best_probability)};
}

}  // namespace lead_quality
