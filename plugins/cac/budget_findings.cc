#include "budget_findings.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <tuple>

namespace cac {
namespace {

constexpr double kZ = 1.959963984540054;
constexpr double kInfinity = std::numeric_limits<double>::infinity();

// What all sources but one come to over the recent months.
struct Others {
  double cost = 0;
  int64_t customers = 0;  // of sources that cost something
  int64_t leads = 0;
  int64_t won = 0;
};

BudgetFinding SumUp(size_t index, const SourceFigures& source, const BudgetOptions& options) {
  const auto half = static_cast<ptrdiff_t>(options.months);
  BudgetFinding finding;
  finding.source = index;
  finding.cost_before = std::accumulate(source.cost.begin(), source.cost.begin() + half, 0.0);
  finding.cost = std::accumulate(source.cost.begin() + half, source.cost.end(), 0.0);
  finding.customers_before =
      std::accumulate(source.customers.begin(), source.customers.begin() + half, int64_t{0});
  finding.customers =
      std::accumulate(source.customers.begin() + half, source.customers.end(), int64_t{0});
  finding.leads = source.leads;
  finding.won = source.won;
  return finding;
}

double Over(double a, int64_t b) { return b > 0 ? a / static_cast<double>(b) : sdk::kUnknown; }

void FillCac(BudgetFinding& finding) {
  finding.cac = Over(finding.cost, finding.customers);
  finding.cac_before = Over(finding.cost_before, finding.customers_before);
  if (finding.cost <= 0) return;
  const sdk::Interval count = PoissonInterval(finding.customers);
  finding.cac_interval = {finding.cost / count.high,
                          count.low > 0 ? finding.cost / count.low : kInfinity};
}

void FillQuality(const Others& others, BudgetFinding& finding) {
  finding.rate = Over(static_cast<double>(finding.won), finding.leads);
  finding.rate_interval = WilsonInterval(finding.won, finding.leads);
  finding.others_rate = Over(static_cast<double>(others.won), others.leads);
  finding.rate_doubt.p_value = ProportionTest(finding.won, finding.leads, others.won, others.leads);
}

void FillMarginal(const SourceFigures& source, BudgetFinding& finding) {
  const std::vector<double> customers(source.customers.begin(), source.customers.end());
  const Slope slope = SlopeOf(source.cost, customers);
  if (std::isnan(slope.value)) return;
  finding.is_falling = slope.value < 0;
  finding.marginal_doubt.p_value = slope.p_value;
  if (slope.value <= 0) return;
  finding.marginal_cac = 1 / slope.value;
  finding.marginal_interval = {1 / slope.interval.high,
                               slope.interval.low > 0 ? 1 / slope.interval.low : kInfinity};
}

bool IsEnough(const BudgetFinding& finding, const BudgetOptions& options) {
  if (finding.customers >= options.min_customers) return true;
  return finding.cost / finding.others_cac >= static_cast<double>(options.min_customers);
}

void Compare(const Others& others, const BudgetOptions& options, BudgetFinding& finding) {
  finding.others_cac = Over(others.cost, others.customers);
  if (finding.cost <= 0 || std::isnan(finding.others_cac) || !IsEnough(finding, options)) return;
  finding.cac_doubt.p_value = BinomialTest(finding.customers, finding.customers + others.customers,
                                           finding.cost / (finding.cost + others.cost));
}

void FillTrend(const BudgetOptions& options, BudgetFinding& finding) {
  const bool has_both = std::min(finding.customers, finding.customers_before) >=
                            std::max<int64_t>(options.min_customers, 1) &&
                        std::min(finding.cost, finding.cost_before) > 0;
  if (!has_both) return;
  finding.trend = finding.cac / finding.cac_before;
  const double error = std::sqrt(1 / static_cast<double>(finding.customers) +
                                 1 / static_cast<double>(finding.customers_before));
  finding.trend_interval = {finding.trend * std::exp(-kZ * error),
                            finding.trend * std::exp(kZ * error)};
  finding.trend_doubt.p_value =
      BinomialTest(finding.customers, finding.customers + finding.customers_before,
                   finding.cost / (finding.cost + finding.cost_before));
}

// Each p-value times how many are left when they are taken smallest first, rising.
void Adjust(std::vector<BudgetFinding>& findings) {
  std::vector<Doubt*> compared;
  for (BudgetFinding& finding : findings) {
    for (Doubt* doubt :
         {&finding.cac_doubt, &finding.trend_doubt, &finding.marginal_doubt, &finding.rate_doubt}) {
      if (!std::isnan(doubt->p_value)) compared.push_back(doubt);
    }
  }
  std::stable_sort(compared.begin(), compared.end(),
                   [](const Doubt* a, const Doubt* b) { return a->p_value < b->p_value; });
  double highest = 0;
  for (size_t i = 0; i < compared.size(); ++i) {
    const double adjusted = compared[i]->p_value * static_cast<double>(compared.size() - i);
    compared[i]->adjusted = highest = std::max(highest, std::min(1.0, adjusted));
  }
}

// Why a source whose customers are cheap should not get more; empty: nothing speaks against it.
std::string Against(const BudgetFinding& finding, const BudgetOptions& options) {
  if (finding.trend_doubt.Excluded(options.level) && finding.trend > 1) {
    return "it is getting dearer";
  }
  if (finding.marginal_doubt.Excluded(options.level)) {
    if (finding.is_falling) return "months that cost more brought fewer customers";
    if (finding.marginal_interval.low > finding.others_cac) {
      return "a further customer costs more than elsewhere";
    }
  }
  if (finding.rate_doubt.Excluded(options.level) && finding.rate < finding.others_rate) {
    return "fewer of its leads become customers than of the others'";
  }
  return "";
}

void Judge(const BudgetOptions& options, BudgetFinding& finding) {
  finding.verdict = "keep";
  if (finding.cost <= 0) {
    finding.reason = "it costs nothing, so there is no budget to move";
  } else if (!IsEnough(finding, options)) {
    finding.verdict = "insufficient";
  } else if (finding.cac_doubt.Excluded(options.level) && finding.cac < finding.others_cac) {
    finding.reason = Against(finding, options);
    if (finding.reason.empty()) finding.verdict = "more";
  } else if (finding.cac_doubt.Excluded(options.level)) {
    const bool improves = finding.trend_doubt.Excluded(options.level) && finding.trend < 1;
    if (improves) finding.reason = "it is getting cheaper";
    if (!improves) finding.verdict = "less";
  }
}

void Rank(std::vector<BudgetFinding>& findings) {
  const auto place = [](const BudgetFinding& finding) {
    const bool says_nothing =
        finding.verdict == "insufficient" || (finding.cost <= 0 && finding.customers == 0);
    return std::tuple(says_nothing, std::isnan(finding.cac) ? kInfinity : finding.cac,
                      finding.source);
  };
  std::sort(findings.begin(), findings.end(),
            [&](const BudgetFinding& a, const BudgetFinding& b) { return place(a) < place(b); });
  int64_t rank = 0;
  for (BudgetFinding& finding : findings) {
    if (!std::get<0>(place(finding))) finding.rank = ++rank;
  }
}

Others AllBut(size_t index, const std::vector<BudgetFinding>& findings) {
  Others others;
  for (size_t i = 0; i < findings.size(); ++i) {
    if (i == index) continue;
    others.leads += findings[i].leads;
    others.won += findings[i].won;
    if (findings[i].cost <= 0) continue;
    others.cost += findings[i].cost;
    others.customers += findings[i].customers;
  }
  return others;
}

}  // namespace

std::vector<BudgetFinding> FindingsOf(const std::vector<SourceFigures>& sources,
                                      const BudgetOptions& options) {
  std::vector<BudgetFinding> findings;
  for (size_t i = 0; i < sources.size(); ++i) findings.push_back(SumUp(i, sources[i], options));
  for (size_t i = 0; i < findings.size(); ++i) {
    const Others others = AllBut(i, findings);
    FillCac(findings[i]);
    FillQuality(others, findings[i]);
    FillMarginal(sources[i], findings[i]);
    Compare(others, options, findings[i]);
    FillTrend(options, findings[i]);
  }
  Adjust(findings);
  for (BudgetFinding& finding : findings) Judge(options, finding);
  Rank(findings);
  return findings;
}

}  // namespace cac
