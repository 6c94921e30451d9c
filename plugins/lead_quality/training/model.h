// A trained model, and the bytes that it is kept as.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "calibration/calibrator.h"
#include "features/encoding.h"
#include "learners/feature_bins.h"
#include "learners/learner.h"
#include "training/grades.h"

namespace lead_quality {

// How the leads of the training were spread, to see later whether leads have changed.
struct Baseline {
  struct OfFeature {
    FeatureBins bins;
    std::vector<double> leads;  // in each bin
  };
  std::vector<OfFeature> features;
  QuantileBins scores;  // logits
  std::vector<double> score_leads;
};

// All that scoring needs.
struct Model {
  Encoder encoder;
  std::unique_ptr<Learner> learner;
  Calibrator calibrator;
  Grades grades;
  Baseline baseline;
  int64_t horizon_us = 0;

  double Probability(double logit) const { return calibrator.Probability(logit); }
};

// Returns how the leads of a matrix, with these logits, are spread.
Baseline MakeBaseline(const Matrix& x, std::span<const double> logits);

// Returns the model as bytes: a mark, the version of the form, the length, the model, and a
// checksum. The same model gives the same bytes.
std::string SaveModel(const Model& model);

// Returns the model that SaveModel wrote.
// Errors: sdk::Error (MADAD_DATA_LOSS) when the bytes are cut off, damaged, not a model at all, or
// of another version; the message says which, and what to do.
Model LoadModel(std::string_view bytes);

}  // namespace lead_quality
