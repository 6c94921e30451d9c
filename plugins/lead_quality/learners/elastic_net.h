// Conversion by logistic regression with an elastic-net penalty.
#pragma once

#include <vector>

#include "learners/learner.h"

namespace lead_quality {

struct ElasticNetOptions {
  double mix = 0.5;                 // of the lasso's part: 1 is the lasso, 0 is ridge
  size_t lambdas = 40;              // of the path, each a constant factor below the one before
  double least_lambda = 1e-3;       // the path's end, as a share of its beginning
  std::vector<double> lambda = {};  // this one path instead, falling
  size_t blocks = 5;                // of cross-validation; fewer than 2: the path's last is taken
  Check check = [] {};
};

// What the choice of the penalty was made from.
struct LambdaTrial {
  double lambda = 0;
  double loss = 0;  // mean negative log-likelihood of the leads held out
};

struct ElasticNetFit : FittedLearner {
  double lambda = 0;
  double intercept = 0;              // with the columns standardised
  std::vector<double> coefficients;  // likewise
  std::vector<LambdaTrial> trials;   // empty without cross-validation
};

// Fits the path of penalties and keeps the one that predicts best: rows are cut into `blocks` of
// equal size in their order, which is that of time, and each but the first is predicted from all
// those before it, never from later ones.
// Source: Friedman, Hastie & Tibshirani 2010; see penalised_logistic.h for what is minimised.
ElasticNetFit FitElasticNet(const Matrix& x, const Targets& targets,
                            const ElasticNetOptions& options = {});

std::unique_ptr<Learner> LoadElasticNet(size_t width, ByteReader& bytes);

}  // namespace lead_quality
