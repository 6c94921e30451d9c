// From a model to scores.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "features/frame.h"
#include "learners/learner.h"
#include "training/reasons.h"
#include "training/report.h"

namespace lead_quality {

// Runs task(0) .. task(count - 1), perhaps at the same time, and returns when all have returned.
using Tasks = std::function<void(size_t count, const std::function<void(size_t)>& task)>;

struct ApplyOptions {
  size_t explained = 1000;  // leads: those that may yet convert first, of them the likeliest
  size_t reasons = 5;       // of each
  // Called now and then, by the tasks' threads; what it throws comes out.
  Check check = [] {};
  Tasks tasks = [](size_t count, const std::function<void(size_t)>& task) {
    for (size_t i = 0; i < count; ++i) task(i);
  };
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

// Scores leads with the model that Train gave. A task takes 65,536 leads, so that memory beyond
// the result stays small.
// Errors: sdk::Error: as LoadModel, CheckFrame and Encoder::Encode.
Applied Apply(std::string_view bytes, Frame frame, const ApplyOptions& options = {});

}  // namespace lead_quality
