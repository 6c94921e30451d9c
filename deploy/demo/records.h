// What the generator makes, before it is written to files.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "demo/clock.h"

namespace madad::demo {

inline constexpr int kNone = -1;  // in place of an index: not filled in

// Indexes are those of company.h. Times rise in the order of the fields.
struct Lead {
  int64_t number = 0;  // from 1, by time of creation
  int source = 0;
  int campaign = kNone;
  int region = kNone;
  int segment = 0;
  int industry = kNone;
  int owner = kNone;
  int64_t company_size = 0;
  Time created = 0;
  std::optional<Time> first_response;
  std::optional<Time> mql;
  std::optional<Time> sql;  // sales-qualified
  std::optional<Time> opportunity;
  std::optional<Time> won;
  std::optional<Time> lost;
};

enum class OpportunityStage { kDiscovery, kProposal, kNegotiation, kClosedWon, kClosedLost };

struct OpportunityStep {
  OpportunityStage stage;
  Time entered;
  int64_t amount;  // agorot, as it stood then
};

struct Opportunity {
  int64_t number = 0;    // from 1, by time of creation
  size_t lead = 0;       // index of the lead
  int64_t customer = 0;  // number of the customer; 0: none
  int product = 0;
  int lost_reason = kNone;
  int competitor = kNone;
  std::vector<OpportunityStep> steps;  // by time; the first is the creation

  const OpportunityStep& Last() const { return steps.back(); }
  bool Won() const { return Last().stage == OpportunityStage::kClosedWon; }
  bool Lost() const { return Last().stage == OpportunityStage::kClosedLost; }
};

struct Order {
  int64_t number = 0;    // from 1, by time
  int64_t customer = 0;  // number of the customer
  int product = 0;
  Time ordered = 0;
  int64_t revenue = 0;  // agorot
  int64_t margin = 0;   // agorot
};

struct Cost {
  int64_t day = 0;
  int source = kNone;
  int campaign = kNone;
  std::string_view category;
  int64_t amount = 0;  // agorot
};

struct Activity {
  int64_t lead = 0;  // number of the lead
  Time occurred = 0;
  std::string_view kind;
  std::string_view outcome;
};

// What was asked for in one month; of one source or owner, or of all.
struct Target {
  std::string_view metric;
  int64_t month = 0;   // its first day
  int64_t target = 0;  // ten-thousandths
  int source = kNone;
  int owner = kNone;
};

// Everything. `customers` holds the opportunity, by index, that each customer came by:
// customer n is customers[n - 1].
struct Dataset {
  std::vector<Lead> leads;
  std::vector<Opportunity> opportunities;
  std::vector<size_t> customers;
  std::vector<Order> orders;
  std::vector<Cost> costs;
  std::vector<Activity> activities;
  std::vector<Target> targets;
};

}  // namespace madad::demo
