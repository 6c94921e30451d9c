// The steps that make the demo data, in the order in which they run. Each
// depends only on the seed and on what the earlier ones made.
#pragma once

#include <cstdint>
#include <vector>

#include "demo/records.h"

namespace madad::demo {

// Returns `count` leads by time of creation, followed up to the opportunity;
// MakeOpportunities goes on from there.
std::vector<Lead> MakeLeads(uint64_t seed, int64_t count);

// Returns an opportunity for each lead that reached that stage, by time of creation, and
// writes each outcome into its lead.
std::vector<Opportunity> MakeOpportunities(uint64_t seed, std::vector<Lead>& leads);

// Returns the won opportunities by time of winning, and numbers their customers.
std::vector<size_t> MakeCustomers(std::vector<Opportunity>& opportunities);

// Returns each customer's first and repeated orders, by time.
std::vector<Order> MakeOrders(uint64_t seed, const Dataset& data);

// Returns what marketing and sales cost for each day and source, and the
// overhead of each working day, which belongs to no source.
std::vector<Cost> MakeCosts(uint64_t seed, const std::vector<Lead>& leads);

// Returns the calls, mails and meetings with each answered lead.
std::vector<Activity> MakeActivities(uint64_t seed, const std::vector<Lead>& leads);

// Returns monthly targets: leads in all and by source, win rates in all and by owner. They follow
// from how many leads there are, not from what became of them.
std::vector<Target> MakeTargets(int64_t lead_count);

// Returns everything.
Dataset MakeDataset(uint64_t seed, int64_t lead_count);

}  // namespace madad::demo
