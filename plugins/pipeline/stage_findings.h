// What can be said of a stage: its recent stays beside its own earlier ones.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <madad/sdk/survival.h>

#include "stage_log.h"
#include "stays.h"

namespace pipeline {

// What is judged of a stage.
enum class Measure : uint8_t {
  kDwell,    // the median time in it
  kDropOff,  // the share that is lost from it within `within_days`
};

// One measure of one stage. Times are in days; what is not known is sdk::kUnknown.
struct Finding {
  int32_t stage = 0;
  Measure measure = Measure::kDwell;
  int64_t stays = 0;  // begun in the recent time
  int64_t ended = 0;  // of those
  int64_t stays_before = 0;
  int64_t ended_before = 0;
  double value = sdk::kUnknown;
  sdk::Interval interval = {};
  double before = sdk::kUnknown;
  double p_value = sdk::kUnknown;     // of a difference to before, two-sided
  double p_adjusted = sdk::kUnknown;  // among all that is compared (Holm)
  bool worse = false;                 // the side on which it differs
  double mean = sdk::kUnknown;        // kDwell: restricted to `within_days`, for ranking
  int64_t rank = 0;                   // among the stages of the measure; 0: too few stays to say
};

struct FindingOptions {
  int64_t recent_from = 0;  // stays that begin from then on are recent
  double within_days = 0;
  int64_t min_stays = 0;  // ended ones that a statement needs
};

// Returns the findings, the dwell times by rank and then the drop-offs by rank.
//
// Recent stays are followed up to as_of, earlier ones up to the moment from which they are recent.
// Dwell times are compared by the log-rank test, drop-offs (Aalen-Johansen incidences of being
// lost, leaving otherwise being the competing event) by the difference over its standard error.
// Source of the adjustment: Holm, Scand. J. Statist. 6 (1979).
std::vector<Finding> FindingsOf(const StageLog& log, const std::vector<Stay>& stays,
                                const FindingOptions& options);

// Returns the finding in a word: slower, faster, more, fewer; as before; no history; too few.
std::string VerdictOf(const Finding& finding, const FindingOptions& options, double level);

// Returns the figures in a sentence. `all` holds the finding.
std::string EvidenceOf(const Finding& finding, const std::vector<Finding>& all, const StageLog& log,
                       const FindingOptions& options, double level);

}  // namespace pipeline
