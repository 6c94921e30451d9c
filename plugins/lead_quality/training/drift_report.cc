#include "training/drift_report.h"

#include <algorithm>

namespace lead_quality {
namespace {

constexpr size_t kEnoughLeads = 100'000;

void AddTo(std::vector<double>& bins, const std::vector<double>& leads) {
  for (size_t bin = 0; bin < leads.size(); ++bin) bins[bin] += leads[bin];
}

}  // namespace

DriftCounter::DriftCounter(const Model& model, size_t leads)
    : model_(model),
      step_(std::max<size_t>(1, leads / kEnoughLeads)),
      scores_(model.baseline.score_leads.size()) {
  for (const Baseline::OfFeature& feature : model.baseline.features) {
    features_.emplace_back(feature.bins.size());
  }
}

void DriftCounter::Add(const Matrix& x, std::span<const double> logits) {
  for (size_t f = 0; f < features_.size(); ++f) {
    AddTo(features_[f], model_.baseline.features[f].bins.Count(x, step_));
  }
  AddTo(scores_, model_.baseline.scores.Count(logits));
}

void DriftCounter::Add(const DriftCounter& other) {
  for (size_t f = 0; f < features_.size(); ++f) AddTo(features_[f], other.features_[f]);
  AddTo(scores_, other.scores_);
}

std::vector<Drift> DriftCounter::OfFeatures() const {
  std::vector<Drift> drift;
  for (size_t f = 0; f < features_.size(); ++f) {
    const Baseline::OfFeature& then = model_.baseline.features[f];
    const std::optional<double> index = PopulationStabilityIndex(then.leads, features_[f]);
    if (!index.has_value()) continue;
    drift.push_back({model_.encoder.features()[then.bins.feature].name, *index});
  }
  std::stable_sort(drift.begin(), drift.end(),
                   [](const Drift& a, const Drift& b) { return a.index > b.index; });
  return drift;
}

std::optional<double> DriftCounter::OfScore() const {
  return PopulationStabilityIndex(model_.baseline.score_leads, scores_);
}

}  // namespace lead_quality
