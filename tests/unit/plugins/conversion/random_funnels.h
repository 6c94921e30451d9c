// Random funnels and histories: few instants and stages, so that ties, entries
// again, skipped steps and gaps that only just hold are common.
#pragma once

#include <random>
#include <vector>

#include "funnel/rules.h"
#include "unit/plugins/conversion/brute_force.h"

namespace madad::testing {

class RandomFunnels {
 public:
  explicit RandomFunnels(uint32_t seed) : random_(seed) {}

  // A funnel of one to four steps; with exclusions, optional steps and gaps when
  // they are asked for, as far as the order allows them.
  ReferenceFunnel Funnel(ReferenceFunnel::Entry entry, bool with_rules);
  // Up to `most` events of an entity, ids from `first_id` on, by arrival.
  std::vector<ReferenceEvent> History(const ReferenceFunnel& funnel, size_t most,
                                      bool with_sequence, int64_t first_id);
  int Below(int bound) { return std::uniform_int_distribution<int>(0, bound - 1)(random_); }
  bool OneIn(int n) { return Below(n) == 0; }

 private:
  void AddRules(ReferenceFunnel& funnel);

  std::mt19937 random_;
};

// The stage's name in the engine's funnel.
std::string StageName(int stage);
// The same funnel for the engine.
conversion::funnel::Definition EngineFunnel(const ReferenceFunnel& funnel);

}  // namespace madad::testing
