// Logistic regression with an elastic-net penalty at one strength after another.
#pragma once

#include <vector>

#include "learners/learner.h"
#include "learners/standardiser.h"

namespace lead_quality {

// Minimises, over the intercept b0 and coefficients b of the standardised columns,
//   (1 / W) sum of w [ln(1 + e^eta) - y eta] + lambda [(1 - mix) / 2 |b|^2 + mix |b|_1].
// Columns are brought to weighted mean 0 and deviation 1; what is missing is at the mean. A column
// that does not vary has coefficient 0.
// Source: Friedman, Hastie & Tibshirani 2010: coordinate descent on the quadratic of iteratively
// reweighted least squares, warm from one lambda to the next. Here the quadratic is a matrix over
// columns, kept while it serves (the steps are then quasi-Newton), and every step is shortened
// until the objective falls.
// Lifetime: the matrix and the arrays that the targets show outlive it.
class PenalisedLogistic {
 public:
  struct Coefficients {
    double intercept = 0;
    std::vector<double> columns;  // of the standardised columns
  };

  // There are leads of both kinds.
  PenalisedLogistic(
      const Matrix& x, const Targets& targets, double mix, Check check = [] {});

  // The least lambda at which all coefficients are 0.
  double LargestLambda() const;

  // Goes from where the last call ended to the minimum at `lambda`: until no optimality condition
  // is off by more than `tolerance`. Returns whether it got there.
  bool Solve(double lambda, double tolerance = 1e-8);

  const Coefficients& at() const { return at_; }
  const std::vector<double>& means() const { return columns_.means(); }
  const std::vector<double>& deviations() const { return columns_.deviations(); }
  // By how much the optimality conditions at `lambda` are off, at the worst.
  double Violation(double lambda) const;
  // The mean negative log-likelihood, without the penalty.
  double Loss() const { return loss_; }

 private:
  using Vector = std::vector<double>;

  // Sets etas, loss and gradient at a point.
  void MoveTo(const Coefficients& point);
  double Penalty(const Coefficients& point, double lambda) const;
  void MakeHessian();
  // The step that minimises the quadratic with the penalty.
  Coefficients QuadraticStep(double lambda) const;
  bool Descend(const Coefficients& step, double lambda);

  const Matrix& x_;
  const Targets targets_;
  double mix_;
  Check check_;
  double weight_;  // W
  Standardiser columns_;
  Coefficients at_;
  double loss_ = 0;
  Vector gradient_;  // of the loss; the intercept's is last
  Vector hessian_;   // of the loss, likewise, row by row
};

}  // namespace lead_quality
