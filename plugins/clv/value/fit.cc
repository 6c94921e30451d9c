#include "value/fit.h"

#include <algorithm>
#include <cmath>

#include "kernels/random.h"

namespace clv {
namespace {

using Vector = std::vector<double>;
using LogLikelihood = std::function<double(std::span<const double>, std::span<double>)>;

Vector Exp(const Vector& logs) {
  Vector values(logs);
  for (double& value : values) value = std::exp(value);
  return values;
}
Vector Log(const Vector& values) {
  Vector logs(values);
  for (double& value : logs) value = std::log(value);
  return logs;
}

// The mean negative log-likelihood over the logs of the parameters, with its penalty.
class MeanLoss {
 public:
  MeanLoss(const LogLikelihood& log_likelihood, double weight, Vector centre,
           const FitOptions& options)
      : log_likelihood_(log_likelihood),
        weight_(weight),
        centre_(std::move(centre)),
        options_(options) {}

  double operator()(const Vector& logs, Vector& gradient) const {
    options_.check();
    double value = -log_likelihood_(Exp(logs), gradient) / weight_;
    for (size_t i = 0; i < logs.size(); ++i) {
      const double from_centre = logs[i] - centre_[i];
      gradient[i] = -gradient[i] / weight_ + 2 * options_.penalty * from_centre;
      value += options_.penalty * from_centre * from_centre;
    }
    return value;
  }

