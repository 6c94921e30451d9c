// The best attempt in a history whose steps come in any order.
#pragma once

#include <cstdint>
#include <vector>

#include "funnel/event.h"

namespace conversion::funnel {

// An attempt begins with an event of any step and reaches as many steps as
// different ones are seen within the window and before an excluded event.
// Takes time in proportion to the events times the steps.
//
// Thread: one at a time; keeps its memory from one history to the next.
class UnorderedSearch {
 public:
  explicit UnorderedSearch(const Rules& rules) : rules_(rules) {}

  // Finds the attempt that reaches most steps, then soonest, then that begins
  // latest. Entries are the first event only, or all events of steps at an
  // entry's time; the first event is one.
  // Returns false, and leaves `match` empty, when there is no entry.
  bool Find(History history, bool any_entry, Match& match);

 private:
  struct Attempt {
    size_t steps = 0;
    uint32_t entry = 0;
  };

  void FindFrom(History history, uint32_t entry, Match& match) const;
  // Returns the attempt with most steps that ends at the newest of `last_seen_`
  // and begins at `earliest` or later, at `latest_entry` at the latest.
  Attempt EndingHere(uint32_t earliest, uint32_t latest_entry) const;

  static constexpr uint32_t kNever = ~uint32_t{0};

  const Rules& rules_;
  std::vector<uint32_t> last_seen_;  // by step
};

}  // namespace conversion::funnel
