#include "value/bootstrap.h"

#include <cmath>
#include <optional>
#include <utility>

#include "kernels/random.h"
#include "value/mean_loss.h"

namespace clv {
namespace {

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
