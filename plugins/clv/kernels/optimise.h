// Minimising a smooth function of a few variables.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "kernels/matrix.h"

namespace clv {

// Returns the function's value, and its gradient.
using Objective =
    std::function<double(const std::vector<double>& at, std::vector<double>& gradient)>;

struct Optimum {
  enum class State {
    kConverged,
    kBoundary,   // a variable went as far as it may
    kFlat,       // the minimum is no point: some direction changes nothing
    kNotFinite,  // the function has no finite value where it was asked
    kSlow,       // the steps ran out
  };

  State state = State::kSlow;
  std::vector<double> at;
  double value = 0;
  double gradient = 0;  // the largest component
  Matrix hessian;       // of the function at `at`
  int evaluations = 0;
};

struct OptimiseOptions {
  // The inverse Hessian near the minimum, roughly, when somebody knows it: the start is taken to be
  // close, and the Hessian at the end is from one-sided differences, for half the evaluations.
  std::optional<Matrix> metric = std::nullopt;
  // The start may be close, so it pays to look at the Hessian there first.
  bool look_first = false;
  double reach = 14;        // how far from `centre` a variable may go
  double tolerance = 1e-9;  // of the gradient's components
  int max_evaluations = 400;
};

// Minimises `objective` from `start`: BFGS with a backtracking line search, then Newton steps with
// the Hessian from differences of the gradient.
Optimum Minimise(const Objective& objective, const std::vector<double>& start,
                 const std::vector<double>& centre, const OptimiseOptions& options = {});

// Refines `at`, which is close to the minimum, by quasi-Newton steps from `options.metric`; there
// is no Hessian in the result. For many functions that differ little.
Optimum Refine(const Objective& objective, const std::vector<double>& at,
               const OptimiseOptions& options);

}  // namespace clv
