// Which model is used.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "evaluation/auc.h"
#include "learners/learner.h"

namespace lead_quality {

// A model that might be used.
struct Candidate {
  std::string name;
  FitDiagnosis diagnosis = FitDiagnosis::kOk;
  std::unique_ptr<Learner> learner;    // null when the diagnosis says why
  std::vector<double> logits;          // of the leads that models are chosen by
  std::optional<Auc> auc;              // over them
  std::optional<AucDifference> ahead;  // of the one that was the best of the smaller
};

struct CandidateOptions {
  std::vector<std::string> names = {"naive_bayes", "elastic_net", "boosted_trees"};  // one or more
  int seed = 7;                                                                      // of the trees
};

// Fits the candidates that are named to the leads of the fit, the smallest first - naive Bayes,
// elastic net, boosted trees - and has each score those to choose by.
std::vector<Candidate> FitCandidates(const Matrix& fit, const Targets& known,
                                     const Matrix& validation, std::span<const uint8_t> converted,
                                     const CandidateOptions& options, const Check& check);

// Returns the place of the candidate to use; `candidates.size()` when none could be fitted. A
// larger one must rank the leads better than the best smaller one by more than a standard error of
// the difference. Where ranking means nothing, for all or none converted, the smallest is used.
size_t Choose(std::vector<Candidate>& candidates, std::span<const uint8_t> converted);

}  // namespace lead_quality
