// Features that know the outcome.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "features/encoding.h"
#include "features/frame.h"

namespace lead_quality {

enum class LeakReason {
  kKnownAtOutcome,       // declared so
  kFilledAfterOutcome,   // filled or changed when the lead had converted
  kFutureTimestamp,      // times after the conversion, or later than the data is known
  kIdentifier,           // nearly every lead has its own value
  kText,                 // free text, which is not learned from: no leak, but left out too
  kTooGood,              // ranks leads by itself better than anything known beforehand would
  kBetterThanAllOthers,  // ranks leads by itself better than a model on all others
};
// Returns the word that reports show: known_at_outcome, ...
const char* WordOf(LeakReason reason);
// Whether nothing can be learned from such a feature, whoever allows it.
inline bool NeverUsed(LeakReason reason) {
  return reason == LeakReason::kText || reason == LeakReason::kIdentifier;
}

// A feature that models had better not see.
struct Leak {
  std::string feature;
  LeakReason reason = LeakReason::kKnownAtOutcome;
  std::optional<double> auc;         // of the feature by itself, where that was measured
  std::optional<double> others_auc;  // of a model on all others, likewise
  std::string explanation;           // for a person: what was found and what to do
};

struct LeakOptions {
  double too_good = 0.95;         // AUC of one feature
  double suspicious = 0.75;       // a feature that ranks worse is never better than it should be
  double late_share = 0.01;       // of converted leads with a value that came too late
  double identifier_share = 0.9;  // of leads that have a value no other lead has
  size_t most_leads = 100'000;    // that models on all others are fitted to, spread over all
};

// Returns the features that leak or cannot be learned from; each once, for the first reason found.
// Whether a feature beats all others is asked of the best single one first; once found, it is not
// among the others of the next. The model on the others is a regression or naive Bayes, whichever
// ranks these very leads better, which favours the others; the difference must be beyond twice its
// standard error, and the feature suspicious by itself: where one honest feature is most of what is
// known, it beats all others too.
std::vector<Leak> FindLeaks(const Frame& frame, const Targets& targets,
                            const LeakOptions& options = {});

// The same, and what each feature says by itself.
struct Examination {
  std::vector<Leak> leaks;
  // Of each feature by itself, over at most `most_leads`. Nulls: of texts and keys, and unless
  // there are leads of both kinds.
  std::vector<std::optional<double>> aucs;
};
Examination ExamineFeatures(const Frame& frame, const Targets& targets,
                            const LeakOptions& options = {});

}  // namespace lead_quality
