// The best attempt in a history whose steps come in order.
#pragma once

#include <cstdint>
#include <vector>

#include "funnel/event.h"

namespace conversion::funnel {

// The earliest event of a step is not always the best: one that comes later may
// keep the next step's gap, or outlive an exclusion. So this is no greedy
// search but a dynamic program over the events: for each, the latest entry from
// which it can be matched. It takes time and memory in proportion to the events
// times the steps that may be skipped in a row.
//
// Thread: one at a time; keeps its memory from one history to the next.
class OrderedSearch {
 public:
  explicit OrderedSearch(const Rules& rules);

  // Finds the attempt that reaches furthest, then soonest, then that begins
  // latest; of its matches, going back from its end, the one with each optional
  // step that fits and each step's earliest event that fits. Entries are the
  // first event only, or all events of step 1 at an entry's time.
  // Returns false, and leaves `match` empty, when there is no entry.
  bool Find(History history, bool any_entry, Match& match);

 private:
  // What may follow an event of one step with an event of another.
  struct Link {
    size_t from = 0;
    size_t seen = 0;                // how many events of `from` were looked at
    std::vector<uint32_t> longest;  // of those in the gap, by falling reach; from `head` on
    size_t head = 0;
  };
  struct Reached {
    std::vector<uint32_t> events;  // of one step, those that can be matched
    size_t ended = 0;              // how many of the first of them lead no further
  };

  void FindFirst(History history, Match& match) const;
  // Returns the latest entry that `event` of `step` can be matched from, or kNone.
  uint32_t LatestEntry(History history, size_t step, uint32_t event);
  uint32_t Longest(History history, Link& link, size_t step, uint32_t event);
  void End(uint64_t steps);
  void TraceBack(History history, uint32_t end, Match& match) const;

  static constexpr uint32_t kNone = ~uint32_t{0};

  const Rules& rules_;
  std::vector<uint32_t> entry_;           // of each event, the latest it can be matched from
  std::vector<Reached> reached_;          // by step
  std::vector<std::vector<Link>> links_;  // by the step that follows
};

}  // namespace conversion::funnel
