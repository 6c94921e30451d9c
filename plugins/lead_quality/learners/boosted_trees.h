// Conversion by gradient-boosted trees.
#pragma once

#include "learners/learner.h"

namespace lead_quality {

struct BoostedTreesOptions {
  int rounds = 500;
  int patience = 25;       // rounds without a better loss over the leads held out, then it stops
  double held_out = 0.15;  // the last of the rows, to stop by; 0: all rounds are grown
  int depth = 4;
  double learning_rate = 0.1;
  double least_weight = 5;  // Hessian of a leaf
  int seed = 7;
  int threads = 1;  // never the machine's number: the same leads give the same trees
  Check check = [] {};
};

struct BoostedTreesFit : FittedLearner {
  int rounds = 0;            // that are kept
  double held_out_loss = 0;  // log loss over the leads that it stopped by; 0 without
};

// Fits trees by histograms (XGBoost's `hist`), one after another, until the last leads, which are
// the newest and are not learned from, are predicted no better. Too few leads to stop by (fewer
// than 20 that converted, or that did not) are learned from instead, with `patience` rounds in all.
// The same leads and options give the same bytes.
// Source: Chen & Guestrin 2016. Errors: sdk::Error with what XGBoost says.
BoostedTreesFit FitBoostedTrees(const Matrix& x, const Targets& targets,
                                const BoostedTreesOptions& options = {});

std::unique_ptr<Learner> LoadBoostedTrees(size_t width, ByteReader& bytes);

}  // namespace lead_quality
