// Purchase histories as the models see them: how often, when last, observed for how long.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace clv {

// One customer's history, in ticks (a tick is usually a day) since the first purchase.
struct History {
  int32_t x = 0;        // repeat purchases
  int32_t recency = 0;  // when the last one was: t_x, 0 when there is none
  int32_t age = 0;      // how long the customer has been observed: T
};

// Distinct histories with how many customers have each, ordered by (x, age, recency).
struct Histories {
  struct Group {
    History history;
    double weight = 0;
  };

  std::vector<Group> groups;
  double tick = 1;            // the length of a tick, in the unit of time of the parameters
  std::vector<double> tails;  // tails[k]: the weight of those with x > k
  double weight = 0;          // of all
  double repeats = 0;         // the weighted sum of x
  int32_t max_age = 0;

  // Brings the sums up to date after weights have changed.
  void Sum();
};

// Returns the distinct histories among `customers`; with `group_of`, also which of the groups each
// customer is in.
// Errors: std::invalid_argument unless age >= recency >= 0, x >= 0, and recency = 0 where x = 0.
Histories Compress(std::span<const History> customers, double tick,
                   std::vector<uint32_t>* group_of = nullptr);

}  // namespace clv
