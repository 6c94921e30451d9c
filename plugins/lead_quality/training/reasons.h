// Why a lead has its score, and what would better it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "features/frame.h"
#include "training/model.h"

namespace lead_quality {

// How one feature moves a lead's logit.
struct Reason {
  std::string feature, value;  // the value is as a person reads it
  double contribution = 0;     // to the logit; above 0 it speaks for the lead
  std::string text;            // "source = referral speaks for it"
};

// The smallest change of one actionable feature that gives a lead a better grade.
struct Improvement {
  std::string feature, from, to;
  double probability = 0;  // then
  char grade = 'D';        // then
};

struct Explanation {
  uint32_t row = 0;                        // of the frame
  double base = 0;                         // of all leads
  std::vector<Reason> reasons;             // the largest first, whatever their sign
  double rest = 0;                         // of all other features together
  double logit = 0;                        // base + reasons + rest
  std::optional<Improvement> improvement;  // none: no single change does it, or it is an A
};

// Explains the leads at `rows` by at most `top` features each. Contributions of a feature's columns
// are taken together: exact for linear models, TreeSHAP for trees, which costs up to a tenth of a
// millisecond a lead and more for large models, so ask for the leads that somebody will read of.
// A change goes to a neighbouring range of a number or to another value of a category, only where
// the feature is actionable and not target-encoded; fewest ranges away comes first.
// Errors: as Encoder::Encode.
std::vector<Explanation> Explain(const Model& model, const Frame& frame,
                                 const std::vector<uint32_t>& rows, size_t top);

}  // namespace lead_quality
