#include <algorithm>

#include "demo/generators.h"

namespace madad::demo {
namespace {

constexpr Time kFollowUp = 10 * kDay;  // how long sales goes on after the last stage

struct Kind {
  std::string_view name;
  std::string_view success;
  std::string_view failure;
  int success_rate;  // per mille
};

constexpr Kind kKinds[] = {{"call", "answered", "no answer", 550},
                           {"email", "replied", "no reply", 350},
                           {"meeting", "held", "cancelled", 820}};

// The first contact is a call or a mail; meetings are for qualified leads.
Activity MakeActivity(const Lead& lead, Time occurred, Random& random) {
  const bool qualified = lead.sql && occurred >= *lead.sql;
  const Kind& kind = kKinds[random.Below(qualified ? 3 : 2)];
  const bool success = random.Chance(kind.success_rate);
  return {lead.number, occurred, kind.name, success ? kind.success : kind.failure};
}

Time LastKnown(const Lead& lead) {
  Time last = *lead.first_response;
  for (const auto& time : {lead.mql, lead.sql, lead.opportunity, lead.won, lead.lost}) {
    last = std::max(last, time.value_or(last));
  }
  return last;
}

int64_t FurtherContacts(const Lead& lead, Random& random) {
  int64_t contacts = random.Between(0, 1) + (lead.mql ? 1 : 0) + (lead.sql ? 2 : 0);
  if (lead.opportunity) contacts += random.Between(1, 4);
  return contacts;
}

}  // namespace

std::vector<Activity> MakeActivities(uint64_t seed, const std::vector<Lead>& leads) {
  std::vector<Activity> activities;
  for (const Lead& lead : leads) {
    if (!lead.first_response) continue;
    Random random(seed, Stream::kActivity, static_cast<uint64_t>(lead.number));
    std::vector<Time> times = {*lead.first_response};
    const Time span = LastKnown(lead) + kFollowUp - times.front();
    for (int64_t left = FurtherContacts(lead, random); left > 0; --left) {
      const Time time = NextWorkingMoment(times.front() + random.Between(0, span), random);
      if (time <= kLastSecond) times.push_back(time);
    }
    std::sort(times.begin(), times.end());
    for (const Time time : times) activities.push_back(MakeActivity(lead, time, random));
  }
  return activities;
}

Dataset MakeDataset(uint64_t seed, int64_t lead_count) {
  Dataset data;
  data.leads = MakeLeads(seed, lead_count);
  data.opportunities = MakeOpportunities(seed, data.leads);
  data.customers = MakeCustomers(data.opportunities);
  data.orders = MakeOrders(seed, data);
  data.costs = MakeCosts(seed, data.leads);
  data.activities = MakeActivities(seed, data.leads);
  data.targets = MakeTargets(lead_count);
  return data;
}

}  // namespace madad::demo
