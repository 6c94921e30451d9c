#include "features/leak_guard.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numeric>

#include "evaluation/auc.h"
#include "features/single_feature.h"
#include "features/timing.h"
#include "learners/elastic_net.h"
#include "learners/naive_bayes.h"

namespace lead_quality {
namespace {

constexpr double kLambda = 1e-3;  // of the model on all others: it only has to exist
constexpr size_t kLeastForIdentifier = 50;

std::string Percent(double share) {
  char text[32];
  std::snprintf(text, sizeof(text), "%.1f %%", 100 * share);
  return text;
}
std::string Figure(double value) {
  char text[32];
  std::snprintf(text, sizeof(text), "%.3f", value);
  return text;
}

// Free text or a key, by how many leads have a value of their own.
std::optional<Leak> CheckIdentity(const Feature& feature, const LeakOptions& options) {
  if (!feature.IsText()) return std::nullopt;
  std::vector<uint32_t> count(feature.dictionary.size());
  size_t present = 0, unique = 0, spaced = 0;
  for (const int32_t code : feature.codes) {
    if (code == kNoCode) continue;
    ++present;
    ++count[code];
    spaced += feature.dictionary[code].find(' ') != std::string::npos;
  }
  for (const uint32_t n : count) unique += n == 1;
  const double share =
      present == 0 ? 0 : static_cast<double>(unique) / static_cast<double>(present);
  const bool own = present >= kLeastForIdentifier && share >= options.identifier_share;
  if (feature.kind == FeatureKind::kText || (own && 2 * spaced > present)) {
    return Leak{.feature = feature.name,
                .reason = LeakReason::kText,
                .explanation = "free text is not learned from; derive a category or a number"};
  }
  if (!own) return std::nullopt;
  return Leak{.feature = feature.name,
              .reason = LeakReason::kIdentifier,
              .explanation = Percent(share) +
                             " of leads have a value that no other lead has: it "
                             "names a lead and says nothing of the next"};
}

std::optional<Leak> CheckTiming(const Frame& frame, const Feature& feature,
                                const LeakOptions& options) {
  if (feature.known_at_outcome) {
    return Leak{.feature = feature.name,
                .reason = LeakReason::kKnownAtOutcome,
                .explanation = "it is declared to be known only at the outcome"};
  }
  const Lateness late = MeasureLateness(frame, feature);
  if (late.after > options.late_share * late.converted) {
    return Leak{.feature = feature.name,
                .reason = LeakReason::kFilledAfterOutcome,
                .explanation = Percent(late.after / late.converted) +
                               " of converted leads got or changed it at the conversion or later; "
                               "use what was known before"};
  }
  if (late.future > 0 || late.beyond > options.late_share * late.timestamps) {
    return Leak{.feature = feature.name,
                .reason = LeakReason::kFutureTimestamp,
                .explanation = std::to_string(static_cast<int64_t>(late.future)) +
                               " times are later than the data is known, " +
                               std::to_string(static_cast<int64_t>(late.beyond)) +
                               " are at a conversion or after it"};
  }
  return std::nullopt;
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

// The search for features that rank too well.
class Search {
 public:
  Search(const Frame& frame, const Targets& targets, const LeakOptions& options,
         std::vector<bool> used)
      : frame_(frame), targets_(targets), options_(options), used_(std::move(used)) {
    for (size_t f = 0; f < used_.size(); ++f) {
      aucs_.push_back(used_[f] ? SingleFeatureAuc(frame, frame.features[f], targets).value_or(.5)
                               : 0);
    }
  }

  std::vector<Leak> Run() {
    std::vector<Leak> leaks;
    while (true) {
      const size_t best = std::max_element(aucs_.begin(), aucs_.end()) - aucs_.begin();
      if (best == aucs_.size() || !used_[best]) return leaks;
      const std::optional<Leak> leak = Check(best);
      if (!leak.has_value()) return leaks;
      leaks.push_back(*leak);
      used_[best] = false;
      aucs_[best] = 0;
    }
  }

 private:
  std::optional<Leak> Check(size_t f) const {
    const Feature& feature = frame_.features[f];
    Leak leak{.feature = feature.name, .reason = LeakReason::kTooGood, .auc = aucs_[f]};
    std::vector<bool> others = used_;
    others[f] = false;
    const bool any = std::count(others.begin(), others.end(), true) > 0;
    if (any) {
      const std::vector<double> logits = LogitsOfOthers(frame_, others, targets_);
      const Outcomes outcomes{logits, targets_.converted};
      leak.others_auc = RocAuc(outcomes)->value;
      const AucDifference ahead =
          CompareAuc(outcomes, BestReading(frame_, feature, targets_)).value();
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

  const Frame& frame_;
  const Targets& targets_;
  const LeakOptions& options_;
  std::vector<bool> used_;
  std::vector<double> aucs_;
};

}  // namespace

const char* WordOf(LeakReason reason) {
  constexpr const char* kWords[] = {
      "known_at_outcome", "filled_after_outcome",  "future_timestamp", "identifier", "text",
      "too_good",         "better_than_all_others"};
  return kWords[static_cast<int>(reason)];
}

std::vector<Leak> FindLeaks(const Frame& frame, const Targets& targets,
                            const LeakOptions& options) {
  std::vector<Leak> leaks;
  std::vector<bool> used(frame.features.size(), true);
  for (size_t f = 0; f < used.size(); ++f) {
    std::optional<Leak> leak = CheckTiming(frame, frame.features[f], options);
    if (!leak.has_value()) leak = CheckIdentity(frame.features[f], options);
    if (!leak.has_value()) continue;
    leaks.push_back(std::move(*leak));
    used[f] = false;
  }
  if (!Weigh(targets).both()) return leaks;
  const std::vector<uint32_t> rows = Spread(frame.size(), options.most_leads);
  const Frame some = TakeLeads(frame, rows);
  std::vector<uint8_t> converted;
  std::vector<double> weights;
  for (const uint32_t row : rows) {
    converted.push_back(targets.converted[row]);
    weights.push_back(targets.Weight(row));
  }
  const Targets known{converted, weights};
  if (!Weigh(known).both()) return leaks;
  for (Leak& leak : Search(some, known, options, used).Run()) leaks.push_back(std::move(leak));
  return leaks;
}

}  // namespace lead_quality
