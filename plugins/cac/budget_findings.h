// What can be said of a source of customers: what they cost, how good they are, and where it goes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "statistics.h"

namespace cac {

// What is known of one source. Months are the compared ones: the earlier half, then the recent one.
struct SourceFigures {
  std::vector<double> cost;        // by month
  std::vector<int64_t> customers;  // by month
  int64_t leads = 0;               // that had the time to become customers
  int64_t won = 0;                 // of those
};

// How likely a difference is by chance; sdk::kUnknown where nothing was compared.
struct Doubt {
  double p_value = sdk::kUnknown;
  double adjusted = sdk::kUnknown;  // among all that the run compares (Holm)

  bool Excluded(double level) const { return adjusted < level; }
};

// What is said of it. What is not known is sdk::kUnknown.
struct BudgetFinding {
  size_t source = 0;  // which of them
  // Over the recent months.
  double cost = 0;
  int64_t customers = 0;
  double cac = sdk::kUnknown;
  sdk::Interval cac_interval;
  double others_cac = sdk::kUnknown;  // of all other sources that cost something, together
  Doubt cac_doubt;                    // that it costs the same as they do
  // Over the months before, and how the recent ones compare: recent CAC over earlier CAC.
  double cost_before = 0;
  int64_t customers_before = 0;
  double cac_before = sdk::kUnknown;
  double trend = sdk::kUnknown;
  sdk::Interval trend_interval;
  Doubt trend_doubt;  // that nothing has changed
  // What a further customer cost, by how customers rose and fell with the cost of each month.
  double marginal_cac = sdk::kUnknown;
  sdk::Interval marginal_interval;
  bool is_falling = false;  // months that cost more brought fewer customers
  Doubt marginal_doubt;     // that customers do not go with the cost
  // Of the leads, the share that became customers.
  int64_t leads = 0;
  int64_t won = 0;
  double rate = sdk::kUnknown;
  sdk::Interval rate_interval;
  double others_rate = sdk::kUnknown;
  Doubt rate_doubt;     // that they are the same
  int64_t rank = 0;     // by CAC, 1 is the cheapest; 0: too few customers to say
  std::string verdict;  // more, less, keep or insufficient
  std::string reason;   // why the verdict is not what the CAC alone would say; empty: it is
};

struct BudgetOptions {
  int64_t months = 0;         // recent ones, and as many before
  int64_t min_customers = 0;  // that a statement needs
  double level = 0;
};

// Returns the findings by rank, those that say nothing last.
//
// CACs are compared with the exact test of two Poisson counts given what was spent; their intervals
// are those of the number of customers (Garwood), the cost being known. A source with few customers
// is judged all the same when, at the others' CAC, its cost should have brought enough. The trend's
// interval is that of a ratio of Poisson rates on the log scale. Shares of leads are compared with
// those of all other sources together.
// Source of the adjustment: Holm, Scand. J. Statist. 6 (1979).
std::vector<BudgetFinding> FindingsOf(const std::vector<SourceFigures>& sources,
                                      const BudgetOptions& options);

// Returns the figures in a sentence. `ranked`: how many sources have a rank.
std::string EvidenceOf(const BudgetFinding& finding, int64_t ranked, const BudgetOptions& options);

}  // namespace cac
