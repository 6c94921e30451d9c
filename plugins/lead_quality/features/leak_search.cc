#include "features/leak_search.h"

#include <algorithm>
#include <cstdio>
#include <utility>

#include "evaluation/auc.h"
#include "features/encoding.h"
#include "features/single_feature.h"
#include "learners/elastic_net.h"
#include "learners/naive_bayes.h"

namespace lead_quality {
namespace {

constexpr double kLambda = 1e-3;  // of the model on all others: it only has to exist

std::string Figure(double value) {
  char text[32];
  std::snprintf(text, sizeof(text), "%.3f", value);
  return text;
}

// Not more than so many leads, spread evenly over all.
std::vector<uint32_t> Spread(size_t leads, size_t most) {
  const size_t step = std::max<size_t>(1, (leads + most - 1) / std::max<size_t>(most, 1));
  std::vector<uint32_t> rows;
  for (size_t i = 0; i < leads; i += step) rows.push_back(static_cast<uint32_t>(i));
  return rows;
}

// The logits of a model on the features that are `used`, over the leads it learned from: of the two
// that rank better.
std::vector<double> LogitsOfOthers(const Frame& frame, const std::vector<bool>& used,
                                   const Targets& targets) {
  const Encoder encoder(frame, used, targets);
  const Matrix x = encoder.EncodeTraining(frame, targets);
  std::vector<double> best(x.rows);
  double auc = 0;
  const auto consider = [&](const FittedLearner& fit) {
    if (fit.learner == nullptr) return;
    std::vector<double> logits(x.rows);
    fit.learner->Logits(x, logits);
    const double value = RocAuc({logits, targets.converted})->value;
    if (value > auc) best = std::move(logits);
    auc = std::max(auc, value);
  };
  consider(FitNaiveBayes(x, targets));
  consider(FitElasticNet(x, targets, {.lambda = {kLambda}, .blocks = 0}));
  return best;
}

// Whether a feature may be a key or a text with too many values to say anything by itself.
bool SaysNothing(const Feature& feature) {
  if (feature.kind == FeatureKind::kText) return true;
  return feature.IsText() && 2 * feature.dictionary.size() > feature.codes.size() &&
         feature.codes.size() > 100;
}

}  // namespace

LeakSearch::LeakSearch(const Frame& frame, const Targets& targets, const LeakOptions& options,
                       std::vector<bool> used)
    : options_(options), used_(std::move(used)), aucs_(frame.features.size()) {
  const std::vector<uint32_t> rows = Spread(frame.size(), options.most_leads);
  for (const uint32_t row : rows) {
    converted_.push_back(targets.converted[row]);
    weights_.push_back(targets.Weight(row));
  }
  if (!Weigh(this->targets()).both()) return;
  frame_ = TakeLeads(frame, rows);
  for (size_t f = 0; f < aucs_.size(); ++f) {
    const Feature& feature = frame_.features[f];
    if (!used_[f] && SaysNothing(feature)) continue;
    aucs_[f] = SingleFeatureAuc(frame_, feature, this->targets());
  }
}

std::optional<size_t> LeakSearch::Best() const {
  std::optional<size_t> best;
  for (size_t f = 0; f < used_.size(); ++f) {
    if (!used_[f] || !aucs_[f].has_value()) continue;
    if (!best.has_value() || *aucs_[f] > *aucs_[*best]) best = f;
  }
  return best;
}

std::vector<Leak> LeakSearch::Run() {
  std::vector<Leak> leaks;
  for (std::optional<size_t> best = Best(); best.has_value(); best = Best()) {
    std::optional<Leak> leak = Check(*best);
    if (!leak.has_value()) break;
    leaks.push_back(*std::move(leak));
    used_[*best] = false;
  }
  return leaks;
}

std::optional<Leak> LeakSearch::Check(size_t f) const {
  const Feature& feature = frame_.features[f];
  Leak leak{.feature = feature.name, .reason = LeakReason::kTooGood, .auc = aucs_[f]};
  std::vector<bool> others = used_;
  others[f] = false;
  const bool any = std::count(others.begin(), others.end(), true) > 0;
  if (any) {
    const std::vector<double> logits = LogitsOfOthers(frame_, others, targets());
    const Outcomes outcomes{logits, converted_};
    leak.others_auc = RocAuc(outcomes)->value;
    const AucDifference ahead =
        CompareAuc(outcomes, BestReading(frame_, feature, targets())).value();
    const bool beyond = ahead.value > 2 * ahead.standard_error;
    if (beyond && leak.auc > options_.suspicious) leak.reason = LeakReason::kBetterThanAllOthers;
  }
  if (leak.auc > options_.too_good) leak.reason = LeakReason::kTooGood;
  if (leak.reason == LeakReason::kTooGood && !(leak.auc > options_.too_good)) return std::nullopt;
  leak.explanation = "its AUC by itself is " + Figure(*leak.auc) +
                     (any ? ", that of a model on all others " + Figure(*leak.others_auc) : "") +
                     "; look whether it is known before the outcome, and allow it if it is";
  return leak;
}

}  // namespace lead_quality
