// The findings about stages, in words.
#include <cmath>
#include <cstdio>

#include "stage_findings.h"

namespace pipeline {
namespace {

template <typename... Args>
std::string Format(const char* format, Args... args) {
  char text[200];
  std::snprintf(text, sizeof(text), format, args...);
  return text;
}

std::string Time(double days) {
  return days < 2 ? Format("%.1f hours", days * 24) : Format("%.1f days", days);
}

std::string Percent(double share) { return Format("%.1f %%", share * 100); }

std::string Count(int64_t count) { return std::to_string(count); }

std::string Range(const sdk::Interval& interval, std::string (*text)(double)) {
  if (std::isnan(interval.low)) return "";
  return " (95 %: " + text(interval.low) + " to " +
         (std::isfinite(interval.high) ? text(interval.high) : "no limit yet") + ")";
}

std::string NameOf(const Finding& finding, const StageLog& log) {
  return log.stages[static_cast<size_t>(finding.stage)].name;
}

// How it stands among the stages.
std::string Standing(const Finding& finding, const std::vector<Finding>& all, const StageLog& log) {
  const Finding* next = nullptr;
  int64_t ranked = 0;
  for (const Finding& other : all) {
    if (other.measure != finding.measure || other.rank == 0) continue;
    ++ranked;
    if (other.rank == finding.rank + 1) next = &other;
  }
  const char* most = finding.measure == Measure::kDwell ? "slowest" : "most";
  std::string text =
      ", rank " + Count(finding.rank) + " of " + Count(ranked) + " (1 is the " + most + ")";
  if (next == nullptr || !(next->value > 0) || std::isnan(finding.value)) return text;
  return text + ", " + Format("%.1f", finding.value / next->value) + " times the next, " +
         NameOf(*next, log);
}

std::string Comparison(const Finding& finding, const FindingOptions& options, double level,
                       std::string (*text)(double)) {
  const std::string verdict = VerdictOf(finding, options, level);
  if (verdict == "no history") {
    return "; only " + Count(finding.ended_before) +
           " earlier stays ended, too few to compare with";
  }
  const std::string before = std::isnan(finding.before) ? "no median yet" : text(finding.before);
  const std::string test =
      std::isnan(finding.p_value)
          ? ""
          : Format(", p = %.2g, %.2g for all comparisons", finding.p_value, finding.p_adjusted);
  if (verdict == "as before") {
    return "; before, " + before + " (" + Count(finding.stays_before) +
           " stays): no more of a difference than chance makes" + test;
  }
  return "; " + verdict + " than before, " + before + " (" + Count(finding.stays_before) +
         " stays)" + test;
}

}  // namespace

std::string EvidenceOf(const Finding& finding, const std::vector<Finding>& all, const StageLog& log,
                       const FindingOptions& options, double level) {
  const std::string name = NameOf(finding, log);
  if (finding.rank == 0) {
    return "only " + Count(finding.ended) + " of " + Count(finding.stays) + " recent stays in " +
           name + " have ended; " + Count(options.min_stays) + " are needed to say anything";
  }
  if (finding.measure == Measure::kDropOff) {
    const double share = std::isnan(finding.value) ? 0 : finding.value;
    return Percent(share) + Range(finding.interval, Percent) + " of " + Count(finding.stays) +
           " recent stays in " + name + " were lost within " + Time(options.within_days) +
           Standing(finding, all, log) + Comparison(finding, options, level, Percent);
  }
  const std::string median =
      std::isnan(finding.value)
          ? "more than half of " + Count(finding.stays) + " recent stays in " + name +
                " still go on, so that there is no median yet"
          : "half of " + Count(finding.stays) + " recent stays in " + name + " last " +
                Time(finding.value) + " or longer" + Range(finding.interval, Time);
  return median + Standing(finding, all, log) + Comparison(finding, options, level, Time);
}

}  // namespace pipeline
