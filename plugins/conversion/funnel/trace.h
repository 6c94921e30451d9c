// One entity's events, each with what became of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "funnel/log.h"

namespace conversion::funnel {

struct TracedRow {
  std::string attempt;          // empty: before any
  std::optional<int64_t> step;  // from 1; none: the event matched nothing
  std::string stage;
  int64_t time = 0;
  std::string verdict;
};

// The attempt's name: its entity, and its number where an entity may have several.
std::string AttemptName(const Rules& rules, std::string_view entity, int64_t number);

// Returns the events of `entity` in their order, those implied by later ones
// among them. Events later than the rules' as_of come last.
std::vector<TracedRow> Trace(const Rules& rules, std::string_view entity,
                             const std::vector<TracedEvent>& events);

}  // namespace conversion::funnel
