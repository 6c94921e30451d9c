#include <algorithm>
#include <numeric>

#include "demo/company.h"
#include "demo/generators.h"

namespace madad::demo {
namespace {

constexpr int64_t kPresence = 18'00;           // agorot a day for each campaign, leads or none
constexpr int64_t kSalesPerLead = 35'00;       // agorot
constexpr int64_t kOverheadPerDay = 2'200'00;  // agorot, on working days

int64_t Vary(int64_t amount, Random& random) { return amount * random.Between(850, 1150) / 1000; }

// How many leads came in, by campaign, on one day from one source. The last
// place counts those with no campaign.
using Counts = std::vector<std::vector<int64_t>>;

// Adds a day's marketing: by campaign where the source has any, else as a whole;
// nothing for a source that is free.
void AddMarketing(int64_t day, int source, const std::vector<int64_t>& counts, Random& random,
                  std::vector<Cost>& costs) {
  const LeadSource& of = Sources()[source];
  if (of.cost_per_lead == 0) return;
  const int campaigns = static_cast<int>(of.campaigns.size());
  for (int i = 0; i < std::max(campaigns, 1); ++i) {
    const int64_t amount = Vary(kPresence + counts[i] * of.cost_per_lead, random);
    costs.push_back({day, source, campaigns > 0 ? i : kNone, "marketing", amount});
  }
}

void AddSales(int64_t day, int source, const std::vector<int64_t>& counts, Random& random,
              std::vector<Cost>& costs) {
  const int64_t leads = std::accumulate(counts.begin(), counts.end(), int64_t{0});
  if (leads == 0) return;
  costs.push_back({day, source, kNone, "sales", Vary(leads * kSalesPerLead, random)});
}

Counts NoLeads() {
  Counts counts;
  for (const LeadSource& source : Sources()) counts.emplace_back(source.campaigns.size() + 1);
  return counts;
}

}  // namespace

std::vector<Cost> MakeCosts(uint64_t seed, const std::vector<Lead>& leads) {
  std::vector<Cost> costs;
  auto lead = leads.begin();
  for (int64_t day = 0; day < kDays; ++day) {
    Counts counts = NoLeads();
    for (; lead != leads.end() && lead->created / kDay == day; ++lead) {
      std::vector<int64_t>& of_source = counts[lead->source];
      ++(lead->campaign == kNone ? of_source.back() : of_source[lead->campaign]);
    }
    Random random(seed, Stream::kCost, static_cast<uint64_t>(day));
    for (int source = 0; source < static_cast<int>(counts.size()); ++source) {
      AddMarketing(day, source, counts[source], random, costs);
      AddSales(day, source, counts[source], random, costs);
    }
    if (WeekdayOf(day) <= 4) {
      costs.push_back({day, kNone, kNone, "overhead", Vary(kOverheadPerDay, random)});
    }
  }
  return costs;
}

}  // namespace madad::demo