 private:
  const LogLikelihood& log_likelihood_;
  double weight_;
  Vector centre_;
  const FitOptions& options_;
};

Diagnosis DiagnosisOf(Optimum::State state) {
  switch (state) {
    case Optimum::State::kConverged:
      return Diagnosis::kOk;
    case Optimum::State::kBoundary:
      return Diagnosis::kBoundary;
    case Optimum::State::kFlat:
      return Diagnosis::kFlat;
    case Optimum::State::kNotFinite:
      return Diagnosis::kNotFinite;
    case Optimum::State::kSlow:
      return Diagnosis::kNotConverged;
  }
  return Diagnosis::kNotConverged;
}

// What a search ended with, and what it went through; fills in all but names.
void Conclude(const LogLikelihood& log_likelihood, const Optimum& optimum, Fit& fit) {
  fit.diagnosis = DiagnosisOf(optimum.state);
  if (optimum.state == Optimum::State::kNotFinite) return;
  fit.parameters = Exp(optimum.at);
  Vector unused(optimum.at.size());
  fit.log_likelihood = log_likelihood(fit.parameters, unused);
  if (optimum.state == Optimum::State::kBoundary) return;
  std::optional<Matrix> inverse = InversePositive(optimum.hessian);
  if (!inverse) return;
  fit.covariance = *std::move(inverse);
  for (double& value : fit.covariance.values) value /= fit.customers;
  for (size_t i = 0; i < optimum.at.size(); ++i) {
    fit.standard_errors.push_back(fit.parameters[i] * std::sqrt(fit.covariance(i, i)));
  }
}

// Searches from `near`, when there is one, which is close to the maximum; else, and when that ends
// nowhere, from where it is told, then from a guess.
void Maximise(const LogLikelihood& log_likelihood, const Vector& guess, const Vector& centre,
              const FitOptions& options, Fit& fit, const Fit* near = nullptr) {
  const MeanLoss loss(log_likelihood, fit.customers, centre, options);
  Optimum optimum;
  const auto search = [&](const Vector& start, const OptimiseOptions& how) {
    if (optimum.state == Optimum::State::kConverged) return;
    Optimum found = Minimise(loss, start, centre, how);
    fit.evaluations += found.evaluations;
    const bool is_better = optimum.at.empty() || found.state == Optimum::State::kConverged;
    if (is_better) optimum = std::move(found);
  };
  if (near != nullptr && near->diagnosis == Diagnosis::kOk) {
    search(Log(near->parameters), {.metric = near->Metric()});
  }
  if (options.start.size() == guess.size()) search(Log(options.start), {});
  search(guess, {});
  Conclude(log_likelihood, optimum, fit);
}

// Every so many-th customer, in the order of histories, so that about 20,000 are left.
std::optional<Histories> Sample(const Histories& data) {
  constexpr double kCustomers = 20'000;
  const double stride = std::floor(data.weight / kCustomers);
  if (stride < 4) return std::nullopt;
  Histories sample = data;
  sample.groups.clear();
  double before = 0;
  for (const Histories::Group& group : data.groups) {
    const double after = before + group.weight;
    const double taken = std::floor(after / stride) - std::floor(before / stride);
    if (taken > 0) sample.groups.push_back({group.history, taken});
    before = after;
  }
  sample.Sum();
  return sample;
}

Vector CentreOf(const PurchaseModel& model, const Histories& data) {
  Vector centre;
  for (const bool is_time : model.is_time()) {
    centre.push_back(is_time ? std::log(data.max_age * data.tick) : 0);
  }
  return centre;
}

// Fits `log_likelihood` again near `fit`, the metric being that of the first fit.
std::optional<Vector> Again(const LogLikelihood& log_likelihood, double weight,
                            const Vector& centre, const FitOptions& options, const Fit& fit) {
  const MeanLoss loss(log_likelihood, weight, centre, options);
  OptimiseOptions loose;
  loose.metric = fit.Metric();
  loose.tolerance = 1e-7;  // far below what the replicates differ by
  loose.max_evaluations = 60;
  const Optimum optimum = Refine(loss, Log(fit.parameters), loose);
  if (optimum.state != Optimum::State::kConverged) return std::nullopt;
  return Exp(optimum.at);
}

}  // namespace

const char* WordOf(Diagnosis diagnosis) {
  switch (diagnosis) {
    case Diagnosis::kOk:
      return "ok";
    case Diagnosis::kTooLittleData:
      return "too_little_data";
    case Diagnosis::kBoundary:
      return "boundary";
    case Diagnosis::kFlat:
      return "flat";
    case Diagnosis::kNotFinite:
      return "not_finite";
    case Diagnosis::kNotConverged:
      return "not_converged";
  }
  return "not_converged";
}

Matrix Fit::Metric() const {
  Matrix metric = covariance;
  for (double& value : metric.values) value *= customers;
  return metric;
}
double Fit::Aic() const { return 2 * static_cast<double>(parameters.size()) - 2 * log_likelihood; }
double Fit::Bic() const {
  return static_cast<double>(parameters.size()) * std::log(customers) - 2 * log_likelihood;
}

Fit FitPurchases(const PurchaseModel& model, const Histories& data, const FitOptions& options) {
  Fit fit;
  fit.names = model.parameter_names();
  fit.customers = data.weight;
  const double repeaters = data.tails.empty() ? 0 : data.tails[0];
  if (data.weight < kLeastCustomers || repeaters < kLeastRepeaters) return fit;
  const Vector centre = CentreOf(model, data);
  Vector guess(centre);
  for (size_t i = 0; i < guess.size(); ++i) {
    if (model.is_time()[i]) guess[i] -= 1;
  }
  // Of many customers, some say where to begin.
  std::optional<Fit> near;
  if (const std::optional<Histories> sample = Sample(data)) {
    near = FitPurchases(model, *sample, options);
  }
  Maximise(
      [&](std::span<const double> parameters, std::span<double> gradient) {
        return model.LogLikelihood(data, parameters, gradient);
      },
      guess, centre, options, fit, near ? &*near : nullptr);
  return fit;
}

Fit FitSpend(const SpendData& data, const FitOptions& options) {
  Fit fit;
  fit.names = {GammaGamma::kParameterNames.begin(), GammaGamma::kParameterNames.end()};
  fit.customers = data.weight;
  if (data.weight < kLeastCustomers) return fit;
  const double mean = data.log_mean / data.weight;  // of ln z
  Maximise(
      [&](std::span<const double> parameters, std::span<double> gradient) {
        return GammaGamma::LogLikelihood(data, parameters, gradient);
      },
      {std::log(4.0), std::log(4.0), mean}, {0, 0, mean}, options, fit);
  return fit;
}

std::vector<Vector> Bootstrap::Purchases(const PurchaseModel& model, const Histories& data,
                                         const Fit& fit, const FitOptions& options) const {
  Random random(seed_);
  const Vector centre = CentreOf(model, data);
  Histories weighted = data;
  std::vector<Vector> replicates;
  for (size_t i = 0; i < replicates_; ++i) {
    // The sum of n exponential weights.
    for (size_t k = 0; k < data.groups.size(); ++k) {
      const double n = data.groups[k].weight;
      weighted.groups[k].weight = n == 1 ? random.Exponential() : random.Gamma(n);
    }
    weighted.Sum();
    const LogLikelihood log_likelihood = [&](std::span<const double> p, std::span<double> g) {
      return model.LogLikelihood(weighted, p, g);
    };
    auto again = Again(log_likelihood, weighted.weight, centre, options, fit);
    if (again) replicates.push_back(*std::move(again));
  }
  return replicates;
}

std::vector<Vector> Bootstrap::Spend(const SpendData& data, const Fit& fit,
                                     const FitOptions& options) const {
  Random random(seed_);
  SpendData weighted = data;
  std::vector<Vector> replicates;
  const Vector centre = {0, 0, data.log_mean / data.weight};
  for (size_t i = 0; i < replicates_; ++i) {
    Vector weights(data.sums.size());
    for (double& weight : weights) weight = random.Exponential();
    weighted.SetWeights(std::move(weights));
    const LogLikelihood log_likelihood = [&](std::span<const double> p, std::span<double> g) {
      return GammaGamma::LogLikelihood(weighted, p, g);
    };
    auto again = Again(log_likelihood, weighted.weight, centre, options, fit);
    if (again) replicates.push_back(*std::move(again));
  }
  return replicates;
}

Matrix CovarianceOf(const std::vector<Vector>& replicates) {
  const size_t n = replicates.empty() ? 0 : replicates[0].size();
  Matrix covariance(n);
  if (replicates.size() < 2) return covariance;
  Vector means(n);
  for (const Vector& replicate : replicates) {
    for (size_t i = 0; i < n; ++i) means[i] += std::log(replicate[i]);
  }
  for (double& mean : means) mean /= static_cast<double>(replicates.size());
  for (const Vector& replicate : replicates) {
    for (size_t i = 0; i < n; ++i) {
      for (size_t j = 0; j < n; ++j) {
        covariance(i, j) += (std::log(replicate[i]) - means[i]) *
                            (std::log(replicate[j]) - means[j]) /
                            static_cast<double>(replicates.size() - 1);
      }
    }
  }
  return covariance;
}

}  // namespace clv
