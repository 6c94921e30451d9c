#include "value/fit.h"

#include <algorithm>
#include <cmath>

#include "value/mean_loss.h"

namespace clv {
namespace {

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
  if (options.start.size() == guess.size()) search(Log(options.start), {.look_first = true});
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

}  // namespace clv
