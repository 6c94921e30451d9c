#include "learners/boosted_trees.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "learners/forest.h"
#include "learners/xgboost.h"

namespace lead_quality {
namespace {

constexpr double kLeastOfAKind = 20;

class BoostedTrees : public Learner {
 public:
  BoostedTrees(XgbBooster booster, int threads)
      : booster_(std::move(booster)),
        forest_(booster_.Json(), booster_.width()),
        threads_(threads) {}

  std::string_view name() const override { return "boosted_trees"; }

  void Logits(const Matrix& x, std::span<double> logits) const override {
    forest_.Logits(x, logits);
  }

  void Contributions(const Matrix& x, std::span<double> contributions) const override {
    booster_.Contributions(x, threads_, contributions);
    std::vector<double> logits(x.rows);
    Logits(x, logits);
    // XGBoost adds in single precision: what that loses goes to the part that all rows share.
    for (size_t i = 0; i < x.rows; ++i) {
      double* out = contributions.data() + i * (x.width() + 1);
      double sum = 0;
      for (size_t j = 0; j <= x.width(); ++j) sum += out[j];
      const double lost = logits[i] - sum;
      if (!(std::abs(lost) <= 1e-3 * (1 + std::abs(logits[i])))) {
        throw sdk::Error(MADAD_INTERNAL, "XGBoost's contributions add up to " +
                                             std::to_string(sum) + ", its score is " +
                                             std::to_string(logits[i]));
      }
      out[x.width()] += lost;
    }
  }

  void Save(ByteWriter& bytes) const override {
    bytes.U64(static_cast<uint64_t>(threads_));
    bytes.Text(booster_.Bytes());
  }

 private:
  XgbBooster booster_;  // explains
  Forest forest_;       // scores
  int threads_;
};

void SetOptions(XgbBooster& booster, const BoostedTreesOptions& options, double rate) {
  booster.Set("objective", "binary:logistic");
  booster.Set("eval_metric", "logloss");
  booster.Set("tree_method", "hist");
  booster.Set("base_score", std::to_string(std::clamp(rate, 1e-6, 1 - 1e-6)));
  booster.Set("max_depth", std::to_string(options.depth));
  booster.Set("eta", std::to_string(options.learning_rate));
  booster.Set("min_child_weight", std::to_string(options.least_weight));
  booster.Set("seed", std::to_string(options.seed));
  booster.Set("nthread", std::to_string(options.threads));
  booster.Set("verbosity", "0");
}

// The row at which the leads to stop by begin; all rows when there are too few.
size_t HeldOutFrom(const Matrix& x, const Targets& targets, double share) {
  const auto from = static_cast<size_t>(std::ceil(static_cast<double>(x.rows) * (1 - share)));
  if (from == 0 || from >= x.rows) return x.rows;
  const ClassWeights before = Weigh(targets.Slice(0, from));
  double positives = 0, negatives = 0;
  for (size_t i = from; i < x.rows; ++i) {
    if (targets.Weight(i) == 0) continue;
    (targets.converted[i] != 0 ? positives : negatives) += 1;
  }
  const bool enough = std::min(positives, negatives) >= kLeastOfAKind && before.both();
  return enough ? from : x.rows;
}

// Grows trees until `held_out` is predicted no better; returns how many are worth keeping.
int GrowUntilWorse(XgbBooster& booster, const XgbRows& rows, const XgbRows& held_out,
                   const BoostedTreesOptions& options, double& best) {
  int kept = 1;
  best = std::numeric_limits<double>::infinity();
  for (int round = 0; round < options.rounds && round < kept + options.patience; ++round) {
    options.check();
    booster.Update(round, rows);
    const double loss = booster.LogLoss(round, held_out);
    if (!(loss < best)) continue;
    best = loss;
    kept = round + 1;
  }
  return kept;
}

}  // namespace

BoostedTreesFit FitBoostedTrees(const Matrix& x, const Targets& targets,
                                const BoostedTreesOptions& options) {
  BoostedTreesFit fit;
  fit.diagnosis = DiagnoseTraining(x, targets);
  if (fit.diagnosis != FitDiagnosis::kOk) return fit;
  const size_t from = HeldOutFrom(x, targets, options.held_out);
  const bool stops = from < x.rows;
  std::optional<Matrix> before;
  if (stops) before = x.Slice(0, from);
  const Targets known = targets.Slice(0, from);
  const XgbRows rows(stops ? *before : x, known, options.threads);
  before.reset();
  XgbBooster booster(rows);
  SetOptions(booster, options, Weigh(known).rate());
  if (stops) {
    const XgbRows held_out(x.Slice(from, x.rows), targets.Slice(from, x.rows), options.threads);
    fit.rounds = GrowUntilWorse(booster, rows, held_out, options, fit.held_out_loss);
    booster = booster.First(fit.rounds);
  } else {
    fit.rounds = options.held_out > 0 ? std::min(options.patience, options.rounds) : options.rounds;
    for (int round = 0; round < fit.rounds; ++round) {
      options.check();
      booster.Update(round, rows);
    }
  }
  // Through its bytes: a model that was never stored scores as a stored one does, and lets go of
  // the leads.
  fit.learner =
      std::make_unique<BoostedTrees>(XgbBooster(booster.Bytes(), options.threads), options.threads);
  return fit;
}

std::unique_ptr<Learner> LoadBoostedTrees(size_t width, ByteReader& bytes) {
  const auto threads = static_cast<int>(std::clamp<uint64_t>(bytes.U64(), 1, 256));
  XgbBooster booster(bytes.Text(), threads);
  if (booster.width() != width) {
    throw sdk::Error(MADAD_DATA_LOSS,
                     "the stored trees are of " + std::to_string(booster.width()) +
                         " columns, the leads have " + std::to_string(width),
                     MADAD_SOURCE_DATA);
  }
  return std::make_unique<BoostedTrees>(std::move(booster), threads);
}

}  // namespace lead_quality
