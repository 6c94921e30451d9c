#include "learners/elastic_net.h"

#include <algorithm>
#include <cmath>

#include "evaluation/loss.h"
#include "learners/penalised_logistic.h"

namespace lead_quality {
namespace {

using Vector = std::vector<double>;

class ElasticNet : public Learner {
 public:
  // `slopes` are by the columns' own units; what is missing counts as `means`.
  ElasticNet(double base, Vector slopes, Vector means)
      : base_(base), slopes_(std::move(slopes)), means_(std::move(means)) {}

  std::string_view name() const override { return "elastic_net"; }

  void Logits(const Matrix& x, std::span<double> logits) const override {
    for (size_t i = 0; i < x.rows; ++i) {
      double logit = base_;
      for (size_t j = 0; j < x.width(); ++j) logit += Term(x.Row(i)[j], j);
      logits[i] = logit;
    }
  }

  void Contributions(const Matrix& x, std::span<double> contributions) const override {
    for (size_t i = 0; i < x.rows; ++i) {
      double* out = contributions.data() + i * (x.width() + 1);
      for (size_t j = 0; j < x.width(); ++j) out[j] = Term(x.Row(i)[j], j);
      out[x.width()] = base_;
    }
  }

  void Save(ByteWriter& bytes) const override {
    bytes.Double(base_);
    bytes.Doubles(slopes_);
    bytes.Doubles(means_);
  }

 private:
  double Term(float value, size_t column) const {
    if (std::isnan(value)) return 0;
    return slopes_[column] * (static_cast<double>(value) - means_[column]);
  }

  double base_;
  Vector slopes_, means_;
};

std::unique_ptr<Learner> LearnerOf(const PenalisedLogistic& problem) {
  Vector slopes = problem.at().columns;
  for (size_t j = 0; j < slopes.size(); ++j) {
    if (slopes[j] != 0) slopes[j] /= problem.deviations()[j];
  }
  return std::make_unique<ElasticNet>(problem.at().intercept, std::move(slopes), problem.means());
}

Vector PathOf(const PenalisedLogistic& problem, const ElasticNetOptions& options) {
  if (!options.lambda.empty()) return options.lambda;
  Vector path(std::max<size_t>(options.lambdas, 1));
  const double first = problem.LargestLambda();
  const auto steps = static_cast<double>(std::max<size_t>(path.size() - 1, 1));
  for (size_t k = 0; k < path.size(); ++k) {
    path[k] = first * std::pow(options.least_lambda, static_cast<double>(k) / steps);
  }
  return path;
}

// Adds the loss of each penalty over rows [begin, end), predicted from those before; false when
// those cannot be learned from.
bool AddTrial(const Matrix& x, const Targets& targets, size_t begin, size_t end,
              const ElasticNetOptions& options, std::vector<LambdaTrial>& trials) {
  const Matrix before = x.Slice(0, begin), after = x.Slice(begin, end);
  const Targets known = targets.Slice(0, begin), held_out = targets.Slice(begin, end);
  if (DiagnoseTraining(before, known) != FitDiagnosis::kOk) return false;
  PenalisedLogistic problem(before, known, options.mix, options.check);
  Vector logits(after.rows);
  for (LambdaTrial& trial : trials) {
    problem.Solve(trial.lambda, 1e-5);
    LearnerOf(problem)->Logits(after, logits);
    for (size_t i = 0; i < after.rows; ++i) {
      const double towards = held_out.converted[i] != 0 ? logits[i] : -logits[i];
      const double loss = std::max(-towards, 0.0) + std::log1p(std::exp(-std::abs(towards)));
      trial.loss += held_out.Weight(i) * loss;
    }
  }
  return true;
}

// The path's penalties with their mean loss; none when nothing could be held out.
std::vector<LambdaTrial> CrossValidate(const Matrix& x, const Targets& targets, const Vector& path,
                                       const ElasticNetOptions& options) {
  std::vector<LambdaTrial> trials(path.size());
  for (size_t k = 0; k < path.size(); ++k) trials[k].lambda = path[k];
  double weight = 0;
  for (size_t block = 1; block < options.blocks; ++block) {
    const size_t begin = x.rows * block / options.blocks;
    const size_t end = x.rows * (block + 1) / options.blocks;
    if (begin == end || !AddTrial(x, targets, begin, end, options, trials)) continue;
    weight += Weigh(targets.Slice(begin, end)).sum();
  }
  if (!(weight > 0)) return {};
  for (LambdaTrial& trial : trials) trial.loss /= weight;
  return trials;
}

}  // namespace

ElasticNetFit FitElasticNet(const Matrix& x, const Targets& targets,
                            const ElasticNetOptions& options) {
  ElasticNetFit fit;
  fit.diagnosis = DiagnoseTraining(x, targets);
  if (fit.diagnosis != FitDiagnosis::kOk) return fit;
  PenalisedLogistic problem(x, targets, options.mix, options.check);
  const Vector path = PathOf(problem, options);
  fit.trials = CrossValidate(x, targets, path, options);
  const auto best = std::min_element(fit.trials.begin(), fit.trials.end(),
                                     [](const auto& a, const auto& b) { return a.loss < b.loss; });
  fit.lambda = best == fit.trials.end() ? path.back() : best->lambda;
  bool converged = false;
  for (const double lambda : path) {
    converged = problem.Solve(lambda, lambda == fit.lambda ? 1e-8 : 1e-4);
    if (lambda == fit.lambda) break;
  }
  if (!converged) fit.diagnosis = FitDiagnosis::kNotConverged;
  fit.intercept = problem.at().intercept;
  fit.coefficients = problem.at().columns;
  fit.learner = LearnerOf(problem);
  return fit;
}

std::unique_ptr<Learner> LoadElasticNet(size_t width, ByteReader& bytes) {
  const double base = bytes.Double();
  Vector slopes = bytes.Doubles(), means = bytes.Doubles();
  if (slopes.size() != width || means.size() != width) {
    throw sdk::Error(MADAD_DATA_LOSS, "the stored regression fits no such table of leads",
                     MADAD_SOURCE_DATA);
  }
  return std::make_unique<ElasticNet>(base, std::move(slopes), std::move(means));
}

}  // namespace lead_quality
