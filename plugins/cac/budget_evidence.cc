// The findings about sources, in words.
#include <cmath>
#include <cstdio>

#include "budget_findings.h"

namespace cac {
namespace {

template <typename... Args>
std::string Format(const char* format, Args... args) {
  char text[200];
  std::snprintf(text, sizeof(text), format, args...);
  return text;
}

std::string Money(double amount) { return Format("%.2f", amount); }
std::string Percent(double share) { return Format("%.1f %%", share * 100); }
std::string Times(double ratio) { return Format("%.2f times", ratio); }
std::string Count(int64_t count) { return std::to_string(count); }

std::string Range(const sdk::Interval& interval, std::string (*text)(double)) {
  if (std::isnan(interval.low)) return "";
  return " (95 %: " + text(interval.low) + " to " +
         (std::isfinite(interval.high) ? text(interval.high) : "no limit") + ")";
}

std::string Chance(const Doubt& doubt) {
  if (std::isnan(doubt.p_value)) return "";
  return Format(", p = %.2g, %.2g for all comparisons", doubt.p_value, doubt.adjusted);
}

std::string Cost(const BudgetFinding& finding, int64_t ranked, const BudgetOptions& options) {
  std::string text = Count(finding.customers) + " customers for " + Money(finding.cost) + " in " +
                     Count(options.months) + " months";
  if (finding.customers > 0) text += ": " + Money(finding.cac) + " each";
  text += Range(finding.cac_interval, Money);
  if (finding.rank == 0) return text;
  return text + ", rank " + Count(finding.rank) + " of " + Count(ranked) + " (1 is the cheapest)";
}

std::string Comparison(const BudgetFinding& finding, const BudgetOptions& options) {
  if (std::isnan(finding.cac_doubt.p_value)) return "";
  const std::string others = "those of the other sources, " + Money(finding.others_cac) + " each";
  if (!finding.cac_doubt.Excluded(options.level)) {
    return "; no more of a difference to " + others + ", than chance makes" +
           Chance(finding.cac_doubt);
  }
  const bool cheaper = finding.cac < finding.others_cac;
  return std::string("; ") + (cheaper ? "cheaper" : "dearer") + " than " + others +
         Chance(finding.cac_doubt);
}

std::string Trend(const BudgetFinding& finding, const BudgetOptions& options) {
  if (std::isnan(finding.trend)) return "";
  const bool differs = finding.trend_doubt.Excluded(options.level);
  return "; " + Times(finding.trend) + Range(finding.trend_interval, Times) +
         " what they cost in the " + Count(options.months) + " months before, " +
         Money(finding.cac_before) + " (" + Count(finding.customers_before) + " customers)" +
         (differs ? "" : ", which may be chance") + Chance(finding.trend_doubt);
}

std::string Marginal(const BudgetFinding& finding, const BudgetOptions& options) {
  if (finding.is_falling && finding.marginal_doubt.Excluded(options.level)) {
    return "; months that cost more brought fewer customers" + Chance(finding.marginal_doubt);
  }
  if (std::isnan(finding.marginal_cac)) return "";
  return "; a further customer cost " + Money(finding.marginal_cac) +
         Range(finding.marginal_interval, Money) + ", going by " + Count(options.months * 2) +
         " months" + Chance(finding.marginal_doubt);
}

std::string Quality(const BudgetFinding& finding) {
  if (finding.leads == 0) return "";
  std::string text = "; " + Percent(finding.rate) + Range(finding.rate_interval, Percent) + " of " +
                     Count(finding.leads) + " leads became customers";
  if (!std::isnan(finding.others_rate)) {
    text += ", " + Percent(finding.others_rate) + " of the others'" + Chance(finding.rate_doubt);
  }
  return text;
}

}  // namespace

std::string EvidenceOf(const BudgetFinding& finding, int64_t ranked, const BudgetOptions& options) {
  std::string text = Cost(finding, ranked, options);
  if (finding.verdict == "insufficient") {
    return text + "; " + Count(options.min_customers) + " are needed to say anything" +
           Quality(finding);
  }
  text += Comparison(finding, options) + Trend(finding, options) + Marginal(finding, options) +
          Quality(finding);
  return finding.reason.empty() ? text : text + "; kept because " + finding.reason;
}

}  // namespace cac
