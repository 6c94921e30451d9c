// What a person should know about a training.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "evaluation/auc.h"
#include "evaluation/calibration_table.h"
#include "evaluation/lift.h"
#include "features/leak_guard.h"

namespace lead_quality {

// How good a model is over leads that it did not learn from. Nulls: see evaluation/.
struct Quality {
  double leads = 0, positives = 0;
  std::optional<Auc> auc;
  std::optional<double> average_precision, brier, log_loss, ks;
  CalibrationTable calibration;
  std::vector<LiftRow> lift;
};

// Returns it from logits, which rank, and the probabilities made of them.
Quality Measure(std::span<const double> logits, std::span<const double> probabilities,
                std::span<const uint8_t> converted);

// Whether one feature, or the score, is spread as in the training.
struct Drift {
  std::string feature;
  double index = 0;  // population stability index
};

// The leads of one value of a feature.
struct Group {
  std::string feature, value;
  double leads = 0, mean_probability = 0, rate = 0;
};

// What became of one feature.
struct FeatureReport {
  std::string name, kind;
  bool used = false;            // learned from
  std::string reason, why;      // the word and the words of what speaks against it; empty: nothing
  std::optional<double> auc;    // of the feature by itself, over the leads learned from
  std::optional<double> drift;  // of the tested leads since those learned from
};

// Of one candidate.
struct CandidateReport {
  std::string name, diagnosis;
  std::optional<Auc> auc;              // over the leads that models are chosen by
  std::optional<AucDifference> ahead;  // of the best smaller one
};

struct Report {
  std::string diagnosis;  // ok, or why there is no model
  size_t fitted = 0, validated = 0, tested = 0, duplicates = 0, immature = 0, embargoed = 0;
  std::vector<FeatureReport> features;      // none where nothing could be learned
  std::vector<Leak> leaks;                  // left out, unless they were allowed
  std::optional<double> auc_with_leaks;     // of a regression on all features, over the tested
  std::optional<double> auc_without_leaks;  // of one without those that leak
  std::vector<CandidateReport> candidates;
  std::string chosen, calibration;  // the model's name; none, platt or isotonic
  Quality quality;                  // over the tested leads
  bool calibrated = false;          // whether its probabilities can be taken at their word
  std::vector<Drift> drift;         // of the tested leads since those of the fit, the largest first
  std::optional<double> score_drift;
  std::vector<Group> groups;
  std::optional<AucDifference> ahead_of_previous;
  bool replace = false;            // whether this model should take the place of the previous one
  std::string reason;              // for that
  std::vector<std::string> notes;  // for a person

  std::string ToJson() const;
};

}  // namespace lead_quality
