// Conversion by independent evidence.
#pragma once

#include "learners/learner.h"

namespace lead_quality {

struct NaiveBayesOptions {
  double smoothing = 1;  // added to the counts of every value (Laplace)
  size_t bins = 10;      // of a number, by quantiles; what is missing has one of its own
};

// Fits ln(P / (1 - P)) = ln(n+ / n-) + the sum of the weights of evidence of the features' values,
// as if features were independent given the outcome. A value without a lead in training weighs 0.
// Source: Hand & Yu 2001; the weights are those of evaluation/woe.h.
FittedLearner FitNaiveBayes(const Matrix& x, const Targets& targets,
                            const NaiveBayesOptions& options = {});

std::unique_ptr<Learner> LoadNaiveBayes(size_t width, ByteReader& bytes);

}  // namespace lead_quality
