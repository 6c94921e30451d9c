// Fitting the models by maximum likelihood.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "kernels/optimise.h"
#include "purchases/model.h"
#include "spend/gamma_gamma.h"

namespace clv {

// What a fit is worth.
enum class Diagnosis {
  kOk,
  kTooLittleData,  // nothing was fitted
  kBoundary,       // a parameter went to the edge of what is tried: the data does not bound it
  kFlat,           // parameters that make no difference: the data does not tell them apart
  kNotFinite,      // the likelihood has no finite value
  kNotConverged,   // the steps ran out
};
// Returns the word that tables show: ok, too_little_data, ...
const char* WordOf(Diagnosis diagnosis);

struct FitOptions {
  // Weight of the penalty on the mean negative log-likelihood: this times the sum of squares of
  // the parameters' logs, times relative to the longest observed.
  double penalty = 0;
  // Where to begin, as parameters; empty: at a guess from the data.
  std::vector<double> start;
  // Called now and then; what it throws comes out of the fit.
  std::function<void()> check = [] {};
};

struct Fit {
  Diagnosis diagnosis = Diagnosis::kTooLittleData;
  std::vector<std::string> names;
  std::vector<double> parameters;       // empty after kTooLittleData and kNotFinite
  std::vector<double> standard_errors;  // by the delta method; empty where the Hessian gives none
  Matrix covariance;                    // of the parameters' logs; empty likewise
  double log_likelihood = 0;            // without the penalty, in the data's own unit of time
  double customers = 0;                 // that it was fitted to
  int evaluations = 0;

  // Whether there is something to predict with.
  bool usable() const { return !parameters.empty(); }
  // The inverse Hessian of the mean negative log-likelihood by the parameters' logs.
  Matrix Metric() const;
  double Aic() const;
  double Bic() const;
};

// Fewer customers, or fewer with repeat purchases, are too few to fit.
inline constexpr double kLeastCustomers = 20;
inline constexpr double kLeastRepeaters = 5;

Fit FitPurchases(const PurchaseModel& model, const Histories& data, const FitOptions& options = {});
Fit FitSpend(const SpendData& data, const FitOptions& options = {});

}  // namespace clv
