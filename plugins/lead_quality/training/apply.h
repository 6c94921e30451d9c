// From a model to scores.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "features/frame.h"
#include "learners/learner.h"
#include "training/reasons.h"
#include "training/report.h"

namespace lead_quality {

struct ApplyOptions {
  size_t explained = 1000;  // leads: those that may yet convert first, of them the likeliest
  size_t reasons = 5;       // of each
  Check check = [] {};      // called now and then; what it throws comes out
};

struct LeadScore {
  double logit = 0;
  double probability = 0;  // of converting within the model's horizon of the creation
  double expected_value =
      0;  // probability x the lead's predicted value; NaN when that is not known
  char grade = 'D';
};

struct Applied {
  std::vector<LeadScore> scores;          // in the order of the leads
  std::vector<Explanation> explanations;  // in the order of ApplyOptions::explained
  std::vector<Drift> drift;               // of each feature since the training, the largest first
  std::optional<double> score_drift;
  std::vector<std::string> notes;  // for a person
};

// Scores leads with the model that Train gave. Leads are taken 65,536 at a time, so that memory
// beyond the result stays small.
// Errors: sdk::Error: as LoadModel, CheckFrame and Encoder::Encode.
Applied Apply(std::string_view bytes, Frame frame, const ApplyOptions& options = {});

}  // namespace lead_quality
