#include "training/choose.h"

#include <algorithm>

#include "learners/boosted_trees.h"
#include "learners/elastic_net.h"
#include "learners/naive_bayes.h"

namespace lead_quality {
namespace {

Candidate MakeCandidate(std::string name, FittedLearner fitted, const Matrix& validation,
                        std::span<const uint8_t> converted) {
  Candidate candidate{.name = std::move(name), .diagnosis = fitted.diagnosis};
  candidate.learner = std::move(fitted.learner);
  if (candidate.learner == nullptr) return candidate;
  candidate.logits.resize(validation.rows);
  candidate.learner->Logits(validation, candidate.logits);
  candidate.auc = RocAuc({candidate.logits, converted});
  return candidate;
}

}  // namespace

std::vector<Candidate> FitCandidates(const Matrix& fit, const Targets& known,
                                     const Matrix& validation, std::span<const uint8_t> converted,
                                     const CandidateOptions& options, const Check& check) {
  std::vector<Candidate> candidates;
  const auto add = [&](const char* name, const auto& fitted) {
    if (std::find(options.names.begin(), options.names.end(), name) == options.names.end()) return;
    check();
    candidates.push_back(MakeCandidate(name, fitted(), validation, converted));
  };
  add("naive_bayes", [&] { return FitNaiveBayes(fit, known); });
  add("elastic_net",
      [&]() -> FittedLearner { return FitElasticNet(fit, known, {.check = check}); });
  add("boosted_trees", [&]() -> FittedLearner {
    return FitBoostedTrees(fit, known, {.seed = options.seed, .check = check});
  });
  return candidates;
}

size_t Choose(std::vector<Candidate>& candidates, std::span<const uint8_t> converted) {
  size_t best = candidates.size();
  for (size_t i = 0; i < candidates.size(); ++i) {
    Candidate& candidate = candidates[i];
    if (candidate.learner == nullptr) continue;
    if (best == candidates.size()) {
      best = i;
      continue;
    }
    candidate.ahead = CompareAuc({candidates[best].logits, converted}, candidate.logits);
    if (candidate.ahead.has_value() && candidate.ahead->value > candidate.ahead->standard_error) {
      best = i;
    }
  }
  return best;
}

}  // namespace lead_quality
