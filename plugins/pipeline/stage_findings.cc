#include "stage_findings.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace pipeline {
namespace {

constexpr int32_t kLost = 1;
constexpr int32_t kLeft = 2;

// Stays of one time.
struct Cohort {
  std::vector<double> days;
  std::vector<int32_t> cause;
  int64_t ended = 0;

  void Add(const Stay& stay, int64_t until) {
    const bool ends = !stay.censored() && stay.left_at <= until;
    const int64_t left = std::min(stay.left_at, until);
    days.push_back(static_cast<double>(left - stay.entered_at) / 86'400'000'000.0);
    cause.push_back(!ends ? 0 : stay.end == StayEnd::kLost ? kLost : kLeft);
    ended += ends;
  }
  sdk::Observations seen() const { return {days, cause, {}}; }
};

struct Cohorts {
  Cohort recent;
  Cohort before;
};

std::vector<Cohorts> SplitStays(const StageLog& log, const std::vector<Stay>& stays,
                                int64_t recent_from) {
  std::vector<Cohorts> cohorts(log.stages.size());
  for (const Stay& stay : stays) {
    Cohorts& of_stage = cohorts[static_cast<size_t>(stay.stage)];
    if (stay.entered_at >= recent_from) {
      of_stage.recent.Add(stay, log.as_of);
    } else {
      of_stage.before.Add(stay, recent_from);
    }
  }
  return cohorts;
}

Finding Start(int32_t stage, Measure measure, const Cohorts& cohorts) {
  return {.stage = stage,
          .measure = measure,
          .stays = static_cast<int64_t>(cohorts.recent.days.size()),
          .ended = cohorts.recent.ended,
          .stays_before = static_cast<int64_t>(cohorts.before.days.size()),
          .ended_before = cohorts.before.ended};
}

bool Comparable(const Finding& finding, const FindingOptions& options) {
  return finding.ended >= options.min_stays && finding.ended_before >= options.min_stays;
}

Finding Dwell(int32_t stage, const Cohorts& cohorts, const FindingOptions& options) {
  Finding finding = Start(stage, Measure::kDwell, cohorts);
  const sdk::KaplanMeier recent(sdk::TabulateRisk(cohorts.recent.seen()));
  finding.value = recent.Median();
  finding.interval = recent.MedianInterval();
  finding.mean = recent.RestrictedMean(options.within_days);
  finding.before = sdk::KaplanMeier(sdk::TabulateRisk(cohorts.before.seen())).Median();
  if (!Comparable(finding, options)) return finding;
  const sdk::LogRank test = sdk::CompareSurvival(cohorts.recent.seen(), cohorts.before.seen());
  finding.p_value = test.p_value();
  finding.worse = test.z() < 0;
  return finding;
}

Finding DropOff(int32_t stage, const Cohorts& cohorts, const FindingOptions& options) {
  Finding finding = Start(stage, Measure::kDropOff, cohorts);
  const sdk::AalenJohansen recent(sdk::TabulateRisk(cohorts.recent.seen()), kLost);
  const sdk::AalenJohansen before(sdk::TabulateRisk(cohorts.before.seen()), kLost);
  const auto* now = recent.At(options.within_days);
  const auto* then = before.At(options.within_days);
  if (now != nullptr) {
    finding.value = now->incidence;
    finding.interval = now->interval;
  }
  if (then != nullptr) finding.before = then->incidence;
  if (now == nullptr || then == nullptr || !Comparable(finding, options)) return finding;
  const double error = std::sqrt(now->variance + then->variance);
  if (error == 0) return finding;
  const double z = (now->incidence - then->incidence) / error;
  finding.p_value = std::erfc(std::fabs(z) / std::sqrt(2.0));
  finding.worse = z > 0;
  return finding;
}

// Each p-value times how many are left when they are taken smallest first, rising.
void Adjust(std::vector<Finding>& findings) {
  std::vector<Finding*> compared;
  for (Finding& finding : findings) {
    if (!std::isnan(finding.p_value)) compared.push_back(&finding);
  }
  std::stable_sort(compared.begin(), compared.end(),
                   [](const Finding* a, const Finding* b) { return a->p_value < b->p_value; });
  double highest = 0;
  for (size_t i = 0; i < compared.size(); ++i) {
    const double adjusted = compared[i]->p_value * static_cast<double>(compared.size() - i);
    highest = std::max(highest, std::min(1.0, adjusted));
    compared[i]->p_adjusted = highest;
  }
}

// A median that is not known is longer than all that are.
auto Severity(const Finding& finding) {
  const bool longest = finding.measure == Measure::kDwell && std::isnan(finding.value);
  const double value = std::isnan(finding.value) ? 0 : finding.value;
  return std::tuple(longest, value, std::isnan(finding.mean) ? 0 : finding.mean);
}

void Rank(const StageLog& log, const FindingOptions& options, std::vector<Finding>& findings) {
  const auto place = [&](const Finding& finding) {
    return std::tuple(finding.measure, finding.ended < options.min_stays);
  };
  std::stable_sort(findings.begin(), findings.end(), [&](const Finding& a, const Finding& b) {
    if (place(a) != place(b)) return place(a) < place(b);
    if (Severity(a) != Severity(b)) return Severity(a) > Severity(b);
    return log.stages[static_cast<size_t>(a.stage)].rank <
           log.stages[static_cast<size_t>(b.stage)].rank;
  });
  int64_t rank = 0;
  for (size_t i = 0; i < findings.size(); ++i) {
    if (i > 0 && findings[i].measure != findings[i - 1].measure) rank = 0;
    if (findings[i].ended >= options.min_stays) findings[i].rank = ++rank;
  }
}

}  // namespace

std::vector<Finding> FindingsOf(const StageLog& log, const std::vector<Stay>& stays,
                                const FindingOptions& options) {
  const std::vector<Cohorts> cohorts = SplitStays(log, stays, options.recent_from);
  std::vector<Finding> findings;
  for (const int32_t stage : log.OpenStages()) {
    findings.push_back(Dwell(stage, cohorts[static_cast<size_t>(stage)], options));
    findings.push_back(DropOff(stage, cohorts[static_cast<size_t>(stage)], options));
  }
  Adjust(findings);
  Rank(log, options, findings);
  return findings;
}

std::string VerdictOf(const Finding& finding, const FindingOptions& options, double level) {
  if (finding.rank == 0) return "too few";
  if (!Comparable(finding, options)) return "no history";
  if (!(finding.p_adjusted < level)) return "as before";
  if (finding.measure == Measure::kDwell) return finding.worse ? "slower" : "faster";
  return finding.worse ? "more" : "fewer";
}

}  // namespace pipeline
