// How far leads have moved away from those of a training.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "training/model.h"
#include "training/report.h"

namespace lead_quality {

// Counts leads in the bins of a baseline, a matrix after another: of so many leads that more would
// say nothing new, every so many-th.
class DriftCounter {
 public:
  // `leads` is how many there will be. Lifetime: the model outlives it.
  DriftCounter(const Model& model, size_t leads);

  void Add(const Matrix& x, std::span<const double> logits);
  // Adds what another has counted by the same model.
  void Add(const DriftCounter& other);
  // The index of each feature, the largest first. None of no leads.
  std::vector<Drift> OfFeatures() const;
  // That of the score. Nulls: of no leads.
  std::optional<double> OfScore() const;

 private:
  const Model& model_;
  size_t step_;
  std::vector<std::vector<double>> features_;
  std::vector<double> scores_;
};

}  // namespace lead_quality
