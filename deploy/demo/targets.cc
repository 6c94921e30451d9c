// What the company's plan asked for, month by month.
#include <algorithm>
#include <numeric>

#include "demo/company.h"
#include "demo/generators.h"

namespace madad::demo {
namespace {

constexpr int kMonths = 24;
constexpr int64_t kScale = 10'000;   // a target of 1
constexpr int64_t kAmbition = 1050;  // per mille of the leads to be expected
constexpr int64_t kWinRate = 2'700;  // in the first year
constexpr int64_t kWinRateRise = 150;

// Returns the first day of the month that is `month` months after January 2024.
int64_t FirstDay(int month) {
  int64_t day = 0;
  const auto months_to = [](const Date& date) { return (date.year - 2024) * 12 + date.month - 1; };
  while (months_to(DateOf(day)) < month) ++day;
  return day;
}

// Returns the weight of the days in [from, to).
int64_t WeightOf(int64_t from, int64_t to) {
  int64_t weight = 0;
  for (int64_t day = from; day < to; ++day) weight += DayWeight(day);
  return weight;
}

// Returns what is asked for, in tens of leads and never nothing.
int64_t InTens(int64_t leads) { return std::max<int64_t>((leads + 5) / 10 * 10, 10); }

// Adds a month's leads: by source, and in all.
void AddLeads(int month, int64_t expected, std::vector<Target>& targets) {
  const auto weight = month < 12 ? &LeadSource::weight_2024 : &LeadSource::weight_2025;
  const std::vector<LeadSource>& sources = Sources();
  const int64_t weights =
      std::accumulate(sources.begin(), sources.end(), int64_t{0},
                      [&](int64_t sum, const LeadSource& source) { return sum + source.*weight; });
  int64_t total = 0;
  for (int i = 0; i < static_cast<int>(sources.size()); ++i) {
    const int64_t leads = InTens(expected * (sources[i].*weight) * kAmbition / weights / 1000);
    targets.push_back({"conversion.lead_count", FirstDay(month), leads * kScale, i, kNone});
    total += leads;
  }
  targets.push_back({"conversion.lead_count", FirstDay(month), total * kScale, kNone, kNone});
}

// Adds a month's win rate: of everybody, and by owner.
void AddWinRates(int month, std::vector<Target>& targets) {
  const int64_t rate = kWinRate + (month < 12 ? 0 : kWinRateRise);
  targets.push_back({"conversion.win_rate", FirstDay(month), rate, kNone, kNone});
  for (int i = 0; i < static_cast<int>(Owners().size()); ++i) {
    const int64_t of_owner = rate + (i % 5 - 2) * 100;  // more is asked of some
    targets.push_back({"conversion.win_rate", FirstDay(month), of_owner, kNone, i});
  }
}

}  // namespace

std::vector<Target> MakeTargets(int64_t lead_count) {
  std::vector<Target> targets;
  const int64_t all = WeightOf(0, kDays);
  for (int month = 0; month < kMonths; ++month) {
    const int64_t end = month + 1 < kMonths ? FirstDay(month + 1) : kDays;
    AddLeads(month, lead_count * WeightOf(FirstDay(month), end) / all, targets);
    AddWinRates(month, targets);
  }
  return targets;
}

}  // namespace madad::demo
